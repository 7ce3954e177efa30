"""What arrives at once leaves one record and one mark, on both databases."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lms.certificates.models import Certificate
from lms.learning.models import Attempt, Completion, Mark
from lms.learning.services import complete_lesson
from lms.quizzes.models import KeyCorrection, QuestionVersion, Quiz
from lms.quizzes.questions import Key
from lms.quizzes.services import begin_quiz, correct_key, freeze_questions, hand_in_quiz, remark_touched
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, begun, build_quiz, form, put_questions, stored_questions

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MARCH_5 + timedelta(days=1)


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


@pytest.fixture
def course(db):
    return builders.build_course("민원 응대 기본", lessons=1)


def test_twenty_final_hand_ins_leave_one_mark_one_completion_and_one_certificate(learner, course):
    """Through the whole stack: session, form, saving, marking, completing, issuing."""
    attempt = begun(learner, build_quiz(course))
    reading = builders.lessons_in(course)[0]
    complete_lesson(enrolment=attempt.enrolment, lesson_id=reading.pk, at=MARCH_5)
    browser = Client()
    browser.force_login(learner)
    address = reverse("quizzes:hand_in_attempt", args=[attempt.pk])

    def send():
        tab = Client()
        tab.cookies = browser.cookies
        return tab.post(address, form(KEY))

    results = at_once(*[send] * 20)
    assert {getattr(each, "url", each) for each in results} == {reverse("quizzes:show_result", args=[attempt.pk])}
    assert (Mark.objects.count(), Completion.objects.count(), Certificate.objects.count()) == (1, 1, 1)
    attempt.refresh_from_db()
    assert attempt.score_percent == 100


def test_twenty_begins_share_one_sitting(learner, course):
    quiz = build_quiz(course)
    enrolment = builders.enrolled(learner, course)
    results = at_once(
        *[
            lambda seed=seed: begin_quiz(enrolment=enrolment, quiz=quiz, at=MARCH_5, rng=random.Random(seed))
            for seed in range(20)
        ]
    )
    assert [each for each in results if isinstance(each, Exception)] == []
    assert len({attempt.pk for attempt, _ in results}) == Attempt.objects.count() == 1
    assert sum(is_new for _, is_new in results) == 1


def test_first_beginners_at_once_freeze_every_question_once(course):
    quiz = builders.build_quiz(course)
    put_questions(quiz, stored_questions()).save()
    quiz = Quiz.objects.get(pk=quiz.pk)
    results = at_once(*[lambda: freeze_questions(quiz=quiz, at=MARCH_5)] * 8)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert len({str([pk for pk, _ in frozen]) for frozen in results}) == 1
    assert QuestionVersion.objects.count() == 4


def test_two_editors_who_correct_the_same_key_leave_one_correction(learner, trainer, course):
    quiz = build_quiz(course)
    version = QuestionVersion.objects.get(quiz_id=quiz.pk, key="q-single")
    correct = lambda: correct_key(  # noqa: E731
        version=version, key=Key(frozenset({"s-a"})), reason="까닭", by=trainer, at=LATER
    )
    results = at_once(*[correct] * 6)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert KeyCorrection.objects.count() == 1


def test_hand_ins_during_a_correction_end_with_the_corrected_key(trainer, course):
    """Whichever comes first: nobody is left with points of the wrong key."""
    quiz = build_quiz(course)
    version = QuestionVersion.objects.get(quiz_id=quiz.pk, key="q-single")
    attempts = [begun(builders.build_person(f"사람{number}"), quiz) for number in range(8)]

    def correct():
        corrections = correct_key(version=version, key=Key(frozenset({"s-a"})), reason="까닭", by=trainer, at=LATER)
        return [remark_touched(correction=each, at=LATER) for each in corrections]

    hand_ins = [lambda attempt=attempt: hand_in_quiz(attempt=attempt, given=KEY, at=LATER) for attempt in attempts]
    results = at_once(*hand_ins[:4], correct, *hand_ins[4:])
    assert [each for each in results if isinstance(each, Exception)] == []
    assert set(Attempt.objects.values_list("state", "score_percent")) == {("submitted", 75)}


def test_two_remarkings_at_once_leave_one_further_mark(learner, trainer, course):
    quiz = build_quiz(course)
    version = QuestionVersion.objects.get(quiz_id=quiz.pk, key="q-single")
    hand_in_quiz(attempt=begun(learner, quiz), given=KEY, at=MARCH_5)
    (correction,) = correct_key(version=version, key=Key(frozenset({"s-a"})), reason="까닭", by=trainer, at=LATER)
    results = at_once(*[lambda: remark_touched(correction=correction, at=LATER)] * 6)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert Mark.objects.count() == 2
