"""Sittings: started, kept, handed in, marked, marked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.learning import errors
from lms.learning.models import Attempt, AttemptStep, Completion, ExtraAttempt, LessonProgress, Mark
from lms.learning.rules import MarkResult
from lms.learning.services import (
    attempts_left,
    complete_lesson,
    grant_attempt,
    record_paper_completion,
    remark_attempt,
    save_step,
    save_steps,
    start_attempt,
    submit_attempt,
    void_completion,
    withdraw_enrolment,
)
from tests.builders import MARCH_5, build_course, build_run, enrolled, lessons_in, self_paced_run

pytestmark = pytest.mark.django_db
LATER = MARCH_5 + timedelta(minutes=20)
NEXT_DAY = MARCH_5 + timedelta(days=1)


def marked(score):
    """A marking function that gives this score whatever was answered."""
    return lambda steps: MarkResult(score, dict.fromkeys(steps, 1))


@pytest.fixture
def course(db):
    return build_course(lessons=1, quizzes=1)


@pytest.fixture
def quiz(course):
    return lessons_in(course)[-1].pk


@pytest.fixture
def enrolment(learner, course):
    return enrolled(learner, course)


def start(enrolment, quiz, at=MARCH_5, max_attempts=3, **fields):
    values = {"content": {"versions": [1, 2]}, "pass_mark_percent": 60} | fields
    return start_attempt(enrolment=enrolment, lesson_id=quiz, max_attempts=max_attempts, at=at, **values)


def sit(enrolment, quiz, score, at=MARCH_5, **fields):
    """Start and hand in a sitting with this score."""
    return submit_attempt(attempt=start(enrolment, quiz, at, **fields)[0], mark=marked(score), at=at)


def test_starting_twice_continues_the_sitting_under_way(enrolment, quiz):
    first, is_new = start(enrolment, quiz)
    second, is_new_again = start(enrolment, quiz, at=LATER, content={"versions": [9]})
    assert (first, is_new, is_new_again) == (second, True, False)
    assert second.content == {"versions": [1, 2]}


def test_an_answer_is_kept_as_given_and_a_later_one_replaces_it(enrolment, quiz):
    attempt, _ = start(enrolment, quiz)
    save_steps(attempt=attempt, values={"q1": ["a"]}, at=MARCH_5)
    save_steps(attempt=attempt, values={"q1": ["b", "<b>"], "q2": []}, at=LATER)
    kept = dict(AttemptStep.objects.values_list("key", "value"))
    assert kept == {"q1": ["b", "<b>"], "q2": []}
    assert set(AttemptStep.objects.values_list("saved_at", flat=True)) == {LATER}


def test_a_step_follows_from_those_before_it(enrolment, quiz):
    attempt, _ = start(enrolment, quiz)
    count = lambda content, steps: (f"{len(steps)}", content["versions"])  # noqa: E731
    assert save_step(attempt_id=attempt.pk, choose=count, at=MARCH_5)
    assert save_step(attempt_id=attempt.pk, choose=count, at=MARCH_5)
    assert not save_step(attempt_id=attempt.pk, choose=lambda content, steps: None, at=LATER)
    assert dict(AttemptStep.objects.values_list("key", "value")) == {"0": [1, 2], "1": [1, 2]}


def test_marking_gets_the_kept_answers_and_keeps_what_each_earned(enrolment, quiz):
    attempt, _ = start(enrolment, quiz)
    save_steps(attempt=attempt, values={"q1": "a", "q2": "b"}, at=MARCH_5)
    heard = []
    done = submit_attempt(
        attempt=attempt, mark=lambda steps: heard.append(steps) or MarkResult(50, {"q1": 1, "q2": 0}), at=LATER
    )
    assert heard == [{"q1": "a", "q2": "b"}]
    assert (done.state, done.outcome, done.score_percent, done.submitted_at) == ("submitted", "failed", 50, LATER)
    mark = Mark.objects.get()
    assert (mark.number, mark.detail, mark.reason, mark.marked_by) == (1, {"q1": 1, "q2": 0}, "", None)


def test_handing_in_twice_marks_once(enrolment, quiz):
    attempt, _ = start(enrolment, quiz)
    first = submit_attempt(attempt=attempt, mark=marked(70), at=LATER)
    second = submit_attempt(attempt=attempt, mark=marked(10), at=NEXT_DAY)
    assert (second.pk, second.score_percent, second.submitted_at) == (first.pk, 70, LATER)
    assert Mark.objects.count() == 1


def test_no_answer_is_kept_after_handing_in(enrolment, quiz):
    attempt = sit(enrolment, quiz, 40)
    with pytest.raises(errors.AttemptClosed):
        save_steps(attempt=attempt, values={"q1": "late"}, at=LATER)
    with pytest.raises(errors.AttemptClosed):
        save_step(attempt_id=attempt.pk, choose=lambda content, steps: ("q1", "late"), at=LATER)
    assert not AttemptStep.objects.exists()


def test_passing_completes_the_lesson_and_with_it_the_course(enrolment, quiz, course):
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    sit(enrolment, quiz, 80, at=LATER)
    row = LessonProgress.objects.get(lesson_id=quiz)
    assert (row.completed_at, row.score_percent) == (LATER, 80)
    assert Completion.objects.get().score_percent == 80


def test_failing_keeps_the_score_and_completes_nothing(enrolment, quiz):
    sit(enrolment, quiz, 40)
    row = LessonProgress.objects.get()
    assert (row.completed_at, row.score_percent) == (None, 40)


def test_the_attempts_of_a_limit_are_used_up(enrolment, quiz):
    for left in (2, 1):
        assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=2) == left
        sit(enrolment, quiz, 10)
    assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=2) == 0
    with pytest.raises(errors.AttemptsUsedUp):
        start(enrolment, quiz, max_attempts=2)
    assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=None) is None
    assert start(enrolment, quiz, max_attempts=None)[0].number == 3


def test_leaving_and_enrolling_again_gives_no_attempt_back(learner, course, quiz, enrolment):
    start(enrolment, quiz, max_attempts=1)
    withdraw_enrolment(enrolment=enrolment, by=learner, at=LATER)
    again = enrolled(learner, course)
    assert attempts_left(enrolment=again, lesson_id=quiz, max_attempts=1) == 0
    assert attempts_left(enrolment=again, lesson_id=quiz, max_attempts=2) == 1
    assert start(again, quiz, max_attempts=2)[0].number == 2


def test_what_was_passed_is_not_sat_again(enrolment, quiz):
    sit(enrolment, quiz, 80)
    with pytest.raises(errors.AlreadyPassed):
        start(enrolment, quiz)


def test_who_passed_below_the_score_of_the_run_may_sit_again(learner, course, quiz):
    strict = build_run(course, min_score_percent=80)
    enrolment = enrolled(learner, strict)
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    sit(enrolment, quiz, 65)
    assert not Completion.objects.exists()
    sit(enrolment, quiz, 50)
    assert LessonProgress.objects.get(lesson_id=quiz).score_percent == 65
    sit(enrolment, quiz, 85)
    assert Completion.objects.get().score_percent == 85


def test_a_granted_attempt_can_be_used_and_the_same_click_twice_grants_once(enrolment, quiz, trainer):
    sit(enrolment, quiz, 10, max_attempts=1)
    grant = {"enrolment": enrolment, "lesson_id": quiz, "by": trainer, "reason": "정전", "at": LATER}
    first, is_new = grant_attempt(**grant)
    second, is_new_again = grant_attempt(**grant)
    assert (first, is_new, is_new_again) == (second, True, False)
    assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=1) == 1
    sit(enrolment, quiz, 20, max_attempts=1)
    assert grant_attempt(**grant)[1]
    assert ExtraAttempt.objects.count() == 2


def test_granting_needs_a_reason_and_a_living_real_enrolment(enrolment, quiz, trainer, learner, course):
    with pytest.raises(errors.MissingReason):
        grant_attempt(enrolment=enrolment, lesson_id=quiz, by=trainer, reason=" ", at=LATER)
    trial = enrolled(trainer, course, is_trial=True)
    with pytest.raises(errors.TrialRefused):
        grant_attempt(enrolment=trial, lesson_id=quiz, by=trainer, reason="정전", at=LATER)
    withdraw_enrolment(enrolment=enrolment, by=learner, at=LATER)
    with pytest.raises(errors.EnrolmentEnded):
        grant_attempt(enrolment=enrolment, lesson_id=quiz, by=trainer, reason="정전", at=LATER)


def test_after_a_voided_paper_the_sittings_before_it_still_count(learner, hr_officer, quiz, enrolment):
    sit(enrolment, quiz, 50)
    paper = {"completed_on": MARCH_5.date(), "evidence": "사본", "reason": "외부 교육"}
    wrong = record_paper_completion(person=learner, run=enrolment.run, by=hr_officer, at=LATER, **paper)
    void_completion(completion=wrong, by=hr_officer, reason="오류", evidence="공문", at=LATER)
    assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=3) == 2
    assert start(enrolment, quiz, at=NEXT_DAY)[0].number == 2


def test_after_a_voided_completion_the_attempts_begin_anew(learner, hr_officer, course, quiz, enrolment):
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    sit(enrolment, quiz, 90, max_attempts=1)
    wrong = Completion.objects.get()
    void_completion(completion=wrong, by=hr_officer, reason="대리 응시", evidence="감사 결과", at=LATER)
    fresh = enrolled(learner, course)
    assert attempts_left(enrolment=fresh, lesson_id=quiz, max_attempts=1) == 1


@pytest.mark.parametrize(("days", "accepted"), [(0, True), (1, True), (2, False)])
def test_a_sitting_under_way_at_closing_may_be_handed_in_until_the_next_evening(learner, course, quiz, days, accepted):
    enrolment = enrolled(learner, build_run(course, closes_on=MARCH_5.date()))
    attempt, _ = start(enrolment, quiz)
    at = MARCH_5 + timedelta(days=days)
    if accepted:
        assert submit_attempt(attempt=attempt, mark=marked(90), at=at).outcome == "passed"
        assert LessonProgress.objects.get(lesson_id=quiz).completed_at == at
    else:
        with pytest.raises(errors.RunClosed):
            submit_attempt(attempt=attempt, mark=marked(90), at=at)


def test_no_sitting_starts_once_the_run_is_over(learner, course, quiz):
    enrolment = enrolled(learner, build_run(course, closes_on=MARCH_5.date()))
    with pytest.raises(errors.RunClosed):
        start(enrolment, quiz, at=NEXT_DAY)


def test_nothing_is_handed_in_after_leaving(enrolment, quiz, learner):
    attempt, _ = start(enrolment, quiz)
    withdraw_enrolment(enrolment=enrolment, by=learner, at=LATER)
    with pytest.raises(errors.AttemptClosed):
        save_steps(attempt=attempt, values={"q1": "a"}, at=LATER)
    with pytest.raises(errors.EnrolmentEnded):
        submit_attempt(attempt=attempt, mark=marked(90), at=LATER)


# Marking again


def remark(attempt, score, trainer, at=NEXT_DAY, reason="정답 정정", **detail):
    return remark_attempt(attempt=attempt, mark_result=MarkResult(score, detail), reason=reason, by=trainer, at=at)


def test_a_corrected_key_that_fails_somebody_takes_nothing_away(enrolment, quiz, course, trainer):
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    attempt = sit(enrolment, quiz, 60)
    earned = Completion.objects.get()
    mark = remark(attempt, 40, trainer)
    attempt.refresh_from_db()
    assert (mark.number, attempt.outcome, attempt.score_percent) == (2, "failed", 40)
    assert Completion.objects.standing().get() == earned
    row = LessonProgress.objects.get(lesson_id=quiz)
    assert (row.completed_at, row.score_percent) == (MARCH_5, 60)


def test_a_corrected_key_that_passes_somebody_completes_on_the_day_of_the_sitting(enrolment, quiz, course, trainer):
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    attempt = sit(enrolment, quiz, 50, at=LATER)
    remark(attempt, 70, trainer)
    completion = Completion.objects.get()
    assert (completion.completed_at, completion.recorded_at, completion.score_percent) == (LATER, NEXT_DAY, 70)


def test_a_corrected_key_completes_although_the_run_is_over(learner, course, quiz, trainer):
    enrolment = enrolled(learner, build_run(course, closes_on=MARCH_5.date()))
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    attempt = sit(enrolment, quiz, 50)
    remark(attempt, 70, trainer, at=MARCH_5 + timedelta(days=40))
    assert Completion.objects.get().completed_at == MARCH_5


def test_who_left_gets_the_new_mark_and_no_completion(enrolment, quiz, learner, trainer):
    attempt = sit(enrolment, quiz, 50)
    withdraw_enrolment(enrolment=enrolment, by=learner, at=LATER)
    remark(attempt, 70, trainer)
    attempt.refresh_from_db()
    assert attempt.outcome == "passed"
    assert LessonProgress.objects.get().completed_at is None


def test_the_same_marking_for_the_same_reason_is_kept_once(enrolment, quiz, trainer):
    attempt = sit(enrolment, quiz, 50)
    first, second = remark(attempt, 70, trainer, q1=1), remark(attempt, 70, trainer, q1=1)
    third = remark(attempt, 70, trainer, reason="또 다른 정정", q1=1)
    assert first == second
    assert (third.number, third.marked_by) == (3, trainer)


def test_what_was_not_handed_in_is_not_marked_again(enrolment, quiz, trainer):
    attempt, _ = start(enrolment, quiz)
    with pytest.raises(errors.AttemptClosed):
        remark(attempt, 70, trainer)
    with pytest.raises(errors.MissingReason):
        remark(attempt, 70, trainer, reason="")


def test_a_trial_can_be_sat_and_leaves_no_completion(trainer, course, quiz):
    trial = enrolled(trainer, course, is_trial=True)
    complete_lesson(enrolment=trial, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    assert sit(trial, quiz, 100).outcome == Attempt.Outcome.PASSED
    assert not Completion.objects.exists()


def test_attempts_of_others_are_not_counted(learner, outsider, course, quiz, enrolment):
    sit(enrolled(outsider, course), quiz, 10)
    sit(enrolled(learner, course, is_trial=True), quiz, 10)
    assert attempts_left(enrolment=enrolment, lesson_id=quiz, max_attempts=1) == 1
    assert self_paced_run(course) == enrolment.run


def test_handing_in_takes_few_statements(enrolment, quiz, course, django_assert_max_num_queries):
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    attempt, _ = start(enrolment, quiz)
    # Savepoints aside: the enrolment locked and then read, the sitting locked, answers, sitting, mark, progress, its
    # write, completion asked, unit, completion.
    with django_assert_max_num_queries(15):
        submit_attempt(attempt=attempt, mark=marked(90), at=LATER)
