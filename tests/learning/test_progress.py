"""Opening, keeping the place, completing a lesson."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.learning import errors
from lms.learning.models import LessonProgress
from lms.learning.services import complete_lesson, open_lesson, save_place, withdraw_enrolment
from tests.builders import MARCH_5, build_course, build_run, enrolled, lessons_in

pytestmark = pytest.mark.django_db
LATER = MARCH_5 + timedelta(hours=1)


@pytest.fixture
def taking(learner):
    """An enrolment and its first lesson."""
    course = build_course(lessons=3)
    return enrolled(learner, course), lessons_in(course)[0].pk


def test_opening_twice_keeps_the_first_opening_and_notes_the_last(taking):
    enrolment, lesson = taking
    open_lesson(enrolment=enrolment, lesson_id=lesson, at=MARCH_5)
    open_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER)
    row = LessonProgress.objects.get()
    assert (row.opened_at, row.last_opened_at, row.completed_at) == (MARCH_5, LATER, None)


def test_the_place_is_kept_with_the_lesson(taking):
    enrolment, lesson = taking
    save_place(enrolment=enrolment, lesson_id=lesson, place="5f0c-block", at=MARCH_5)
    assert LessonProgress.objects.get().place == "5f0c-block"


@pytest.mark.parametrize("place", ["", "<b>", "a b", "x" * 41, "한글"])
def test_what_is_no_block_id_keeps_no_place(taking, place):
    enrolment, lesson = taking
    save_place(enrolment=enrolment, lesson_id=lesson, place=place, at=MARCH_5)
    assert LessonProgress.objects.get().place == ""


def test_completing_twice_keeps_the_first_moment_and_the_better_score(taking):
    enrolment, lesson = taking
    complete_lesson(enrolment=enrolment, lesson_id=lesson, at=MARCH_5, score_percent=70)
    complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER, score_percent=60)
    row = complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER, score_percent=90)
    row.refresh_from_db()
    assert (row.completed_at, row.score_percent) == (MARCH_5, 90)
    assert LessonProgress.objects.count() == 1


def test_completing_keeps_what_another_tab_wrote_meanwhile(taking):
    enrolment, lesson = taking
    save_place(enrolment=enrolment, lesson_id=lesson, place="here", at=MARCH_5)
    complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER)
    row = LessonProgress.objects.get()
    assert (row.opened_at, row.place, row.completed_at) == (MARCH_5, "here", LATER)


def test_completing_an_unopened_lesson_opens_it(taking):
    enrolment, lesson = taking
    row = complete_lesson(enrolment=enrolment, lesson_id=lesson, at=MARCH_5)
    assert (row.opened_at, row.completed_at) == (MARCH_5, MARCH_5)


WRITERS = {
    "open": lambda enrolment, lesson, at: open_lesson(enrolment=enrolment, lesson_id=lesson, at=at),
    "place": lambda enrolment, lesson, at: save_place(enrolment=enrolment, lesson_id=lesson, place="x", at=at),
    "complete": lambda enrolment, lesson, at: complete_lesson(enrolment=enrolment, lesson_id=lesson, at=at),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_nothing_is_written_after_leaving(taking, learner, write):
    enrolment, lesson = taking
    left = withdraw_enrolment(enrolment=enrolment, by=learner, at=MARCH_5)
    with pytest.raises(errors.EnrolmentEnded):
        write(left, lesson, LATER)
    assert not LessonProgress.objects.exists()


def test_completing_sees_that_one_has_left_in_another_tab(taking, learner):
    stale, lesson = taking
    withdraw_enrolment(enrolment=stale, by=learner, at=MARCH_5)
    with pytest.raises(errors.EnrolmentEnded):
        complete_lesson(enrolment=stale, lesson_id=lesson, at=LATER)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_nothing_is_written_once_the_run_is_over(learner, write):
    course = build_course()
    enrolment = enrolled(learner, build_run(course, closes_on=MARCH_5.date()))
    with pytest.raises(errors.RunClosed):
        write(enrolment, lessons_in(course)[0].pk, MARCH_5 + timedelta(days=1))
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_lesson_of_another_course_is_refused(taking, write):
    enrolment, _ = taking
    with pytest.raises(errors.LessonNotInCourse):
        write(enrolment, lessons_in(build_course())[0].pk, MARCH_5)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_an_unpublished_lesson_is_refused(taking, write):
    enrolment, lesson = taking
    lessons_in(enrolment.run.course)[0].unpublish()
    enrolment.refresh_from_db()
    with pytest.raises(errors.LessonNotInCourse):
        write(enrolment, lesson, MARCH_5)


def test_completing_a_lesson_takes_few_statements(taking, django_assert_max_num_queries):
    enrolment, lesson = taking
    complete_lesson(enrolment=enrolment, lesson_id=lesson, at=MARCH_5)
    second = lessons_in(enrolment.run.course)[1].pk
    # savepoint, lock, the enrolment as it is under it, progress, write, release
    with django_assert_max_num_queries(6):
        complete_lesson(enrolment=enrolment, lesson_id=second, at=LATER)


def test_an_enrolment_is_overdue_the_day_after_its_last_day(learner):
    enrolment = enrolled(learner, build_course(), due_on=date(2026, 3, 31))
    assert not enrolment.is_overdue(on=date(2026, 3, 31))
    assert enrolment.is_overdue(on=date(2026, 4, 1))
    assert list(type(enrolment).objects.overdue(on=date(2026, 4, 1))) == [enrolment]
