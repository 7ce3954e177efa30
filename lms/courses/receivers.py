"""When lessons come, go, move or change, the outline of their course gets a new name and its words are found anew."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import GroupPagePermission, Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from lms.core.receivers import content_changed
from lms.people import roles
from lms.people.models import Audience

from .models import CatalogPage, CourseCategory, CoursePage, CourseRun, Lesson
from .outline import renew_outline

__all__ = ["connect", "let_reviewers_publish"]


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


def let_reviewers_publish(*, using: str = "default", **kwargs: Any) -> None:
    """After every ``migrate``: HR, whom the catalogue's workflow asks, may publish what it approves."""
    if CatalogPage._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated only in part: the next migration comes back here
    group = Group.objects.filter(name=roles.HR_OFFICER).first()
    permission = Permission.objects.filter(content_type__app_label="wagtailcore", codename="publish_page").first()
    for page in CatalogPage.objects.all() if group and permission else ():
        GroupPagePermission.objects.get_or_create(group=group, page=page.page_ptr, permission=permission)


def connect(config: AppConfig) -> None:
    """Called once, when the applications are ready."""
    post_migrate.connect(let_reviewers_publish, sender=config, dispatch_uid="courses.reviewers")
    for signal in (page_published, page_unpublished, page_slug_changed):
        signal.connect(lesson_changed, dispatch_uid="courses.lesson_changed")
    post_page_move.connect(lesson_moved, dispatch_uid="courses.lesson_moved")
    post_delete.connect(lesson_changed, dispatch_uid="courses.lesson_deleted")
    # Course pages name them.
    for model in (CourseCategory, CourseRun, Audience):
        for change in (post_save, post_delete):
            change.connect(content_changed, sender=model, dispatch_uid="courses.content_changed")
