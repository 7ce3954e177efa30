"""정답 정정: the key changes where it was wrong, sittings are marked again, and people can read about it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from lms.core import registry
from lms.learning.models import Completion, LessonProgress, Mark
from lms.learning.services import complete_lesson
from lms.quizzes.analysis import items_of
from lms.quizzes.errors import CorrectionRefused
from lms.quizzes.models import KeyCorrection, QuestionVersion, Quiz
from lms.quizzes.questions import Key
from lms.quizzes.rules import Outcomes
from lms.quizzes.services import correct_key, hand_in_quiz, heal_remarks, preview_correction, remark_touched
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, begun, build_quiz, put_questions, stored_questions

A_IS_RIGHT = Key(frozenset({"s-a"}))
LATER = MARCH_5 + timedelta(days=1)


def edition(quiz, key="q-single"):
    return QuestionVersion.objects.filter(quiz_id=quiz.pk, key=key).order_by("pk").last()


def handed_in(person, quiz, at=MARCH_5, **given):
    return hand_in_quiz(attempt=begun(person, quiz, at=at), given=KEY | given, at=at)


def corrected(version, key, by, reason="보기 1번이 맞습니다", at=LATER):
    corrections = correct_key(version=version, key=key, reason=reason, by=by, at=at)
    return corrections, [remark_touched(correction=each, at=at) for each in corrections]


def live_key(quiz, key="q-single"):
    found = {question.key: question for question in Quiz.objects.get(pk=quiz.pk).question_list()}
    return found[key].answer_key


def draft_key(quiz, key="q-single"):
    page = Quiz.objects.get(pk=quiz.pk).get_latest_revision_as_object()
    return {question.key: question for question in page.question_list()}[key].answer_key


class TestCorrecting:
    def test_the_latest_correction_counts(self, quiz, trainer):
        version = edition(quiz)
        corrected(version, A_IS_RIGHT, trainer)
        corrected(edition(quiz), Key(frozenset({"s-c"})), trainer, at=LATER + timedelta(days=1))
        version = QuestionVersion.objects.get(pk=version.pk)
        assert version.answer_key == Key(frozenset({"s-c"}))

    def test_the_same_correction_twice_is_one(self, quiz, trainer):
        assert len(corrected(edition(quiz), A_IS_RIGHT, trainer)[0]) == 1
        version = QuestionVersion.objects.filter(quiz_id=quiz.pk, key="q-single").order_by("pk").first()
        assert corrected(version, A_IS_RIGHT, trainer) == ([], [])
        assert KeyCorrection.objects.count() == 1

    @pytest.mark.parametrize(
        ("key", "reason"),
        [
            (A_IS_RIGHT, "  "),
            (Key(frozenset()), "까닭"),
            (Key(frozenset({"s-z"})), "까닭"),
            (Key(frozenset({"m-a"})), "까닭"),
        ],
    )
    def test_a_correction_without_reason_or_with_an_impossible_key_is_refused(self, quiz, trainer, key, reason):
        with pytest.raises(CorrectionRefused):
            correct_key(version=edition(quiz), key=key, reason=reason, by=trainer, at=LATER)
        assert not KeyCorrection.objects.exists()

    def test_every_edition_with_the_same_words_is_corrected(self, learner, colleague, quiz, trainer):
        """The author had changed only the explanation between two people's sittings."""
        first = handed_in(learner, quiz)
        stored = stored_questions()
        stored[0]["value"]["explanation"] = "다시 쓴 해설"
        put_questions(quiz, stored).save_revision().publish()
        second = handed_in(colleague, Quiz.objects.get(pk=quiz.pk))
        corrections, changed = corrected(edition(quiz), A_IS_RIGHT, trainer)
        assert len(corrections) == 2
        assert sum(changed) == 2
        for attempt in [first, second]:
            attempt.refresh_from_db()
            assert attempt.score_percent == 75

    def test_other_wordings_are_left_alone(self, learner, quiz, trainer):
        old = handed_in(learner, quiz)
        stored = stored_questions()
        stored[0]["value"]["text"] = "먼저 하지 않을 말은 무엇입니까?"
        put_questions(quiz, stored).save_revision().publish()
        assert corrected(edition(quiz), A_IS_RIGHT, trainer)[1] == [0]
        old.refresh_from_db()
        assert old.score_percent == 100


class TestThePage:
    def test_the_live_page_and_its_latest_revision_get_the_key(self, quiz, trainer):
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        assert live_key(quiz) == A_IS_RIGHT
        assert draft_key(quiz) == A_IS_RIGHT
        assert not Quiz.objects.get(pk=quiz.pk).has_unpublished_changes
        # What people get from now on carries the right key by itself.
        assert edition(quiz).question.answer_key == A_IS_RIGHT

    def test_a_colleagues_unfinished_draft_is_corrected_and_stays_a_draft(self, quiz, trainer):
        stored = stored_questions()
        stored[1]["value"]["text"] = "아직 다듬는 중입니다"
        put_questions(quiz, stored).save_revision()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        page = Quiz.objects.get(pk=quiz.pk)
        assert live_key(quiz) == draft_key(quiz) == A_IS_RIGHT
        assert page.has_unpublished_changes
        assert page.question_list()[1].text == "알려야 할 것을 모두 고르십시오."
        assert page.get_latest_revision_as_object().question_list()[1].text == "아직 다듬는 중입니다"

    def test_a_planned_publication_stays_planned_and_is_corrected(self, quiz, trainer):
        stored = stored_questions()
        stored[1]["value"]["text"] = "다음 주부터"
        planned = put_questions(quiz, stored)
        planned.go_live_at = MARCH_5 + timedelta(days=3650)
        revision = planned.save_revision()
        revision.publish()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        revision.refresh_from_db()
        assert revision.approved_go_live_at is not None
        assert revision.as_object().question_list()[0].answer_key == A_IS_RIGHT

    def test_a_review_under_way_goes_on_with_the_corrected_key(self, quiz, trainer):
        workflow = Workflow.objects.create(name="검토")
        WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="승인"), sort_order=1)
        stored = stored_questions()
        stored[1]["value"]["text"] = "검토받을 문장"
        revision = put_questions(quiz, stored).save_revision()
        state = workflow.start(quiz, trainer)
        stored[1]["value"]["text"] = "그 뒤의 초안"
        put_questions(Quiz.objects.get(pk=quiz.pk), stored).save_revision()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        state.refresh_from_db()
        revision.refresh_from_db()
        assert state.status == "in_progress"
        assert revision.as_object().question_list()[0].answer_key == A_IS_RIGHT

    def test_an_old_revision_that_is_restored_brings_no_wrong_key_back(self, learner, quiz, trainer):
        """History is not rewritten; the edition it freezes is the corrected one."""
        original = quiz.latest_revision
        stored = stored_questions()
        stored[3]["value"]["text"] = "나중 판"
        put_questions(quiz, stored).save_revision().publish()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        original.refresh_from_db()
        assert original.as_object().question_list()[0].answer_key == Key(frozenset({"s-b"}))
        original.publish()
        quiz = Quiz.objects.get(pk=quiz.pk)
        assert live_key(quiz) == Key(frozenset({"s-b"}))
        assert handed_in(learner, quiz, **{"q-single": ["s-a"]}).score_percent == 100

    def test_a_key_the_editor_would_refuse_leaves_the_page_alone_and_still_counts(self, learner, quiz, trainer):
        corrected(edition(quiz), Key(frozenset({"s-a", "s-b"})), trainer)
        assert live_key(quiz) == Key(frozenset({"s-b"}))
        assert handed_in(learner, quiz, **{"q-single": ["s-a"]}).score_percent == 100

    def test_the_history_of_the_page_names_the_correction(self, quiz, trainer):
        corrected(edition(quiz), A_IS_RIGHT, trainer, reason="법령 개정")
        entry = PageLogEntry.objects.get(page=quiz.pk, action="quizzes.correct_key")
        assert entry.user == trainer
        assert entry.data["reason"] == "법령 개정"


class TestRemarking:
    def test_the_preview_counts_both_ways_and_changes_nothing(self, learner, colleague, outsider, quiz, trainer):
        handed_in(learner, quiz, **{"q-single": ["s-a"], "q-last": ["l-b"]})  # 50 → 75: passes
        handed_in(colleague, quiz, **{"q-last": ["l-b"]})  # 75 → 50: fails
        handed_in(outsider, quiz)  # 100 → 75
        with CaptureQueriesContext(connection) as queries:
            outcomes = preview_correction(version=edition(quiz), key=A_IS_RIGHT)
        assert outcomes == Outcomes(touched=3, raised=1, lowered=2, to_passed=1, to_failed=1)
        assert not [each for each in queries if not each["sql"].startswith("SELECT")]

    def test_the_preview_says_what_then_happens(self, learner, colleague, quiz, trainer):
        attempts = [handed_in(learner, quiz, **{"q-single": ["s-a"], "q-last": ["l-b"]}), handed_in(colleague, quiz)]
        outcomes = preview_correction(version=edition(quiz), key=A_IS_RIGHT)
        before = [each.outcome for each in attempts]
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        for each in attempts:
            each.refresh_from_db()
        moved = sum(old != each.outcome for old, each in zip(before, attempts, strict=True))
        assert moved == outcomes.to_passed + outcomes.to_failed == 1

    def test_failed_becomes_passed_and_completes_the_course(self, learner, course, quiz, trainer):
        attempt = handed_in(learner, quiz, **{"q-single": ["s-a"], "q-last": ["l-b"]})
        for lesson in builders.lessons_in(course):
            if not lesson.completes_itself:
                complete_lesson(enrolment=attempt.enrolment, lesson_id=lesson.pk, at=MARCH_5)
        assert not Completion.objects.exists()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        completion = Completion.objects.get()
        assert (completion.score_percent, completion.completed_at) == (75, MARCH_5)

    def test_passed_becomes_failed_and_nothing_is_taken_back(self, learner, course, quiz, trainer):
        attempt = handed_in(learner, quiz, **{"q-last": ["l-b"]})
        for lesson in builders.lessons_in(course):
            if not lesson.completes_itself:
                complete_lesson(enrolment=attempt.enrolment, lesson_id=lesson.pk, at=MARCH_5)
        completion = Completion.objects.get()
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        attempt.refresh_from_db()
        assert (attempt.score_percent, attempt.outcome) == (50, "failed")
        assert LessonProgress.objects.get(lesson_id=quiz.pk).completed_at == MARCH_5
        assert list(Completion.objects.standing()) == [completion]

    def test_every_marking_is_kept_with_reason_and_name(self, learner, quiz, trainer):
        attempt = handed_in(learner, quiz)
        corrected(edition(quiz), A_IS_RIGHT, trainer, reason="법령 개정")
        first, second = Mark.objects.filter(attempt=attempt)
        assert (first.score_percent, first.reason, first.marked_by) == (100, "", None)
        assert (second.score_percent, second.reason) == (75, "법령 개정")
        assert (second.marked_by, second.marked_at) == (trainer, LATER)

    def test_marking_again_twice_adds_nothing(self, learner, quiz, trainer):
        handed_in(learner, quiz)
        corrections, changed = corrected(edition(quiz), A_IS_RIGHT, trainer)
        assert changed == [1]
        assert [remark_touched(correction=each, at=LATER) for each in corrections] == [0]
        assert Mark.objects.count() == 2

    def test_a_sitting_whose_points_stay_gets_no_second_mark(self, learner, quiz, trainer):
        """Answered with a choice that was wrong before and after."""
        attempt = handed_in(learner, quiz, **{"q-single": ["s-c"]})
        assert corrected(edition(quiz), A_IS_RIGHT, trainer)[1] == [0]
        assert attempt.marks.count() == 1

    def test_a_flawed_question_counts_for_everybody_also_unanswered(self, learner, colleague, quiz, trainer):
        attempts = [handed_in(learner, quiz, **{"q-single": []}), handed_in(colleague, quiz, **{"q-single": ["s-c"]})]
        corrected(edition(quiz), Key(frozenset(), accepts_all=True), trainer)
        for attempt in attempts:
            attempt.refresh_from_db()
            assert attempt.score_percent == 100

    def test_an_open_sitting_is_marked_with_the_new_key_when_it_is_handed_in(self, learner, quiz, trainer):
        attempt = begun(learner, quiz)
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        attempt.refresh_from_db()
        assert attempt.state == "in_progress"
        done = hand_in_quiz(attempt=attempt, given=KEY | {"q-single": ["s-a"]}, at=LATER)
        assert (done.score_percent, done.marks.count()) == (100, 1)

    def test_the_look_back_heals_an_interrupted_remarking(self, learner, quiz, trainer):
        attempt = handed_in(learner, quiz)
        correct_key(version=edition(quiz), key=A_IS_RIGHT, reason="까닭", by=trainer, at=LATER)
        assert heal_remarks(at=LATER + timedelta(hours=1)) == 1
        attempt.refresh_from_db()
        assert attempt.score_percent == 75
        assert heal_remarks(at=LATER + timedelta(hours=2)) == 0
        assert "heal_remarks" in {job.name for job in registry.periodic_jobs()}

    def test_reading_costs_the_same_statements_for_one_and_for_many(self, quiz, trainer):
        def statements():
            with CaptureQueriesContext(connection) as queries:
                preview_correction(version=edition(quiz), key=A_IS_RIGHT)
            return len(queries)

        handed_in(builders.build_person("하나"), quiz)
        one = statements()
        for number in range(6):
            handed_in(builders.build_person(f"사람{number}"), quiz)
        assert statements() == one


class TestWhatPeopleRead:
    def page(self, sign_in, person, attempt):
        return sign_in(person).get(reverse("quizzes:show_result", args=[attempt.pk])).content.decode()

    def test_the_result_says_when_why_and_both_scores(self, learner, quiz, trainer, sign_in, clock):
        attempt = handed_in(learner, quiz)
        corrected(edition(quiz), A_IS_RIGHT, trainer, reason="법령이 바뀌었습니다 <b>")
        page = self.page(sign_in, learner, attempt)
        assert "2026. 3. 6. 문항의 정답을 정정하고 이 응시를 다시 채점했습니다" in page
        assert "법령이 바뀌었습니다 &lt;b&gt;" in page
        assert "100점에서 75점으로 바뀌었습니다" in page

    def test_who_had_passed_reads_that_it_stands(self, learner, quiz, trainer, sign_in, clock):
        attempt = handed_in(learner, quiz, **{"q-last": ["l-b"]})
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        page = self.page(sign_in, learner, attempt)
        assert "이미 합격한 것은 그대로 인정합니다" in page
        assert "다시 응시" not in page

    def test_an_unchanged_sitting_still_names_the_corrected_question(self, learner, quiz, trainer, sign_in, clock):
        attempt = handed_in(learner, quiz, **{"q-single": ["s-c"]})
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        page = self.page(sign_in, learner, attempt)
        assert "이 문항의 정답을 정정했습니다" in page
        assert "다시 채점했습니다" not in page

    def test_who_sat_after_the_correction_reads_nothing_of_it(self, learner, quiz, trainer, sign_in, clock):
        corrected(edition(quiz), A_IS_RIGHT, trainer, at=MARCH_5 - timedelta(days=1))
        attempt = handed_in(learner, quiz)
        assert "정정했습니다" not in self.page(sign_in, learner, attempt)


class TestScreen:
    """The trainer's two screens in Wagtail's admin."""

    def url(self, quiz):
        return reverse("quizzes_admin:correct_key", args=[quiz.pk, edition(quiz).pk])

    @pytest.fixture
    def admin(self, django_user_model, sign_in, clock):
        return sign_in(django_user_model.objects.create_superuser("boss", "x", name="관리자"))

    def test_the_preview_comes_first_and_writes_nothing(self, learner, quiz, admin):
        handed_in(learner, quiz)
        page = admin.post(self.url(quiz), {"right": ["s-a"], "reason": "까닭"}).content.decode()
        assert "이 문항이 나온 응시는 1건입니다" in page
        assert "점수가 오르는 응시 0건, 내리는 응시 1건" in page
        assert 'name="confirm"' in page
        assert not KeyCorrection.objects.exists()

    def test_confirming_corrects_and_marks_again(self, learner, quiz, admin):
        attempt = handed_in(learner, quiz)
        response = admin.post(self.url(quiz), {"right": ["s-a"], "reason": "까닭", "confirm": "1"}, follow=True)
        assert "응시 1건의 채점이 바뀌었습니다" in response.content.decode()
        attempt.refresh_from_db()
        assert attempt.score_percent == 75

    def test_many_sittings_are_left_to_the_worker(self, learner, quiz, admin, monkeypatch):
        monkeypatch.setattr("lms.quizzes.admin_views.AT_ONCE", 0)
        attempt = handed_in(learner, quiz)
        response = admin.post(self.url(quiz), {"right": ["s-a"], "reason": "까닭", "confirm": "1"}, follow=True)
        assert "다시 채점하고 있습니다" in response.content.decode()
        attempt.refresh_from_db()
        assert attempt.score_percent == 75

    def test_confirming_twice_is_one_correction(self, quiz, admin):
        for _ in range(2):
            version = QuestionVersion.objects.filter(quiz_id=quiz.pk, key="q-single").order_by("pk").first()
            address = reverse("quizzes_admin:correct_key", args=[quiz.pk, version.pk])
            admin.post(address, {"right": ["s-a"], "reason": "까닭", "confirm": "1"})
        assert KeyCorrection.objects.count() == 1

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"reason": "까닭"}, "표시한 보기가 없습니다"),
            ({"right": ["s-b"], "reason": "까닭"}, "지금 정답과 같습니다"),
            ({"right": ["s-a"]}, "필수"),
            ({"right": ["m-a"], "reason": "까닭"}, "올바르게 선택해 주세요"),
        ],
    )
    def test_a_bad_form_is_explained(self, quiz, admin, data, said):
        page = admin.post(self.url(quiz), data | {"confirm": "1"}).content.decode()
        assert said in page or "field__error" in page or "error-message" in page
        assert not KeyCorrection.objects.exists()

    def test_an_edition_of_another_quiz_is_not_found(self, quiz, course, admin):
        other = build_quiz(course, title="다른 평가")
        assert admin.get(reverse("quizzes_admin:correct_key", args=[other.pk, edition(quiz).pk])).status_code == 404


class TestOverview:
    def test_first_sittings_are_counted_and_small_groups_hidden(self, quiz):
        for number in range(4):
            handed_in(builders.build_person(f"사람{number}"), quiz, **{"q-single": ["s-a"] if number else ["s-b"]})
        item = items_of(quiz)[0]
        assert (item.people, item.facility) == (4, None)
        assert {share.percent for share in item.shares} == {None}
        again = builders.build_person("다섯째")
        handed_in(again, quiz, **{"q-single": ["s-a"], "q-last": ["l-b"], "q-true": ["true"]})
        handed_in(again, quiz)
        item = items_of(quiz)[0]
        assert (item.people, item.facility) == (5, 20)
        assert [share.percent for share in item.shares] == [80, 20, 0]

    def test_trials_are_not_counted(self, trainer, quiz):
        enrolment = builders.enrolled(trainer, quiz.course, is_trial=True)
        from tests.quizzes.test_secrets import begun_on

        hand_in_quiz(attempt=begun_on(enrolment, quiz, MARCH_5), given=KEY, at=MARCH_5)
        assert items_of(quiz)[0].people == 0

    def test_earlier_wordings_stand_below(self, learner, quiz):
        handed_in(learner, quiz)
        stored = stored_questions()
        stored[0]["value"]["text"] = "새 문장"
        put_questions(quiz, stored).save_revision().publish()
        items = items_of(Quiz.objects.get(pk=quiz.pk))
        assert items[0].question.text == "새 문장"
        assert (items[-1].question.text, items[-1].is_on_page) == ("먼저 할 말은 무엇입니까?", False)

    def test_the_screen_asks_no_more_with_more_people_and_corrections(self, quiz, trainer, django_user_model, sign_in):
        browser = sign_in(django_user_model.objects.create_superuser("boss", "x", name="관리자"))
        address = reverse("quizzes_admin:show_questions", args=[quiz.pk])

        def statements():
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            return len(queries)

        handed_in(builders.build_person("하나"), quiz)
        corrected(edition(quiz), A_IS_RIGHT, trainer)
        few = statements()
        for number in range(4):
            handed_in(builders.build_person(f"사람{number}"), quiz)
        corrected(edition(quiz, "q-last"), Key(frozenset({"l-b"})), trainer)
        corrected(edition(quiz, "q-true"), Key(frozenset({"true"})), trainer)
        assert statements() == few

    def test_the_screen_shows_it(self, quiz, django_user_model, sign_in, trainer, clock):
        corrected(edition(quiz), A_IS_RIGHT, trainer, reason="법령 개정")
        boss = django_user_model.objects.create_superuser("boss", "x", name="관리자")
        page = sign_in(boss).get(reverse("quizzes_admin:show_questions", args=[quiz.pk])).content.decode()
        assert "1번 문항" in page
        assert "법령 개정" in page
        assert "5명 미만" in page
