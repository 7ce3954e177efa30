"""The archive: what may be heard again, latest first, with the months as headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Page

from lms.core.clock import local_day
from lms.core.working_days import next_working_day

from ..blocks import WEEKDAYS
from ..models import BroadcastSeries, BroadcastSettings, Episode
from ..timetable import timetable

__all__ = ["Line", "Month", "archive", "latest", "lines", "months", "page_of", "series_lines", "themes_of"]

PAGE_SIZE = 30
LATEST = 6


@dataclass(frozen=True)
class Line:
    """An episode as a list shows it."""

    pk: int
    title: str
    url: str
    theme: str
    summary: str
    series_title: str
    aired_at: datetime
    minutes: int
    #: The day on which it is heard once more together; None when that is over, or never.
    rerun_on: date | None = None
    #: The last day on which it may be heard, where there is one.
    last_day: date | None = None


@dataclass(frozen=True)
class Month:
    """A month's episodes."""

    first_day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SeriesLine:
    """A series as the front page shows it."""

    title: str
    url: str
    summary: str
    presenters: str
    airs_at_time: Any
    themes: tuple[tuple[str, str], ...]
    cover: Any


def archive(stamp: str, *, at: datetime) -> Any:
    """Audible episodes that are no longer only heard together, latest first."""
    waiting = timetable(stamp, at=at).not_yet_replayed(at)
    found = Episode.objects.audible(at=at).exclude(pk__in=waiting)
    return found.select_related("recording").defer("segments", "pulse").order_by("-on_air_from", "-pk")


def latest(stamp: str, *, at: datetime) -> list[Line]:
    """The latest few of all series."""
    return lines(archive(stamp, at=at)[:LATEST], at=at)


def page_of(series: Page, number: str, *, stamp: str, at: datetime) -> PaginatorPage[Any]:
    """A page of one series' archive; a number that means nothing is the nearest page."""
    return Paginator(archive(stamp, at=at).child_of(series), PAGE_SIZE).get_page(number)


def lines(episodes: Iterable[Episode], *, at: datetime) -> list[Line]:
    """Lines of episodes that were asked for with ``with_moment`` and their recording; two statements for all."""
    names = dict(BroadcastSeries.objects.values_list("path", "title"))
    has_reruns = BroadcastSettings.current().has_reruns
    today = local_day(at)
    found = []
    for episode in episodes:
        aired_at: datetime = episode.on_air_from
        again = _rerun_day(local_day(aired_at)) if has_reruns else None
        recording = episode.recording
        assert recording is not None
        found.append(
            Line(
                pk=episode.pk,
                title=episode.title,
                url=episode.url or "",
                theme=episode.theme,
                summary=episode.summary,
                series_title=names.get(episode.path[: -Episode.steplen], ""),
                aired_at=aired_at,
                minutes=max(1, round(recording.duration_ms / 60_000)),
                rerun_on=again if again is not None and again >= today else None,
                last_day=recording.licensed_until,
            )
        )
    return found


def months(found: Iterable[Line]) -> list[Month]:
    """The same lines under the first days of their months."""
    return [
        Month(first, tuple(group))
        for first, group in groupby(found, key=lambda line: timezone.localdate(line.aired_at).replace(day=1))
    ]


def series_lines(index: Page) -> list[SeriesLine]:
    """Every published series, in the order of the page tree."""
    rows = BroadcastSeries.objects.child_of(index).live().select_related("cover").order_by("path")
    return [
        SeriesLine(
            title=row.title,
            url=row.url or "",
            summary=row.summary,
            presenters=row.presenters,
            airs_at_time=row.airs_at_time,
            themes=themes_of(row),
            cover=row.cover,
        )
        for row in rows
    ]


def themes_of(series: BroadcastSeries) -> tuple[tuple[str, str], ...]:
    """Weekday and theme, Monday first, in the reader's language."""
    names = dict(WEEKDAYS)
    found = sorted((block.value["weekday"], block.value["theme"]) for block in series.weekdays)
    return tuple((str(names[weekday]), theme) for weekday, theme in found)


def _rerun_day(day: date) -> date:
    return next_working_day(day + timedelta(days=1))
