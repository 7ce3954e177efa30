"""What other rooms ask of courses, and every change of a run."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission

from .models import CompletionPolicy, CoursePage, CourseRun, SectionPage
from .outline import LessonCard, course_of, lessons_by_course, lessons_of

__all__ = [
    "LessonCard",
    "course_of",
    "grant_section",
    "lessons_by_course",
    "lessons_of",
    "open_run",
    "open_runs",
    "open_self_paced_run",
]

SECTION_PERMISSIONS = ("add_page", "change_page", "publish_page")


def open_runs(course: CoursePage, on: date) -> list[CourseRun]:
    """The runs that take and teach people on that day: one that will end first, the always open one last."""
    runs = CourseRun.objects.open(on=on).filter(course=course)
    return sorted(runs, key=lambda run: (run.is_self_paced, run.closes_on or date.max, run.number))


def open_self_paced_run(course: CoursePage) -> tuple[CourseRun, bool]:
    """The one run of a course that is always open, and whether it is new."""
    with transaction.atomic():
        _lock(course)
        existing = CourseRun.objects.filter(course=course, is_self_paced=True).first()
        if existing is not None:
            return existing, False
        # The name is stored and printed: it speaks the institution's language, whatever the editor's is.
        with translation.override(settings.LANGUAGE_CODE):
            label = _("Always open")
        run = CourseRun.objects.create(course=course, number=_next_number(course), label=label, is_self_paced=True)
        return run, True


def open_run(
    *,
    course: CoursePage,
    label: str,
    opens_on: date | None = None,
    closes_on: date | None = None,
    policy: CompletionPolicy | None = None,
) -> tuple[CourseRun, bool]:
    """A dated run under the course's next number, and whether it is new: a run of the same name and days is made once.

    Raises IntegrityError when it would close before it opens.
    """
    policy = policy or CompletionPolicy()
    with transaction.atomic():
        _lock(course)
        return CourseRun.objects.get_or_create(
            course=course,
            label=label,
            opens_on=opens_on,
            closes_on=closes_on,
            is_self_paced=False,
            defaults={"number": _next_number(course), **policy.as_json()},
        )


def grant_section(*, section: SectionPage, group: Group) -> int:
    """Let a group write, change and publish everything in a section. Returns how many permissions were new."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=SECTION_PERMISSIONS
    )
    granted = [
        GroupPagePermission.objects.get_or_create(group=group, page=section.page_ptr, permission=permission)
        for permission in permissions
    ]
    return sum(is_new for _permission, is_new in granted)


def _lock(course: CoursePage) -> None:
    """Numbers are given one at a time per course."""
    CoursePage.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)


def _next_number(course: CoursePage) -> int:
    highest = CourseRun.objects.filter(course=course).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
