"""A city with a course and records of every standing, on the day the clock is held at."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from lms.learning.services import complete_lesson, open_lesson
from lms.people.models import Person
from tests.builders import MARCH_5, build_course, completed, enrolled, lessons_in, moment
from tests.cast import hire


@pytest.fixture
def office(city: SimpleNamespace, learner: Person, colleague: Person, manager: Person, outsider: Person, clock):
    """생활보장과 with its team, one course, and a person in every standing; ``outsider`` completed it too.

    completed: learner · failed: nobody · in progress: colleague (overdue) · not started: 강나리 · not enrolled: manager
    and 도담 · left out: 문가온 (on leave), 안다솜 (seconded).
    """
    clock.set(moment(2026, 3, 5, 14))
    course = build_course("민원 응대 기본", lessons=2)
    starter = hire("20220011", "강나리", city.support)
    idle = hire("20220012", "도담", city.support, grade=None, rank_title="공무직")
    absent = hire("20220013", "문가온", city.livelihood, state="on_leave")
    seconded = hire("20220014", "안다솜", city.support, state="seconded")
    completion = completed(learner, course, at=moment(2026, 2, 2))
    completed(outsider, course, at=moment(2026, 2, 3))
    enrolment = enrolled(colleague, course, at=moment(2026, 1, 5), due_on=date(2026, 2, 28))
    first = lessons_in(course)[0]
    open_lesson(enrolment=enrolment, lesson_id=first.pk, at=moment(2026, 1, 6))
    complete_lesson(enrolment=enrolment, lesson_id=first.pk, at=moment(2026, 1, 6))
    enrolled(starter, course, at=MARCH_5)
    return SimpleNamespace(
        city=city,
        course=course,
        learner=learner,
        colleague=colleague,
        manager=manager,
        outsider=outsider,
        starter=starter,
        idle=idle,
        absent=absent,
        seconded=seconded,
        completion=completion,
        within={learner, colleague, manager, starter, idle},
    )
