"""Real threads on real transactions: whatever arrives at once leaves one record, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from lms.learning import errors
from lms.learning.models import (
    Attempt,
    AttemptStep,
    Completion,
    Enrolment,
    ExtraAttempt,
    LessonProgress,
    Mark,
    MistakeReport,
)
from lms.learning.rules import MarkResult
from lms.learning.services import (
    complete_lesson,
    enrol,
    grant_attempt,
    open_lesson,
    record_paper_completion,
    report_mistake,
    save_steps,
    start_attempt,
    submit_attempt,
    void_completion,
    withdraw_enrolment,
)
from lms.learning.signals import enrolment_completed
from tests.builders import MARCH_5, build_course, completed, enrolled, lessons_in, self_paced_run

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MARCH_5 + timedelta(minutes=5)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run every call in its own thread and connection, let go together; what each returned or raised."""
    gate = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def raised(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


@pytest.fixture
def announced():
    heard: list[int] = []

    def listen(completion, **kwargs):
        heard.append(completion.pk)

    enrolment_completed.connect(listen)
    yield heard
    enrolment_completed.disconnect(listen)


def test_twenty_final_submissions_leave_one_completion(learner, announced):
    course = build_course(lessons=1, quizzes=1)
    reading, quiz = (lesson.pk for lesson in lessons_in(course))
    enrolment = enrolled(learner, course)
    complete_lesson(enrolment=enrolment, lesson_id=reading, at=MARCH_5)
    attempt, _ = start_attempt(
        enrolment=enrolment, lesson_id=quiz, content={}, pass_mark_percent=60, max_attempts=3, at=MARCH_5
    )
    submit = lambda: submit_attempt(attempt=attempt, mark=lambda steps: MarkResult(90, {}), at=LATER)  # noqa: E731
    results = at_once(*[submit] * 20)
    assert raised(results) == []
    assert Completion.objects.count() == Mark.objects.count() == 1
    assert announced == [Completion.objects.get().pk]


def test_twenty_clicks_on_the_last_lesson_leave_one_completion(learner, announced):
    course = build_course(lessons=1)
    lesson = lessons_in(course)[0].pk
    enrolment = enrolled(learner, course)
    results = at_once(*[lambda: complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER)] * 20)
    assert raised(results) == []
    assert (Completion.objects.count(), LessonProgress.objects.count(), len(announced)) == (1, 1, 1)


def test_two_last_lessons_finished_in_the_same_second_complete_the_course(learner, announced):
    course = build_course(lessons=4)
    enrolment = enrolled(learner, course)
    calls = [
        lambda lesson=lesson: complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=LATER)
        for lesson in lessons_in(course)
    ]
    assert raised(at_once(*calls)) == []
    assert Completion.objects.count() == len(announced) == 1


def test_a_double_click_on_enrol_enrols_once(learner):
    run = self_paced_run(build_course())
    results = at_once(*[lambda: enrol(person=learner, run=run, by=learner, at=MARCH_5)] * 10)
    assert raised(results) == []
    assert Enrolment.objects.count() == 1
    assert sum(is_new for _enrolment, is_new in results) == 1


def test_two_tabs_that_open_a_lesson_share_one_row_while_a_third_completes_it(learner):
    course = build_course(lessons=2)
    lesson = lessons_in(course)[0].pk
    enrolment = enrolled(learner, course)
    calls = [lambda: open_lesson(enrolment=enrolment, lesson_id=lesson, at=MARCH_5)] * 6
    calls.append(lambda: complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER))
    assert raised(at_once(*calls)) == []
    assert LessonProgress.objects.get().completed_at == LATER


def test_two_tabs_that_start_a_quiz_share_one_sitting(learner):
    course = build_course(lessons=0, quizzes=1)
    quiz = lessons_in(course)[0].pk
    enrolment = enrolled(learner, course)

    def start() -> tuple[Attempt, bool]:
        return start_attempt(
            enrolment=enrolment, lesson_id=quiz, content={}, pass_mark_percent=60, max_attempts=1, at=MARCH_5
        )

    results = at_once(*[start] * 8)
    assert raised(results) == []
    assert Attempt.objects.count() == 1


def test_an_answer_that_races_the_hand_in_is_marked_or_refused_but_never_lost(learner):
    course = build_course(lessons=0, quizzes=1)
    enrolment = enrolled(learner, course)
    attempt, _ = start_attempt(
        enrolment=enrolment,
        lesson_id=lessons_in(course)[0].pk,
        content={},
        pass_mark_percent=60,
        max_attempts=1,
        at=MARCH_5,
    )
    save = lambda number: lambda: save_steps(attempt=attempt, values={f"q{number}": "a"}, at=MARCH_5)  # noqa: E731
    submit = lambda: submit_attempt(  # noqa: E731
        attempt=attempt, mark=lambda steps: MarkResult(50, dict.fromkeys(steps, 1)), at=LATER
    )
    results = at_once(*[save(number) for number in range(8)], submit)
    assert {type(error) for error in raised(results)} <= {errors.AttemptClosed}
    marked = set(Mark.objects.get().detail)
    assert marked == set(AttemptStep.objects.values_list("key", flat=True))


def test_leaving_and_finishing_at_once_end_in_one_of_both(learner):
    course = build_course(lessons=1)
    lesson = lessons_in(course)[0].pk
    enrolment = enrolled(learner, course)
    results = at_once(
        lambda: complete_lesson(enrolment=enrolment, lesson_id=lesson, at=LATER),
        lambda: withdraw_enrolment(enrolment=enrolment, by=learner, at=LATER),
    )
    assert len(raised(results)) == 1
    has_left = Enrolment.objects.get().withdrawn_at is not None
    assert has_left != Completion.objects.exists()


def test_the_same_paper_entered_by_two_officers_is_one_completion(learner, hr_officer, administrator, announced):
    run = self_paced_run(build_course())

    def enter(by):
        return lambda: record_paper_completion(
            person=learner, run=run, completed_on=MARCH_5.date(), evidence="사본", reason="외부 교육", by=by, at=LATER
        )

    results = at_once(*[enter(hr_officer), enter(administrator)] * 3)
    assert raised(results) == []
    assert Completion.objects.count() == len(announced) == 1


def test_voiding_at_once_voids_once_and_opens_one_fresh_enrolment(learner, hr_officer, administrator):
    wrong = completed(learner, build_course())

    def void(by):
        return lambda: void_completion(completion=wrong, by=by, reason="대리 응시", evidence="감사", at=LATER)

    assert raised(at_once(*[void(hr_officer), void(administrator)] * 3)) == []
    assert Enrolment.objects.living().count() == 1


def test_granting_and_reporting_at_once_leave_one_row_each(learner, trainer):
    course = build_course(lessons=0, quizzes=1)
    quiz = lessons_in(course)[0].pk
    enrolment = enrolled(learner, course)
    grant = lambda: grant_attempt(enrolment=enrolment, lesson_id=quiz, by=trainer, reason="정전", at=LATER)  # noqa: E731
    report = lambda: report_mistake(person=learner, lesson_id=quiz, part="", text="틀렸습니다.", at=LATER)  # noqa: E731
    assert raised(at_once(*[grant, report] * 4)) == []
    assert (ExtraAttempt.objects.count(), MistakeReport.objects.count()) == (1, 1)
