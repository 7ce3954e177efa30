"""차시 목록: the live lessons of a course in page order, the same for everybody and therefore kept.

The course row carries a stamp that changes with its lessons, and the kept outline is named by the stamp: whoever has
loaded the course knows whether the outline is still true, in every process, without a query.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page

from lms.core import editions

from .models import CoursePage, Lesson

__all__ = ["LessonCard", "course_of", "lessons_by_course", "lessons_of", "renew_outline"]

SECONDS = 24 * 3600
MOST_OUTLINES = 1_000


@dataclass(frozen=True)
class LessonCard:
    """A lesson as lists show it. ``url`` is relative; ``kind`` is the page model's label in lower case."""

    id: int
    title: str
    slug: str
    url: str
    summary: str
    estimated_minutes: int
    is_required: bool
    kind: str
    kind_label: str
    kind_icon: str
    completes_itself: bool
    watch_percent: int = 0


_made: dict[tuple[int, str, str, str], list[LessonCard]] = {}


def course_of(lesson: Lesson) -> CoursePage:
    """The course a lesson belongs to: one query, kept on the lesson."""
    return lesson.course


def lessons_of(course: CoursePage) -> list[LessonCard]:
    """The live lessons of a course, in page order."""
    return lessons_by_course([course])[course.pk]


def lessons_by_course(courses: Iterable[CoursePage]) -> dict[int, list[LessonCard]]:
    """The same for many courses: one trip to the cache, and a constant number of queries for what is not kept."""
    by_id = {course.pk: course for course in courses}
    made = {pk: _made.get(_edition(course)) for pk, course in by_id.items()}
    unmade = {pk: by_id[pk] for pk, cards in made.items() if cards is None}
    for pk, rows in _kept_rows(unmade).items() if unmade else ():
        url = unmade[pk].url or "/"
        if len(_made) >= MOST_OUTLINES:
            _made.clear()
        made[pk] = _made[_edition(unmade[pk])] = [_card(url, row) for row in rows]
    return {pk: cards or [] for pk, cards in made.items()}


def _edition(course: CoursePage) -> tuple[int, str, str, str]:
    """What cards are made of: they are frozen, so a process makes them once."""
    return course.pk, course.outline_stamp, course.url_path, get_language()


def _kept_rows(by_id: dict[int, CoursePage]) -> dict[int, list[dict[str, Any]]]:
    keys = {pk: f"courses.outline:{pk}:{course.outline_stamp}" for pk, course in by_id.items()}
    cached = editions.get_many(keys.values())
    rows = {pk: cached[key] for pk, key in keys.items() if key in cached}
    missing = [course for pk, course in by_id.items() if pk not in rows]
    if missing:
        found = _rows(missing)
        editions.set_many({keys[pk]: lessons for pk, lessons in found.items()}, SECONDS)
        rows |= found
    return rows


def renew_outline(course_ids: Iterable[int]) -> None:
    """The lessons of these courses have changed."""
    for course_id in course_ids:
        CoursePage.objects.filter(pk=course_id).update(outline_stamp=uuid4().hex)


def _rows(courses: list[CoursePage]) -> dict[int, list[dict[str, Any]]]:
    """What is kept: plain values, no words of one language, no address that a renamed section would make false."""
    below = Q(pk__in=[])
    for course in courses:
        below |= Q(path__startswith=course.path, depth=course.depth + 1)
    course_ids = {course.path: course.pk for course in courses}
    found: dict[int, list[dict[str, Any]]] = {course.pk: [] for course in courses}
    lessons = Page.objects.live().filter(below).order_by("path").defer_streamfields().specific()
    for lesson in lessons:
        if isinstance(lesson, Lesson):
            found[course_ids[lesson.path[: -Page.steplen]]].append(
                {
                    "id": lesson.pk,
                    "title": lesson.title,
                    "slug": lesson.slug,
                    "summary": lesson.summary,
                    "estimated_minutes": lesson.estimated_minutes,
                    "is_required": lesson.is_required,
                    "watch_percent": lesson.watch_percent,
                    "kind": lesson._meta.label_lower,
                }
            )
    return found


def _card(course_url: str, row: dict[str, Any]) -> LessonCard:
    kind = apps.get_model(row["kind"])
    return LessonCard(
        **row,
        url=f"{course_url}{row['slug']}/",
        kind_label=str(kind.kind_label),
        kind_icon=kind.kind_icon,
        completes_itself=kind.completes_itself,
    )
