"""What HR and trainers see of one person: passed or not, in the usual screens, and nothing of what was chosen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lms.learning.models import Mark
from lms.scenarios.services import finish_scenario
from tests import builders
from tests.builders import MARCH_5
from tests.scenarios.playground import MODEL, SECRET, begun, build_scenario, played

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(learner, clock):
    course = builders.build_course("특이민원 대응 실전", lessons=0)
    return finish_scenario(attempt=played(begun(learner, build_scenario(course)), MODEL), at=MARCH_5)


def staff_pages(attempt):
    person, run = attempt.enrolment.person_id, attempt.enrolment.run_id
    return [
        reverse("learning_staff:enrolment", args=[attempt.enrolment_id]),
        reverse("learning_staff:roster", args=[run]),
        reverse("reports:show_person", args=[person]),
        reverse("reports:list_people"),
    ]


def test_hr_finds_the_pass_in_the_usual_screens_and_no_choice_in_any(sign_in, hr_officer, passed):
    assert Mark.objects.get().detail["score"] == 80
    browser = sign_in(hr_officer)
    for address in staff_pages(passed):
        response = browser.get(address)
        assert response.status_code == 200, address
        for secret in (SECRET, "응대 b", "모범 마무리", ">80<", " 80 ", "80점"):
            assert secret not in response.text, (address, secret)
    enrolment = browser.get(staff_pages(passed)[0]).text
    assert "합격" in enrolment
    assert "특이민원 대응 실전" in browser.get(staff_pages(passed)[2]).text


def test_a_failed_play_shows_as_not_passed_without_how_far_it_went(sign_in, hr_officer, learner, clock):
    course = builders.build_course("특이민원 대응 실전", lessons=0)
    attempt = finish_scenario(attempt=played(begun(learner, build_scenario(course)), ["a", "busy"]), at=MARCH_5)
    page = sign_in(hr_officer).get(staff_pages(attempt)[0]).text
    assert "불합격" in page
    assert "· 0점 ·" in page
