"""No screen asks the database more often because there are more people, units, courses or records."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import build_course, completed, enrolled, moment
from tests.cast import hire, open_unit

pytestmark = pytest.mark.django_db

#: Statements per screen, session, permissions and Wagtail's own included.
CEILINGS = {
    "show_overview": 30,
    "list_people": 36,
    "list_people_results": 36,
    "export_people": 30,
}
#: What a transaction costs depends on the engine, and on the test's own transaction around it.
HOUSEKEEPING = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|SET LOCAL)")


def grow(office, number: int) -> None:
    """More units, people, courses, audiences and records of every kind."""
    team = open_unit(f"TEAM{number}", f"{number}팀", "team", office.city.livelihood)
    course = build_course(f"과정 {number}", lessons=2, quizzes=1)
    for each in range(4):
        person = hire(f"2030{number:02d}{each:02d}", f"직원{number}{each}", team)
        enrolled(person, office.course, at=moment(2026, 3, 1))
        completed(person, course, at=moment(2026, 3, 2))


def asked(client, address: str, data: dict | None = None) -> int:
    client.get(address)  # sessions, content types and outlines are kept from here on
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, data) if data else client.get(address)
        if answer.streaming:
            list(answer.streaming_content)
    assert answer.status_code == 200
    return sum(not HOUSEKEEPING.match(query["sql"]) for query in captured)


@pytest.mark.parametrize("screen", CEILINGS)
@pytest.mark.parametrize("role", ["hr_officer", "manager"])
def test_a_screen_has_a_ceiling_that_does_not_grow(screen, role, office, request, sign_in):
    client, address = sign_in(request.getfixturevalue(role)), reverse(f"reports:{screen}")
    grow(office, 1)
    before = asked(client, address)
    for number in range(2, 6):
        grow(office, number)
    assert asked(client, address) <= before <= CEILINGS[screen]


def test_a_persons_sheet_has_a_ceiling_that_does_not_grow(office, hr_officer, sign_in):
    client, address = sign_in(hr_officer), reverse("reports:show_person", args=[office.learner.pk])
    grow(office, 1)
    before = asked(client, address)
    for number in range(2, 6):
        course = build_course(f"과정 {number}", lessons=2, quizzes=1)
        completed(office.learner, course, at=moment(2026, 3, 2))
    assert asked(client, address) <= before <= 45


@pytest.mark.parametrize("content", ["status", "completions"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_has_a_ceiling_that_does_not_grow(content, file_format, office, hr_officer, sign_in):
    client, address = sign_in(hr_officer), reverse("reports:export_people")
    form = {"content": content, "file_format": file_format, "reason": "독려 명단"}
    grow(office, 1)
    before = asked(client, address, form)
    for number in range(2, 6):
        grow(office, number)
    assert asked(client, address, form) <= before <= 36
