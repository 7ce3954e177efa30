"""The list of lessons: kept, and never false."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Page

from lms.courses.models import CoursePage, LessonPage
from lms.courses.services import course_of, lessons_by_course, lessons_of
from tests.builders import build_course, build_lesson, build_quiz

pytestmark = pytest.mark.django_db


def titles(course: CoursePage) -> list[str]:
    """As the next request reads it: the course row is loaded anew."""
    return [lesson.title for lesson in lessons_of(CoursePage.objects.get(pk=course.pk))]


def test_lessons_of_every_kind_stand_in_page_order() -> None:
    course = build_course(lessons=2, quizzes=1)
    build_lesson(course, "마지막", is_required=False, estimated_minutes=9, summary="끝")
    cards = lessons_of(CoursePage.objects.get(pk=course.pk))
    assert [card.title for card in cards] == ["1차시", "2차시", "평가 1", "마지막"]
    assert [card.completes_itself for card in cards] == [False, False, True, False]
    assert [card.kind_icon for card in cards] == ["book", "book", "quiz", "book"]
    assert (cards[3].is_required, cards[3].estimated_minutes, cards[3].summary) == (False, 9, "끝")
    for card in cards:
        assert card.url == Page.objects.get(pk=card.id).url


def test_the_words_for_a_kind_follow_the_language() -> None:
    course = build_course(lessons=1)
    assert lessons_of(course)[0].kind_label == "읽기"
    with translation.override("en"):
        assert lessons_of(course)[0].kind_label == "Reading"


def test_a_kept_outline_costs_nothing_and_a_new_one_the_same_for_any_length(django_assert_num_queries: Any) -> None:
    short, long = build_course(lessons=1, quizzes=1), build_course(lessons=8, quizzes=2)
    counts = []
    for course in (short, long):
        page = CoursePage.objects.get(pk=course.pk)
        page.url  # noqa: B018 - the site's root paths are kept by Wagtail
        with django_assert_num_queries(3):
            lessons_of(page)
        with django_assert_num_queries(0):
            counts.append(len(lessons_of(page)))
    assert counts == [2, 10]


def test_many_courses_are_asked_for_at_once(django_assert_num_queries: Any) -> None:
    courses = [build_course(lessons=2, quizzes=1) for _ in range(4)]
    pages = list(CoursePage.objects.filter(pk__in=[course.pk for course in courses]))
    pages[0].url  # noqa: B018 - the site's root paths are kept by Wagtail
    with django_assert_num_queries(3):
        found = lessons_by_course(pages)
    assert [len(found[page.pk]) for page in pages] == [3, 3, 3, 3]
    assert lessons_by_course([]) == {}


def test_publishing_withdrawing_moving_and_deleting_are_seen_at_once() -> None:
    course, other = build_course(lessons=0), build_course(lessons=0)
    first, second = build_lesson(course, "하나"), build_lesson(course, "둘")
    assert titles(course) == ["하나", "둘"]

    third = build_lesson(course, "셋")
    third.save_revision().publish()
    assert titles(course) == ["하나", "둘", "셋"]

    second.title = "둘째"
    second.save_revision()
    assert titles(course) == ["하나", "둘", "셋"]  # a draft changes nothing
    second.save_revision().publish()
    assert titles(course) == ["하나", "둘째", "셋"]

    Page.objects.get(pk=third.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert titles(course) == ["셋", "하나", "둘째"]

    LessonPage.objects.get(pk=first.pk).unpublish()
    assert titles(course) == ["셋", "둘째"]

    Page.objects.get(pk=third.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert titles(course) == ["둘째"]
    assert titles(other) == ["셋"]

    LessonPage.objects.get(pk=second.pk).delete()
    assert titles(course) == []


def test_a_quiz_changes_the_outline_too() -> None:
    course = build_course(lessons=0)
    assert titles(course) == []
    build_quiz(course, "시험")
    assert titles(course) == ["시험"]


def test_renaming_the_course_moves_every_address() -> None:
    course = build_course(lessons=1)
    lessons_of(course)
    page = CoursePage.objects.get(pk=course.pk)
    page.slug = "renamed"
    page.save_revision().publish()
    assert lessons_of(CoursePage.objects.get(pk=course.pk))[0].url.startswith("/courses/renamed/")


def test_restoring_an_old_revision_of_the_course_does_not_restore_old_lessons() -> None:
    course = build_course(lessons=0)
    old_revision = course.latest_revision
    titles(course)
    build_lesson(course, "새 차시")
    assert titles(course) == ["새 차시"]
    old_revision.publish()
    assert titles(course) == ["새 차시"]


def test_a_copied_course_has_an_outline_of_its_own() -> None:
    course = build_course(lessons=1)
    copy = CoursePage.objects.get(pk=course.pk).copy(
        recursive=True, update_attrs={"slug": "copy", "title": "복사본"}, keep_live=True
    )
    assert copy.outline_stamp != course.outline_stamp
    build_lesson(course, "원본에만")
    assert titles(copy) == ["1차시"]


def test_a_lesson_knows_its_course_with_one_query(django_assert_num_queries: Any) -> None:
    course = build_course(lessons=1)
    lesson = LessonPage.objects.child_of(course).get()
    with django_assert_num_queries(1):
        assert course_of(lesson) == course
        assert lesson.course == course
