"""Enrolling, leaving, and walking a course as a trial."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.learning import errors
from lms.learning.models import Attempt, Completion, Enrolment, LessonProgress
from lms.learning.services import (
    complete_lesson,
    enrol,
    living_enrolment,
    reset_trial,
    start_attempt,
    withdraw_enrolment,
)
from lms.people.models import Audience
from tests.builders import MARCH_5, build_course, build_run, completed, enrolled, lessons_in, self_paced_run

pytestmark = pytest.mark.django_db


def test_enrolling_twice_gives_one_enrolment(learner):
    run = self_paced_run(build_course())
    first, is_new = enrol(person=learner, run=run, by=learner, at=MARCH_5)
    second, is_new_again = enrol(person=learner, run=run, by=learner, at=MARCH_5 + timedelta(days=1))
    assert (first, is_new, is_new_again) == (second, True, False)
    assert second.enrolled_at == MARCH_5


def test_the_database_refuses_a_second_living_enrolment(learner):
    enrolment = enrolled(learner, build_course())
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=learner, run=enrolment.run, enrolled_at=MARCH_5)


@pytest.mark.parametrize(
    ("opens_on", "closes_on"), [(date(2026, 3, 6), None), (None, date(2026, 3, 4))], ids=["not yet open", "over"]
)
def test_a_run_that_is_not_open_takes_nobody(learner, opens_on, closes_on):
    run = build_run(build_course(), opens_on=opens_on, closes_on=closes_on)
    with pytest.raises(errors.RunClosed):
        enrol(person=learner, run=run, by=learner, at=MARCH_5)


def test_a_run_takes_people_on_its_first_and_on_its_last_day(learner, outsider):
    run = build_run(build_course(), opens_on=MARCH_5.date(), closes_on=MARCH_5.date())
    assert enrol(person=learner, run=run, by=learner, at=MARCH_5)[1]
    assert enrol(person=outsider, run=run, by=outsider, at=MARCH_5)[1]


def test_a_course_that_was_unpublished_takes_nobody(learner):
    course = build_course()
    course.unpublish()
    with pytest.raises(errors.RunClosed):
        enrol(person=learner, run=self_paced_run(course), by=learner, at=MARCH_5)


@pytest.fixture
def for_others(learner) -> Audience:
    """An audience to which nobody belongs."""
    return Audience.objects.create(name="아무도 아닌 사람")


def test_a_course_for_others_is_refused_to_who_chooses_it_but_not_to_who_was_assigned(learner, manager, for_others):
    run = self_paced_run(build_course(audience=for_others))
    with pytest.raises(errors.NotInAudience):
        enrol(person=learner, run=run, by=learner, at=MARCH_5)
    assert enrol(person=learner, run=run, by=manager, at=MARCH_5, source=Enrolment.Source.MANAGER)[1]


def test_a_refusal_says_what_why_and_what_next():
    message = str(errors.NotInAudience())
    assert all(str(part) in message for part in (errors.NotInAudience.what, errors.NotInAudience.why))
    assert str(errors.NotInAudience.next_step) in message


def test_leaving_keeps_the_row_and_a_new_enrolment_may_follow(learner):
    course = build_course()
    first = enrolled(learner, course)
    left = withdraw_enrolment(enrolment=first, by=learner, at=MARCH_5)
    again = withdraw_enrolment(enrolment=first, by=learner, at=MARCH_5 + timedelta(days=1))
    assert left.withdrawn_at == again.withdrawn_at == MARCH_5
    second = enrolled(learner, course)
    assert second.pk != first.pk
    assert Enrolment.objects.for_person(learner).count() == 2


@pytest.mark.parametrize("source", [Enrolment.Source.MANAGER, Enrolment.Source.RULE])
def test_what_somebody_else_decided_cannot_be_left(learner, manager, source):
    enrolment = enrolled(learner, build_course(), by=manager, source=source)
    with pytest.raises(errors.EnrolmentAssigned):
        withdraw_enrolment(enrolment=enrolment, by=learner, at=MARCH_5)


def test_a_campaign_enrolment_can_be_left(learner):
    enrolment = enrolled(learner, build_course(), source=Enrolment.Source.CAMPAIGN)
    assert withdraw_enrolment(enrolment=enrolment, by=learner, at=MARCH_5).withdrawn_at


def test_a_completed_course_cannot_be_left(learner):
    completion = completed(learner, build_course())
    with pytest.raises(errors.CompletionStands):
        withdraw_enrolment(enrolment=completion.enrolment, by=learner, at=MARCH_5)


def test_leaving_ends_the_sitting_under_way(learner):
    course = build_course(quizzes=1)
    enrolment = enrolled(learner, course)
    attempt, _ = start_attempt(
        enrolment=enrolment,
        lesson_id=lessons_in(course)[-1].pk,
        content={},
        pass_mark_percent=60,
        max_attempts=3,
        at=MARCH_5,
    )
    withdraw_enrolment(enrolment=enrolment, by=learner, at=MARCH_5)
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.ABANDONED


def test_the_living_enrolment_is_on_the_run_that_is_open(learner):
    course = build_course()
    last_year = build_run(course, opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 9))
    old = enrolled(learner, last_year)
    assert living_enrolment(person=learner, course_id=course.pk, on=date(2026, 4, 1)) == old
    new = enrolled(learner, course, at=MARCH_5 - timedelta(days=1))
    assert living_enrolment(person=learner, course_id=course.pk, on=date(2026, 4, 1)) == new
    assert living_enrolment(person=learner, course_id=course.pk + 999, on=date(2026, 4, 1)) is None


def test_a_trial_needs_no_open_run_never_completes_and_can_be_reset(trainer, for_others):
    course = build_course(lessons=2, quizzes=1, audience=for_others)
    run = build_run(course, opens_on=date(2027, 1, 1))
    trial, is_new = enrol(person=trainer, run=run, by=trainer, at=MARCH_5, is_trial=True)
    for lesson in lessons_in(course):
        complete_lesson(enrolment=trial, lesson_id=lesson.pk, at=MARCH_5, score_percent=100)
    assert is_new
    assert not Completion.objects.exists()
    assert reset_trial(person=trainer, course_id=course.pk) == 1
    assert reset_trial(person=trainer, course_id=course.pk) == 0
    assert not Enrolment.objects.exists()
    assert not LessonProgress.objects.exists()


def test_resetting_a_trial_touches_no_record_that_counts(trainer, learner):
    course = build_course()
    kept = [completed(trainer, course).enrolment, completed(learner, course).enrolment]
    enrolled(trainer, course, is_trial=True)
    enrolled(learner, course, is_trial=True)
    reset_trial(person=trainer, course_id=course.pk)
    assert set(Enrolment.objects.real()) == set(kept)
    assert Enrolment.objects.filter(is_trial=True, person=learner).exists()


def test_while_a_trial_lasts_it_is_the_one_that_is_walked(trainer):
    course = build_course()
    enrolled(trainer, course)
    trial = enrolled(trainer, course, is_trial=True)
    assert living_enrolment(person=trainer, course_id=course.pk, on=MARCH_5.date()) == trial
