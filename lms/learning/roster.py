"""수강 명단: the people of a run with where each of them stands, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.courses.models import CourseRun
from lms.courses.services import lessons_of
from lms.people.models import OrgUnit
from lms.people.services import unit_label, units_of

from .models import Enrolment, LessonProgress
from .rules import counted_lessons

__all__ = ["STATES", "RosterRow", "roster_of", "roster_rows"]

#: Where a person stands on a run: key and words, in the order of the way.
STATES = (
    ("not_started", _("Not started")),
    ("in_progress", pgettext_lazy("state", "In progress")),
    ("completed", _("Completed")),
    ("withdrawn", _("Left")),
)


@dataclass(frozen=True)
class RosterRow:
    """One person on a run. ``progress_percent`` and ``score_percent`` are integers; no score was reached: None."""

    enrolment: Enrolment
    unit: OrgUnit | None
    state: str
    progress_percent: int
    score_percent: int | None
    last_seen_at: datetime | None
    is_overdue: bool

    @property
    def unit_name(self) -> str:
        return unit_label(self.unit)

    @property
    def state_words(self) -> str:
        return str(dict(STATES)[self.state])


def roster_of(run: CourseRun) -> QuerySet[Enrolment]:
    """The real enrolments of a run, each with ``state``, ``progress_percent``, ``score_percent``, ``last_seen_at``:
    filterable, sortable. Of who completed it is what was reached then, whatever the course asks for since.

    Somebody who left and enrolled again stands there once, with the living enrolment.
    """
    counted = counted_lessons(lessons_of(run.course))
    marked = [card.id for card in counted if card.completes_itself]
    progress = LessonProgress.objects.filter(enrolment=OuterRef("pk"))
    finished = progress.filter(lesson_id__in=[card.id for card in counted], completed_at__isnull=False)
    later = Enrolment.objects.real().filter(person=OuterRef("person"), run=OuterRef("run"), pk__gt=OuterRef("pk"))
    reached = F("done") * 100 / len(counted) if counted else Value(0)
    mean = F("points") / len(marked) if marked else Value(None)
    return (
        Enrolment.objects.real()
        .filter(run=run)
        .exclude(Q(withdrawn_at__isnull=False) & Exists(later))
        .with_standing_completion()
        .select_related("person")
        .alias(
            done=Coalesce(_aggregate(finished, Count("pk")), 0),
            points=_aggregate(progress.filter(lesson_id__in=marked), Sum("score_percent")),
        )
        .annotate(
            progress_percent=_frozen("progress_percent", default=reached),
            score_percent=_frozen("score_percent", default=mean),
            last_seen_at=_aggregate(progress, Max("last_opened_at")),
            state=Case(
                When(withdrawn_at__isnull=False, then=Value("withdrawn")),
                When(standing__isnull=False, then=Value("completed")),
                When(Exists(progress), then=Value("in_progress")),
                default=Value("not_started"),
                output_field=CharField(),
            ),
        )
    )


def roster_rows(enrolments: Iterable[Enrolment], *, on: date) -> list[RosterRow]:
    """Rows for one page of ``roster_of``: one query for all their units."""
    page = list(enrolments)
    units = units_of([enrolment.person_id for enrolment in page], on)
    return [_row(enrolment, units.get(enrolment.person_id), on) for enrolment in page]


def _row(enrolment: Enrolment, unit: OrgUnit | None, on: date) -> RosterRow:
    names = ("state", "progress_percent", "score_percent", "last_seen_at")
    state, progress, score, last_seen_at = (getattr(enrolment, name) for name in names)
    return RosterRow(
        enrolment=enrolment,
        unit=unit,
        state=state,
        progress_percent=progress,
        score_percent=score,
        last_seen_at=last_seen_at,
        is_overdue=state in ("not_started", "in_progress") and enrolment.is_overdue(on=on),
    )


def _frozen(name: str, *, default: Any) -> Case:
    """A number as the standing completion has it, also where it has none; ``default`` without a completion."""
    return Case(When(standing__isnull=False, then=F(f"standing__{name}")), default=default, output_field=IntegerField())


def _aggregate(rows: QuerySet[LessonProgress], expression: object) -> Subquery:
    """One number about the progress of each enrolment, without multiplying its rows."""
    return Subquery(rows.order_by().values("enrolment").annotate(found=expression).values("found"))
