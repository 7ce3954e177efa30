"""Every address of this room for every role, with units and people that are not theirs."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from lms.people.models import AccessRecord, AccessSubject, EmploymentPeriod
from lms.people.services import move_person, set_employment
from tests.builders import build_person

pytestmark = pytest.mark.django_db

SCREENS = ["show_overview", "list_people", "list_people_results", "export_people"]
REASON = {"content": "status", "file_format": "csv", "reason": "미이수자 수강 독려"}
ROLES = {
    None: 302,
    "learner": 302,
    "outsider": 302,
    "trainer": 403,
    "manager": 200,
    "other_manager": 200,
    "hr_officer": 200,
    "administrator": 200,
}


@pytest.fixture
def person_in(request):
    """``person_in("manager")``: that member of the cast."""
    return lambda role: request.getfixturevalue(role) if role else None


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_only_hr_and_heads_of_units_enter(role, office, person_in, sign_in):
    client = sign_in(person_in(role))
    for screen in SCREENS:
        assert client.get(reverse(f"reports:{screen}")).status_code == ROLES[role], screen
    assert client.post(reverse("reports:export_people"), REASON).status_code == ROLES[role]
    if ROLES[role] != 200:
        assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        ("manager", "LIVELIHOOD", 200),
        ("manager", "SUPPORT", 200),
        ("manager", "WELFARE", 403),
        ("manager", "GAON", 403),
        ("manager", "BUILDING", 403),
        ("other_manager", "LIVELIHOOD", 403),
        ("other_manager", "SUPPORT", 403),
        ("hr_officer", "GAON", 200),
        ("hr_officer", "BUILDING", 200),
        ("administrator", "LIVELIHOOD", 200),
        # a unit that never was is an error in the form, not a secret
        ("manager", "NOWHERE", 200),
        ("manager", "' OR 1=1 --", 200),
    ],
)
def test_a_unit_out_of_sight_is_refused_on_every_screen(role, unit, status, office, person_in, sign_in):
    client = sign_in(person_in(role))
    for screen in SCREENS:
        assert client.get(reverse(f"reports:{screen}"), {"unit": unit}).status_code == status, screen
    export = f"{reverse('reports:export_people')}?unit={unit}"
    assert client.post(export, REASON).status_code == status
    if status == 403:
        assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("role", "subject", "status"),
    [
        ("manager", "learner", 200),
        ("manager", "outsider", 404),
        ("manager", "hr_officer", 404),
        ("other_manager", "learner", 404),
        ("other_manager", "outsider", 200),
        ("hr_officer", "learner", 200),
        ("hr_officer", "outsider", 200),
        ("administrator", "manager", 200),
        ("trainer", "learner", 403),
        ("learner", "learner", 302),
        ("outsider", "learner", 302),
        (None, "learner", 302),
    ],
)
def test_a_persons_sheet_opens_for_those_who_may_see_the_person(role, subject, status, office, person_in, sign_in):
    address = reverse("reports:show_person", args=[person_in(subject).pk])
    answer = sign_in(person_in(role)).get(address)
    assert answer.status_code == status
    assert AccessSubject.objects.filter(person=person_in(subject)).exists() is (status == 200)
    if status != 200:
        assert person_in(subject).name not in answer.content.decode()


def test_a_person_who_does_not_exist_looks_like_one_out_of_sight(office, sign_in):
    assert sign_in(office.manager).get(reverse("reports:show_person", args=[999_999])).status_code == 404


CONDITIONS = [
    "",
    "basis=then",
    "period=all",
    "employment=employed&employment=on_leave&employment=seconded",
    "as_of=2025-01-31",
    "as_of=2025-01-31&basis=then&period=all",
    "q=이나래",
    "q=2019",
    "show=completed",
    "show=missing&ordering=-name",
    "unit=LIVELIHOOD",
    "unit=SUPPORT&basis=then",
    "course={course}",
    "grade=7&grade=none",
    "p=2",
]


@pytest.mark.parametrize("conditions", CONDITIONS)
def test_a_head_never_reads_a_name_from_elsewhere(conditions, office, hr_officer, sign_in):
    client, query = sign_in(office.manager), conditions.format(course=office.course.pk)
    answers = [client.get(f"{reverse(f'reports:{screen}')}?{query}").content for screen in SCREENS]
    for content in ("status", "completions"):
        sent = client.post(f"{reverse('reports:export_people')}?{query}", REASON | {"content": content})
        answers.append(b"".join(sent.streaming_content))
    for answer in answers:
        text = answer.decode().replace(conditions, "").replace('value="이나래"', "")
        assert "20190003" not in text
        assert "이나래" not in text
        assert hr_officer.name not in text
    seen = set(AccessSubject.objects.values_list("person", flat=True))
    assert seen <= {person.pk for person in [*office.within, office.absent, office.seconded]}


def test_who_has_left_the_unit_is_out_of_sight_for_past_days_too(office, sign_in):
    move_person(person=office.learner, unit=office.city.building, on=date(2026, 3, 1))
    client = sign_in(office.manager)
    for screen in SCREENS:
        text = client.get(f"{reverse(f'reports:{screen}')}?as_of=2026-02-15").content.decode()
        assert office.learner.name not in text
    assert client.get(reverse("reports:show_person", args=[office.learner.pk])).status_code == 404


def test_a_head_who_is_on_leave_sees_nothing(office, sign_in, clock):
    set_employment(person=office.manager, state=EmploymentPeriod.State.ON_LEAVE, on=clock.today)
    for screen in SCREENS:
        assert sign_in(office.manager).get(reverse(f"reports:{screen}")).status_code in (302, 403)


def test_the_menu_item_is_for_those_who_may_enter(office, trainer, hr_officer, sign_in):
    address = reverse("reports:show_overview")
    home = reverse("wagtailadmin_home")
    assert address in sign_in(hr_officer).get(home).content.decode()
    assert address in sign_in(office.manager).get(home).content.decode()
    assert address not in sign_in(trainer).get(home).content.decode()


def test_a_permission_without_a_unit_opens_nothing(office, sign_in):
    person = build_person("빈손")
    person.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_unit_people", "access_admin"]),
    )
    assert sign_in(person).get(reverse("reports:show_overview")).status_code == 403
