"""When lessons come, go, move or change, the outline of their course gets a new name and its words are found anew."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .models import CoursePage, Lesson
from .outline import renew_outline

__all__ = ["connect"]


def lesson_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Published, withdrawn, renamed or deleted: a lesson, or the course itself."""
    if issubclass(sender, Lesson):
        _renew([instance.path[: -Page.steplen]])
    elif issubclass(sender, CoursePage):
        # Publishing writes the whole row, with the stamp it was loaded with.
        _renew([instance.path])


def lesson_moved(
    sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Reordered, or taken to another course: both courses have another outline."""
    if issubclass(sender, Lesson):
        _renew([parent_page_before.path, parent_page_after.path])


def _renew(paths: list[str]) -> None:
    course_ids = list(CoursePage.objects.filter(path__in=paths).values_list("pk", flat=True))
    renew_outline(course_ids)
    for course_id in course_ids:
        insert_or_update_object_task.enqueue("courses", "coursepage", str(course_id))


def connect() -> None:
    """Called once, when the applications are ready."""
    for signal in (page_published, page_unpublished, page_slug_changed):
        signal.connect(lesson_changed, dispatch_uid="courses.lesson_changed")
    post_page_move.connect(lesson_moved, dispatch_uid="courses.lesson_moved")
    post_delete.connect(lesson_changed, dispatch_uid="courses.lesson_deleted")
