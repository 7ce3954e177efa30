"""What is asked of a report: the day, the unit, the courses, whose records count. Every screen and file answers one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from lms.courses.models import CoursePage, CourseRun
from lms.learning.models import Enrolment

from .choices import UnitBasis
from .horizon import Horizon
from .rules import Window
from .tree import Branch, OrgTree

__all__ = ["Question", "courses_known_on", "day_after", "runs_of", "start_of"]

#: Key of the people who belong to no unit on the day asked.
NO_UNIT = 0


@dataclass(frozen=True)
class Question:
    """``courses`` are those asked about, in the order of the catalogue; ``run`` narrows the only one of them.

    ``unit`` None asks about everything the actor sees, for HR also about people without a unit. ``employment`` holds
    the states that count; people in another state are reported as left out. ``name`` and ``person_id`` narrow a list.
    """

    horizon: Horizon
    tree: OrgTree
    courses: Sequence[CoursePage]
    window: Window
    employment: tuple[str, ...]
    unit: Branch | None = None
    run: CourseRun | None = None
    basis: str = UnitBasis.CURRENT
    grades: tuple[int, ...] = ()
    without_grade: bool = False
    name: str = ""
    person_id: int | None = None

    @property
    def as_of(self) -> date:
        """기준일: the day the answer speaks about."""
        return self.tree.on

    @property
    def tops(self) -> list[Branch]:
        """The units from which the question looks down."""
        return [self.unit] if self.unit else self.horizon.tops(self.tree)

    @property
    def includes_unplaced(self) -> bool:
        """Whether people without a unit are part of it."""
        return self.unit is None and self.horizon.sees_all

    @property
    def unit_ids(self) -> list[int]:
        """Every edition of a unit that counts to what is asked."""
        return [pk for top in self.tops for branch in top.walk() for pk in branch.edition_ids]


def start_of(day: date) -> datetime:
    """The first moment of a day in the institution's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_after(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return start_of(day + timedelta(days=1))


def courses_known_on(on: date) -> list[CoursePage]:
    """Courses that were taught or published by that day, in catalogue order: one query, audiences included."""
    end = day_after(on)
    enrolled = Enrolment.objects.real().filter(run__course=OuterRef("pk"), enrolled_at__lt=end)
    published = Q(live=True) & (Q(first_published_at__isnull=True) | Q(first_published_at__lt=end))
    courses = CoursePage.objects.filter(published | Exists(enrolled)).select_related("audience")
    return list(courses.defer_streamfields().order_by("path"))


def runs_of(courses: Sequence[CoursePage]) -> list[CourseRun]:
    """Their runs, the latest first, each with its course already at hand: one query."""
    by_id = {course.pk: course for course in courses}
    runs = list(CourseRun.objects.filter(course__in=by_id).order_by(F("is_self_paced").asc(), "-number"))
    for run in runs:
        run.course = by_id[run.course_id]
    order = {course.pk: index for index, course in enumerate(courses)}
    return sorted(runs, key=lambda run: order[run.course_id])
