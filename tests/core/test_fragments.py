"""What is the same for everybody is rendered once per published revision."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from lms.core.fragments import fragment, fragments
from lms.courses.models import LessonPage
from tests.builders import build_course, build_lesson
from tests.cast import HeldClock

pytestmark = pytest.mark.django_db


class Printer:
    """Renders, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"<p>{self.times}</p>"


def published_lesson() -> LessonPage:
    lesson = build_lesson(build_course(lessons=0))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def lesson() -> LessonPage:
    return published_lesson()


def test_a_published_revision_is_rendered_once(lesson: LessonPage) -> None:
    render = Printer()
    assert fragment("body", lesson, None, render) == "<p>1</p>"
    assert fragment("body", lesson, None, render) == "<p>1</p>"
    assert fragment("other", lesson, None, render) == "<p>2</p>"


def test_publishing_renders_anew(lesson: LessonPage) -> None:
    render = Printer()
    fragment("body", lesson, None, render)
    lesson.save_revision().publish()
    assert fragment("body", LessonPage.objects.get(pk=lesson.pk), None, render) == "<p>2</p>"


def test_each_language_has_its_own(lesson: LessonPage) -> None:
    render = Printer()
    fragment("body", lesson, None, render)
    with translation.override("en"):
        assert fragment("body", lesson, None, render) == "<p>2</p>"
    assert fragment("body", lesson, None, render) == "<p>1</p>"


def test_a_preview_is_never_kept(lesson: LessonPage) -> None:
    render, preview = Printer(), SimpleNamespace(is_preview=True)
    fragment("body", lesson, preview, render)
    assert fragment("body", lesson, preview, render) == "<p>2</p>"
    assert fragment("body", lesson, None, render) == "<p>3</p>"


def test_a_page_without_a_published_revision_is_rendered_every_time(lesson: LessonPage) -> None:
    render = Printer()
    lesson.live_revision = None
    fragment("body", lesson, None, render)
    assert fragment("body", lesson, None, render) == "<p>2</p>"


def test_each_day_has_its_own(lesson: LessonPage, clock: HeldClock) -> None:
    render = Printer()
    fragment("body", lesson, None, render)
    clock.advance(days=1)
    assert fragment("body", lesson, None, render) == "<p>2</p>"


@pytest.mark.parametrize("change", ["replaced", "deleted"])
def test_a_changed_picture_is_seen_at_once(lesson: LessonPage, change: str) -> None:
    image = Image.objects.create(title="그림", file=get_test_image_file())
    render = Printer()
    fragment("body", lesson, None, render)
    image.delete() if change == "deleted" else image.save()
    assert fragment("body", lesson, None, render) == "<p>2</p>"


def test_many_pages_are_asked_for_in_one_trip(lesson: LessonPage) -> None:
    other = published_lesson()
    asked: list[Any] = []

    def render(pages: list[Any]) -> dict[int, str]:
        asked.append([page.pk for page in pages])
        return {page.pk: "<b>x</b>" for page in pages}

    fragments("card", [lesson], None, render)
    assert fragments("card", [lesson, other], None, render) == {lesson.pk: "<b>x</b>", other.pk: "<b>x</b>"}
    assert asked == [[lesson.pk], [other.pk]]
    assert fragments("card", [], None, render) == {}
