"""How many statements a page asks, and that it asks no more when there is more to show."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.learning.models import Enrolment
from lms.learning.services import complete_lesson, open_lesson
from tests.builders import build_course, completed, enrolled, lessons_in
from tests.cast import hire

pytestmark = pytest.mark.django_db
#: No page of a learner asks more, session, person and page look-up included.
CEILING = 12


@pytest.fixture(autouse=True)
def held(clock):
    """Every page is asked for on 2026. 3. 5."""
    return clock


@pytest.fixture
def browser(sign_in, learner):
    return sign_in(learner)


def statements(browser, method, address, data=None):
    """What a warm request asks of the database, savepoints aside."""
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = getattr(browser, method)(address, data)
    assert response.status_code in (200, 204, 302)
    return [
        query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


def take(learner, count):
    """That many courses: some begun, some only enrolled, each with a due day."""
    for number in range(count):
        course = build_course(f"과정 {number}", lessons=2)
        enrolment = enrolled(learner, course, due_on=date(2026, 4, 1 + number))
        if number % 2:
            lesson = lessons_in(course)[0]
            complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=enrolment.enrolled_at)


def test_lists_ask_no_more_with_more_courses(browser, learner):
    addresses = ["/", "/courses/", "/my/"]
    take(learner, 2)
    completed(learner, build_course("마친 과정", lessons=1))
    few = [len(statements(browser, "get", address)) for address in addresses]
    take(learner, 3)
    for number in range(2):
        completed(learner, build_course(f"또 마친 과정 {number}", lessons=1))
    for address, before in zip(addresses, few, strict=True):
        many = statements(browser, "get", address)
        assert len(many) == before <= CEILING, "\n".join(many)


def test_home_with_nothing_to_do_stays_below_the_ceiling(browser, learner):
    for number in range(6):
        build_course(f"권하는 과정 {number}")
    asked = statements(browser, "get", "/")
    assert len(asked) <= CEILING, "\n".join(asked)


@pytest.mark.parametrize("is_enrolled", [False, True], ids=["stranger", "enrolled"])
def test_a_course_page_stays_below_the_ceiling(browser, learner, is_enrolled):
    course = build_course(lessons=12, quizzes=1)
    if is_enrolled:
        enrolment = enrolled(learner, course)
        for lesson in lessons_in(course)[:8]:
            complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=enrolment.enrolled_at)
    asked = statements(browser, "get", course.url)
    assert len(asked) <= CEILING, "\n".join(asked)


def test_a_lesson_asks_little_and_no_more_in_a_long_course(browser, learner):
    asked = []
    for lessons in (2, 15):
        course = build_course(lessons=lessons)
        enrolment = enrolled(learner, course)
        for lesson in lessons_in(course):
            open_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=enrolment.enrolled_at)
        asked.append(statements(browser, "get", lessons_in(course)[0].url))
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])
    assert len(asked[1]) <= CEILING, "\n".join(asked[1])


def test_the_persons_state_in_a_lesson_costs_three_statements(browser, learner):
    course = build_course()
    enrolled(learner, course)
    asked = statements(browser, "get", lessons_in(course)[0].url)
    ours = [sql for sql in asked if "learning_" in sql or "courses_courserun" in sql]
    assert len(ours) <= 3, "\n".join(ours)


def test_completing_a_lesson_stays_below_the_ceiling(browser, learner):
    course = build_course(lessons=3)
    enrolment, lessons = enrolled(learner, course), lessons_in(course)
    buttons = [reverse("learning:complete_lesson", args=[enrolment.pk, lesson.pk]) for lesson in lessons]
    for button in buttons:
        asked = statements(browser, "post", button)
        assert len(asked) <= CEILING, "\n".join(asked)


def test_the_completion_page_stays_below_the_ceiling(browser, learner):
    completion = completed(learner, build_course())
    take(learner, 4)
    asked = statements(browser, "get", reverse("learning:show_completion", args=[completion.pk]))
    assert len(asked) <= CEILING, "\n".join(asked)


def test_a_roster_asks_no_more_with_more_people(sign_in, hr_officer, city):
    browser = sign_in(hr_officer)
    course = build_course(lessons=3, quizzes=1)
    asked = []
    for start, count in ((0, 3), (3, 30)):
        for number in range(start, start + count):
            person = hire(f"3{number:07d}", f"직원{number}", city.building)
            enrolment = enrolled(person, course)
            for lesson in lessons_in(course)[: number % 4]:
                complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=enrolment.enrolled_at)
        address = reverse("learning_staff:roster", args=[Enrolment.objects.first().run_id])
        asked.append(statements(browser, "get", address))
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])
