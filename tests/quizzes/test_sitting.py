"""Freezing, beginning, answering, handing in: each once, twice, and by whoever may not."""

import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lms.learning.errors import AlreadyPassed, AttemptClosed, AttemptsUsedUp, RunClosed
from lms.learning.models import Attempt, LessonProgress
from lms.quizzes.errors import NothingToAsk
from lms.quizzes.models import QuestionVersion, Quiz
from lms.quizzes.services import begin_quiz, freeze_questions, hand_in_quiz, keep_answers
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, begun, build_quiz, put_questions, stored_questions

WRONG = {"q-single": ["s-a"], "q-multi": ["m-a"], "q-true": ["true"], "q-last": ["l-b"]}


def begin(enrolment, quiz, seed=1):
    return begin_quiz(enrolment=enrolment, quiz=quiz, at=MARCH_5, rng=random.Random(seed))


class TestFreezing:
    def test_publishing_freezes_every_question_once(self, quiz):
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 4
        quiz.save_revision().publish()
        quiz.save_revision().publish()
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 4

    def test_an_edited_question_is_a_new_edition_and_the_old_one_stays(self, quiz):
        stored = stored_questions()
        stored[0]["value"]["text"] = "첫마디는 무엇입니까?"
        put_questions(quiz, stored).save_revision().publish()
        editions = QuestionVersion.objects.filter(quiz_id=quiz.pk, key="q-single").order_by("pk")
        assert [each.question.text for each in editions] == ["먼저 할 말은 무엇입니까?", "첫마디는 무엇입니까?"]

    def test_a_draft_freezes_nothing(self, quiz):
        stored = stored_questions()
        stored[0]["value"]["text"] = "아직 초안"
        put_questions(quiz, stored).save_revision()
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 4

    def test_freezing_again_asks_the_database_once(self, quiz, django_assert_num_queries):
        quiz = Quiz.objects.get(pk=quiz.pk)
        with django_assert_num_queries(1):
            frozen = freeze_questions(quiz=quiz, at=MARCH_5)
        assert [question.key for _, question in frozen] == list(KEY)

    def test_the_database_refuses_to_change_what_was_asked(self, quiz):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionVersion.objects.filter(quiz_id=quiz.pk).update(digest="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionVersion.objects.filter(quiz_id=quiz.pk)._raw_delete("default")


class TestBeginning:
    def test_the_paper_keeps_versions_and_order(self, learner, quiz):
        attempt = begun(learner, quiz)
        assert [entry["key"] for entry in attempt.content["questions"]] == list(KEY)
        assert (attempt.pass_mark_percent, attempt.number) == (60, 1)

    def test_beginning_twice_goes_on_with_the_same_paper(self, learner, course):
        quiz = build_quiz(course, shuffle_questions=True, shuffle_choices=True)
        enrolment = builders.enrolled(learner, course)
        first, is_new = begin(enrolment, quiz, seed=1)
        again, is_new_again = begin(enrolment, quiz, seed=2)
        assert (is_new, is_new_again) == (True, False)
        assert again.pk == first.pk
        assert again.content == first.content

    def test_a_quiz_published_without_its_receiver_is_frozen_when_begun(self, learner, course):
        quiz = builders.build_quiz(course)
        put_questions(quiz, stored_questions()).save()
        assert not QuestionVersion.objects.filter(quiz_id=quiz.pk).exists()
        begun(learner, Quiz.objects.get(pk=quiz.pk))
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 4

    def test_an_empty_quiz_is_not_begun(self, learner, course):
        quiz = builders.build_quiz(course)
        with pytest.raises(NothingToAsk):
            begin(builders.enrolled(learner, course), Quiz.objects.get(pk=quiz.pk))
        assert not Attempt.objects.exists()

    def test_nobody_sits_again_who_has_passed(self, learner, quiz):
        hand_in_quiz(attempt=begun(learner, quiz), given=KEY, at=MARCH_5)
        with pytest.raises(AlreadyPassed):
            begun(learner, quiz)

    def test_the_limit_holds(self, learner, quiz):
        for _ in range(3):
            hand_in_quiz(attempt=begun(learner, quiz), given=WRONG, at=MARCH_5)
        with pytest.raises(AttemptsUsedUp):
            begun(learner, quiz)

    def test_a_closed_run_starts_nobody(self, learner, quiz):
        run = builders.build_run(quiz.course, opens_on=MARCH_5.date(), closes_on=MARCH_5.date())
        enrolment = builders.enrolled(learner, run)
        with pytest.raises(RunClosed):
            begin_quiz(enrolment=enrolment, quiz=quiz, at=builders.moment(2026, 3, 6), rng=random.Random(1))


class TestAnswering:
    def test_a_later_answer_replaces_an_earlier_one(self, attempt):
        keep_answers(attempt=attempt, given={"q-single": ["s-a"]}, at=MARCH_5)
        keep_answers(attempt=attempt, given={"q-single": ["s-b"], "q-multi": ["m-c", "m-a"]}, at=MARCH_5)
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": ["s-b"], "q-multi": ["m-a", "m-c"]}

    def test_what_was_not_asked_is_passed_over(self, attempt):
        given = {"q-other": ["x"], "q-single": ["<script>alert(1)</script>"], "q-true": ["true", "false"]}
        assert keep_answers(attempt=attempt, given=given, at=MARCH_5) == 2
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": [], "q-true": ["true"]}

    def test_many_answers_cost_no_more_statements_than_one(self, attempt):
        with CaptureQueriesContext(connection) as one:
            keep_answers(attempt=attempt, given={"q-single": ["s-a"]}, at=MARCH_5)
        with CaptureQueriesContext(connection) as all_four:
            keep_answers(attempt=attempt, given=KEY, at=MARCH_5)
        assert len(one) == len(all_four)

    def test_nothing_is_saved_after_hand_in(self, attempt):
        hand_in_quiz(attempt=attempt, given=KEY, at=MARCH_5)
        with pytest.raises(AttemptClosed):
            keep_answers(attempt=attempt, given=WRONG, at=MARCH_5)
        assert dict(attempt.steps.values_list("key", "value")) == KEY


class TestHandingIn:
    @pytest.mark.parametrize(
        ("given", "score", "outcome"),
        [
            (KEY, 100, "passed"),
            (WRONG, 0, "failed"),
            (KEY | {"q-last": ["l-b"]}, 75, "passed"),
            (KEY | {"q-last": ["l-b"], "q-multi": ["m-a"]}, 50, "failed"),
            ({}, 0, "failed"),
        ],
    )
    def test_the_mark_follows_the_answers(self, attempt, given, score, outcome):
        done = hand_in_quiz(attempt=attempt, given=given, at=MARCH_5)
        assert (done.score_percent, done.outcome, done.state) == (score, outcome, "submitted")

    def test_answers_saved_before_count(self, attempt):
        keep_answers(attempt=attempt, given=KEY, at=MARCH_5)
        assert hand_in_quiz(attempt=attempt, given={}, at=MARCH_5).score_percent == 100

    def test_a_second_hand_in_changes_nothing(self, attempt):
        first = hand_in_quiz(attempt=attempt, given=KEY, at=MARCH_5)
        again = hand_in_quiz(attempt=attempt, given=WRONG, at=builders.moment(2026, 3, 6))
        assert (again.pk, again.score_percent, again.submitted_at) == (first.pk, 100, MARCH_5)
        assert attempt.marks.count() == 1

    def test_passing_completes_the_lesson_and_failing_does_not(self, learner, quiz):
        hand_in_quiz(attempt=begun(learner, quiz), given=WRONG, at=MARCH_5)
        assert LessonProgress.objects.get(lesson_id=quiz.pk).completed_at is None
        hand_in_quiz(attempt=begun(learner, quiz), given=KEY, at=MARCH_5)
        row = LessonProgress.objects.get(lesson_id=quiz.pk)
        assert (row.completed_at, row.score_percent) == (MARCH_5, 100)

    def test_an_edit_after_the_beginning_changes_nothing_for_that_sitting(self, learner, quiz):
        attempt = begun(learner, quiz)
        stored = stored_questions()
        stored[0]["value"]["choices"][0]["value"]["is_correct"] = True
        stored[0]["value"]["choices"][1]["value"]["is_correct"] = False
        quiz.pass_mark_percent = 100
        put_questions(quiz, stored[:1]).save_revision().publish()
        done = hand_in_quiz(attempt=attempt, given=KEY, at=MARCH_5)
        assert (done.score_percent, done.pass_mark_percent) == (100, 60)
