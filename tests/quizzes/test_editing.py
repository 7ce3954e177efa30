"""A quiz in Wagtail's admin: writing, previewing, publishing, copying, and not deleting what people were asked."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lms.core import registry
from lms.courses.models import CoursePage, LessonPage
from lms.quizzes.models import QuestionVersion, Quiz
from tests import builders
from tests.quizzes.conftest import build_quiz, stored_questions


@pytest.fixture
def admin(django_user_model, sign_in, clock):
    return sign_in(django_user_model.objects.create_superuser("boss", "x", name="관리자"))


def choices(*pairs):
    return {"count": len(pairs)} | {
        str(index): {"deleted": "", "order": str(index), "type": "item", "id": "", "value": value}
        for index, value in enumerate(
            [{"text": text, "feedback": ""} | ({"is_correct": "on"} if right else {}) for text, right in pairs]
        )
    }


def page_form(questions, **more):
    fields = {
        "title": "새 평가",
        "slug": "new-quiz",
        "summary": "",
        "estimated_minutes": "5",
        "is_required": "on",
        "introduction": rich_text("<p>소개</p>"),
        "pass_mark_percent": "60",
        "max_attempts": "3",
        "questions": streamfield(questions),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return nested_form_data(fields | more)


SINGLE = ("single", {"text": "무엇입니까?", "choices": choices(("가", True), ("나", False)), "explanation": ""})
NO_ANSWER = ("single", {"text": "무엇입니까?", "choices": choices(("가", False), ("나", False)), "explanation": ""})
TRUE_FALSE = (
    "true_false",
    {"text": "맞는 말입니다.", "answer": "true", "feedback_true": "", "feedback_false": "", "explanation": ""},
)


def text_of(response):
    """A page of the admin with the errors that it hands to its scripts as JSON."""
    return re.sub(r"\\\\?u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), response.content.decode())


class TestWriting:
    def url(self, course):
        return reverse("wagtailadmin_pages:add", args=["quizzes", "quiz", course.pk])

    def test_a_quiz_is_written_and_published(self, admin, course):
        response = admin.post(self.url(course), page_form([SINGLE, TRUE_FALSE]) | {"action-publish": "1"})
        assert response.status_code == 302, response.context["form"].errors
        quiz = Quiz.objects.get(slug="new-quiz")
        assert quiz.live
        assert [question.kind for question in quiz.question_list()] == ["single", "true_false"]
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 2

    def test_a_question_without_a_right_answer_is_not_published_and_the_author_reads_why(self, admin, course):
        response = admin.post(self.url(course), page_form([NO_ANSWER]) | {"action-publish": "1"})
        assert response.status_code == 200
        assert "정답을 표시하지 않았습니다" in text_of(response)
        assert not Quiz.objects.exists()

    def test_the_same_question_may_wait_as_a_draft(self, admin, course):
        response = admin.post(self.url(course), page_form([NO_ANSWER]))
        assert response.status_code == 302
        assert not Quiz.objects.get().live
        assert not QuestionVersion.objects.exists()

    def test_an_empty_quiz_is_not_published(self, admin, course):
        response = admin.post(self.url(course), page_form([]) | {"action-publish": "1"})
        assert "문항이 없습니다" in text_of(response)
        assert not Quiz.objects.filter(live=True).exists()

    def test_the_editor_speaks_korean(self, admin, course):
        with translation.override("ko"):
            page = admin.get(self.url(course)).content.decode()
        for words in ["합격 기준(%)", "응시 횟수 제한", "문항"]:
            assert words in page


class TestBlockPicker:
    @pytest.mark.parametrize("kind", ["single", "multiple", "true_false"])
    def test_every_kind_shows_what_it_becomes(self, admin, kind):
        block = Quiz._meta.get_field("questions").stream_block.child_blocks[kind]
        page = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).content.decode()
        assert "review__choice--correct" in page
        assert "css/components/lesson.css" in page


class TestPreview:
    def preview(self, quiz, mode):
        return quiz.get_latest_revision_as_object().make_preview_request(preview_mode=mode).content.decode()

    def test_the_draft_shows_the_right_answers(self, quiz):
        page = self.preview(quiz, "key")
        assert "비밀 해설 하나" in page
        assert page.count("review__choice--correct") == 5

    def test_the_paper_shows_what_a_learner_gets(self, quiz):
        page = self.preview(quiz, "paper")
        assert "비밀" not in page
        assert page.count('<fieldset class="question"') == 4

    def test_an_empty_quiz_can_be_previewed(self, course):
        quiz = builders.build_quiz(course)
        for mode in ["key", "paper"]:
            assert "아직 문항이 없습니다" in self.preview(quiz, mode)

    def test_an_unfinished_question_can_be_previewed(self, course):
        stored = stored_questions()
        for each in stored[0]["value"]["choices"]:
            each["value"]["is_correct"] = False
        del stored[1]["value"]["explanation"]
        quiz = build_quiz(course, stored)
        assert self.preview(quiz, "key").count("review__choice--correct") == 4


class TestPages(WagtailPageTestCase):
    def test_a_quiz_stands_in_courses_only(self):
        self.assertAllowedParentPageTypes(Quiz, {CoursePage})
        self.assertAllowedSubpageTypes(Quiz, {})

    def test_a_course_takes_quizzes_beside_text_lessons(self):
        assert {Quiz, LessonPage} <= set(CoursePage.clean_subpage_models())


class TestKeeping:
    def test_a_published_quiz_is_not_deleted_but_explained(self, admin, quiz):
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[quiz.pk]), follow=True)
        assert "문항을 게시한 적이 있는 평가가 1개 있습니다" in response.content.decode()
        assert Quiz.objects.filter(pk=quiz.pk).exists()

    def test_its_course_is_not_deleted_either(self, admin, quiz):
        admin.post(reverse("wagtailadmin_pages:delete", args=[quiz.course.pk]), {"confirm_site_name": "x"}, follow=True)
        assert CoursePage.objects.filter(pk=quiz.course.pk).exists()

    def test_a_draft_that_never_went_live_may_go(self, course):
        quiz = builders.build_quiz(course)
        assert registry.delete_reasons([quiz]) == []

    def test_a_copy_is_a_quiz_of_its_own(self, quiz):
        copy = quiz.copy(update_attrs={"slug": "copy", "title": "베낀 평가"})
        copy.save_revision().publish()
        assert QuestionVersion.objects.filter(quiz_id=copy.pk).count() == 4
        assert QuestionVersion.objects.filter(quiz_id=quiz.pk).count() == 4
