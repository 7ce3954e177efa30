"""Wagtail's own assertions about our pages, and what a learner sees on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lms.core.models import HomePage
from lms.courses.models import CatalogPage, CourseCategory, CoursePage, LessonPage, SectionPage
from lms.people.models import Audience
from lms.quizzes.models import Quiz
from lms.scenarios.models import Scenario
from tests.builders import build_course, build_lesson, build_quiz, build_run, catalogue, enrolled


class PagesTest(WagtailPageTestCase):
    """Routable, renderable, editable, previewable; what may stand where."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.section = catalogue().add_child(instance=SectionPage(title="고객만족", slug="satisfaction"))
        cls.course = build_course("친절 과정", parent=cls.section, introduction="<p>소개</p>")
        cls.lesson = LessonPage.objects.child_of(cls.course).first()

    def setUp(self) -> None:
        self.user = self.login()

    def test_pages_are_routable_and_rendered(self) -> None:
        for page in (HomePage.objects.get(), catalogue(), self.section, self.course):
            self.assertPageIsRoutable(page)
            self.assertPageIsRenderable(page)
        self.assertPageIsRoutable(self.lesson)

    def test_the_tree_has_one_shape(self) -> None:
        assert CatalogPage in HomePage.creatable_subpage_models()
        self.assertAllowedSubpageTypes(CatalogPage, {SectionPage, CoursePage})
        self.assertAllowedSubpageTypes(SectionPage, {CoursePage})
        self.assertAllowedSubpageTypes(CoursePage, {LessonPage, Quiz, Scenario})
        self.assertAllowedSubpageTypes(LessonPage, {})
        assert not CatalogPage.can_create_at(HomePage.objects.get())

    def course_form(self) -> dict[str, Any]:
        return nested_form_data(
            {
                "title": "친절 과정",
                "slug": "kind",
                "summary": "한 문장",
                "category": str(CourseCategory.objects.first().pk),
                "audience": "",
                "recognised_minutes": "60",
                "picture": "",
                "introduction": rich_text("<p>소개</p>"),
                "who_for": "",
                "objectives": streamfield([("objective", "할 수 있습니다.")]),
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            }
        )

    def lesson_form(self) -> dict[str, Any]:
        return nested_form_data(
            {
                "title": "첫인사",
                "slug": "hello",
                "summary": "",
                "estimated_minutes": "5",
                "is_required": "on",
                "body": streamfield([("paragraph", rich_text("<p>미리 본 본문</p>")), ("heading", "소제목")]),
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            }
        )

    def test_pages_are_editable(self) -> None:
        self.assertPageIsEditable(self.course, post_data=self.course_form(), user=self.user)
        self.assertPageIsEditable(self.lesson, post_data=self.lesson_form(), user=self.user)
        self.assertPageIsEditable(self.section, user=self.user)

    def test_pages_are_previewable(self) -> None:
        self.assertPageIsPreviewable(HomePage.objects.get(), user=self.user)
        self.assertPageIsPreviewable(catalogue(), user=self.user)
        self.assertPageIsPreviewable(self.course, post_data=self.course_form(), user=self.user)
        self.assertPageIsPreviewable(self.lesson, post_data=self.lesson_form(), user=self.user)

    def test_a_course_and_a_lesson_are_created_where_they_belong(self) -> None:
        self.assertCanCreate(self.section, CoursePage, self.course_form())
        self.assertCanCreate(self.course, LessonPage, self.lesson_form())


pytestmark = pytest.mark.django_db


def text_of(client: Any, page: Page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_course_says_what_for_whom_and_what_counts(learner: Any, sign_in: Any, clock: Any) -> None:
    executives = Audience.objects.create(name="간부공무원", clauses=[("executive", {"join": "or", "value": "yes"})])
    course = build_course(
        "리더십",
        lessons=1,
        quizzes=1,
        audience=executives,
        who_for="조직을 이끄는 분",
        objectives=[("objective", "결정을 말할 수 있습니다.")],
        introduction="<p>첫 질문이 다음 보고를 정합니다.</p>",
        recognised_minutes=90,
    )
    html = text_of(sign_in(learner), course)
    for words in (
        "간부공무원",
        "조직을 이끄는 분",
        "결정을 말할 수 있습니다.",
        "첫 질문이 다음 보고를 정합니다.",
        "1시간 30분",
        "모든 차시를 마칩니다.",
        "평가에서 60점 이상 받습니다.",
        "언제든지",
        "1차시",
        "고객만족" if course.category.name == "고객만족" else course.category.name,
    ):
        assert words in html


def test_a_course_for_everybody_says_so(learner: Any, sign_in: Any) -> None:
    assert "모든 직원" in text_of(sign_in(learner), build_course())


def test_two_open_runs_each_say_what_they_ask(learner: Any, sign_in: Any, clock: Any) -> None:
    course = build_course(lessons=1)
    build_run(course, label="2026년 3기", closes_on=date(2026, 3, 31), min_progress_percent=80)
    html = text_of(sign_in(learner), course)
    assert "이수 기준(2026년 3기)" in html
    assert "차시를 80% 이상 마칩니다." in html
    assert "2026. 3. 31.(화)까지" in html


def test_a_course_without_an_open_run_says_so(learner: Any, sign_in: Any, clock: Any) -> None:
    course = build_course(lessons=1)
    course.runs.update(closes_on=date(2026, 3, 4))
    assert "지금 열린 기수가 없습니다." in text_of(sign_in(learner), course)


def test_a_course_shows_the_way_up(learner: Any, sign_in: Any) -> None:
    section = catalogue().add_child(instance=SectionPage(title="고객만족", slug="satisfaction"))
    html = text_of(sign_in(learner), build_course(parent=section))
    assert f'href="{section.url}"' in html
    assert 'href="/courses/"' in html


@pytest.fixture
def reader(learner: Any, sign_in: Any) -> Any:
    """Somebody who takes every course that is built."""

    def enrol_and_open(course: CoursePage) -> Any:
        enrolled(learner, course)
        return sign_in(learner)

    return enrol_and_open


def test_a_lesson_shows_its_blocks_under_their_anchors(reader: Any) -> None:
    course = build_course(lessons=0)
    lesson = build_lesson(course, "첫인사", summary="먼저 눈을 마주칩니다.", estimated_minutes=7)
    html = text_of(reader(course), lesson)
    assert "첫인사 본문 가" in html
    assert "먼저 눈을 마주칩니다." in html
    assert "7분" in html
    for block in LessonPage.objects.get(pk=lesson.pk).body:
        assert f'id="{block.id}"' in html
    assert f'href="{course.url}"' in html


def test_a_published_change_is_seen_and_a_draft_is_not(reader: Any) -> None:
    course = build_course(lessons=0)
    lesson = build_lesson(course)
    client = reader(course)
    assert "첫인사 본문 가" in text_of(client, lesson)
    lesson.body = [("paragraph", "<p>고친 본문</p>")]
    lesson.save_revision()
    assert "고친 본문" not in text_of(client, lesson)
    lesson.save_revision().publish()
    html = text_of(client, lesson)
    assert "고친 본문" in html
    assert "첫인사 본문 가" not in html


def queries_of(client: Any, page: Page) -> tuple[int, int]:
    """Of the second look, and of one after the cache was lost."""
    client.get(page.url)
    with CaptureQueriesContext(connection) as warm:
        assert client.get(page.url).status_code == 200
    cache.clear()
    caches["process"].clear()
    with CaptureQueriesContext(connection) as cold:
        client.get(page.url)
    return len(warm), len(cold)


def test_a_course_page_costs_the_same_for_any_number_of_lessons(reader: Any) -> None:
    course = build_course(lessons=2, quizzes=1)
    client = reader(course)
    few = queries_of(client, course)
    for _ in range(8):
        build_lesson(course)
        build_quiz(course)
    assert queries_of(client, course) == few
    assert few[0] <= 12


def test_a_lesson_costs_the_same_for_any_number_of_lessons_and_blocks(reader: Any) -> None:
    course = build_course(lessons=2, quizzes=1)
    lesson = build_lesson(course)
    lesson.save_revision().publish()
    client = reader(course)
    few = queries_of(client, lesson)
    for _ in range(8):
        build_lesson(course)
    long = build_lesson(course, body=[("paragraph", f"<p>{number}</p>") for number in range(60)])
    long.save_revision().publish()
    assert queries_of(client, lesson) == few
    assert queries_of(client, long) == few
    assert few[0] <= 12
