"""What a new episode begins with, and which days of a series are free, planned or approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import WorkflowState

from lms.core.clock import local_day
from lms.core.working_days import is_working_day

from ..blocks import KINDS
from ..models import BroadcastSeries, Episode

__all__ = ["PlannedEpisode", "Standing", "moment_of", "next_free_day", "overlapping", "planned_between", "prepare"]

#: As far ahead as a free day is looked for.
HORIZON = timedelta(days=400)
#: No recording is longer, as far as two that overlap are concerned.
LONGEST = timedelta(hours=2)


class Standing(StrEnum):
    """Where an episode is on its way to its moment."""

    APPROVED = "approved"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    TAKEN_OFF = "taken_off"
    AIRED = "aired"


@dataclass(frozen=True)
class PlannedEpisode:
    """An episode in the plan, as its latest draft has it."""

    pk: int
    series_id: int
    title: str
    theme: str
    airs_at: datetime
    standing: Standing
    notice: str = ""


def moment_of(series: BroadcastSeries, day: date) -> datetime:
    """The series' time on that day, in the institution's time zone."""
    return timezone.make_aware(datetime.combine(day, series.airs_at_time))


def next_free_day(series: BroadcastSeries, *, at: datetime) -> date | None:
    """The first working day of the series whose moment is still to come and nobody has; None within the horizon."""
    first = local_day(at)
    last = first + HORIZON
    taken = set(Episode.objects.filter(airs_at__gt=at, airs_at__lt=_end(last)).values_list("airs_at", flat=True))
    day = first
    while day < last:
        moment = moment_of(series, day)
        if moment > at and series.airs_on(day) and is_working_day(day) and moment not in taken:
            return day
        day += timedelta(days=1)
    return None


def prepare(episode: Episode, *, series: BroadcastSeries, day: date | None, at: datetime) -> None:
    """Fill an unsaved episode with its moment and the template of that weekday. Nothing is written.

    ``day`` is what was asked for, from the plan; a day that has passed counts as not asked.
    """
    if day is None or moment_of(series, day) <= at:
        day = next_free_day(series, at=at)
    if day is None:
        return
    episode.airs_at = moment_of(series, day)
    found = series.template_of(day.weekday())
    if found is None:
        return
    names = dict(KINDS)
    episode.theme = found["theme"]
    episode.segments = [
        {
            "type": "segment",
            # The editor names each part by its id; new ones would all be called the same.
            "id": str(uuid4()),
            "value": {
                "kind": part["kind"],
                "title": part["title"] or str(names.get(part["kind"], "")),
                "script": "",
                "planned_seconds": part["planned_seconds"],
                "starts_at_seconds": None,
            },
        }
        for part in found["parts"]
    ]


def overlapping(airs_at: datetime, *, length_ms: int, but: int | None) -> Episode | None:
    """An episode that is on the air at that moment, or would begin before one of that length has ended.

    The same moment is the constraint's to refuse. One query.
    """
    ends_at = airs_at + timedelta(milliseconds=length_ms)
    near = Episode.objects.filter(airs_at__gt=airs_at - LONGEST, airs_at__lt=ends_at, cancellation=None)
    for other in near.exclude(airs_at=airs_at).exclude(pk=but).select_related("recording").order_by("-airs_at"):
        if other.airs_at > airs_at:
            return other
        if other.recording and other.airs_at + timedelta(milliseconds=other.recording.duration_ms) > airs_at:
            return other
    return None


def planned_between(first: date, last: date, *, at: datetime) -> list[PlannedEpisode]:
    """Every episode of those days, drafts included, by moment. Three statements, however many there are.

    What waits for review or was never published is shown with the moment of its latest draft.
    """
    begin, end = timezone.make_aware(datetime.combine(first, time())), _end(last)
    rows = (
        Episode.objects.filter(Q(airs_at__gte=begin, airs_at__lt=end) | Q(live=True, has_unpublished_changes=True))
        .select_related("cancellation", "latest_revision")
        .defer("segments", "pulse")
    )
    parents = dict(BroadcastSeries.objects.values_list("path", "pk"))
    found = []
    in_review = set(_in_review(rows))
    for row in rows:
        airs_at, title, theme = row.airs_at, row.title, row.theme
        if row.has_unpublished_changes and not row.live and row.latest_revision is not None:
            content: dict[str, Any] = row.latest_revision.content
            airs_at = parse_datetime(content.get("airs_at") or "") or airs_at
            title, theme = content.get("title", title), content.get("theme", theme)
        if airs_at is None or not begin <= airs_at < end:
            continue
        cancellation = getattr(row, "cancellation", None)
        found.append(
            PlannedEpisode(
                pk=row.pk,
                series_id=parents.get(row.path[: -Episode.steplen], 0),
                title=title,
                theme=theme,
                airs_at=airs_at,
                standing=_standing(row, is_in_review=row.pk in in_review, at=at),
                notice=cancellation.reason if cancellation else "",
            )
        )
    return sorted(found, key=lambda each: each.airs_at)


def _standing(row: Episode, *, is_in_review: bool, at: datetime) -> Standing:
    if getattr(row, "cancellation", None) is not None:
        return Standing.TAKEN_OFF
    if row.live and row.recording_id:
        return Standing.AIRED if row.airs_at and row.airs_at <= at else Standing.APPROVED
    return Standing.IN_REVIEW if is_in_review else Standing.DRAFT


def _in_review(rows: Iterable[Episode]) -> Iterable[int]:
    keys = [str(row.pk) for row in rows if not row.live]
    states = WorkflowState.objects.filter(
        object_id__in=keys, status=WorkflowState.STATUS_IN_PROGRESS, base_content_type__app_label="wagtailcore"
    )
    return (int(key) for key in states.values_list("object_id", flat=True))


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
