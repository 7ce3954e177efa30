"""What is the same for all learners of a course, rendered once per published revision."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.images.models import Filter
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.images.utils import to_svg_safe_spec

from lms.core.fragments import fragment, fragments

from .models import CoursePage, LessonPage

__all__ = ["course_introduction", "course_pictures", "lesson_body"]

CARD_SPEC = "fill-640x360|format-webp"
HERO_SPEC = "fill-1120x630|format-webp"


def lesson_body(page: LessonPage, request: HttpRequest | None = None) -> SafeString:
    """The blocks of a text lesson. A preview is rendered afresh."""
    return fragment("lesson_body", page, request, lambda: page.body.stream_block.render(page.body, {"page": page}))


def course_introduction(page: CoursePage, request: HttpRequest | None = None) -> SafeString:
    """Picture, introduction and objectives of a course."""

    def render() -> str:
        images = {"picture": _img(page, HERO_SPEC, eager=True)}
        return render_to_string("courses/course_introduction.html", {"page": page, **images})

    return fragment("course_introduction", page, request, render)


def course_pictures(courses: Sequence[CoursePage], request: HttpRequest | None = None) -> dict[int, SafeString]:
    """The pictures of many courses for cards, by course id, in a constant number of queries; empty where none is."""

    def render(missing: Sequence[CoursePage]) -> dict[int, str]:
        prefetch_related_objects(list(missing), "picture__renditions")
        return {course.pk: _img(course, CARD_SPEC) for course in missing}

    return fragments("course_picture", courses, request, render)  # type: ignore[arg-type]


def _img(course: CoursePage, spec: str, *, eager: bool = False) -> str:
    """An <img> with its size, so that nothing moves when it arrives. A vector picture stays one."""
    if course.picture is None:
        return ""
    safe = to_svg_safe_spec(spec) if course.picture.is_svg() else spec
    rendition = get_rendition_or_not_found(course.picture, Filter(spec=safe))
    attributes = {"alt": "", "decoding": "async", **({} if eager else {"loading": "lazy"})}
    tag: str = rendition.img_tag(attributes)
    return tag
