"""The plan as iCalendar: one event a broadcast; what was taken off stays, cancelled, so that programs take it out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ..models import BroadcastSeries, Cancellation, Episode
from .text import readable

__all__ = ["build_calendar"]

PAST = timedelta(days=60)
#: Where the recording says nothing yet.
USUAL = timedelta(minutes=10)


def build_calendar(*, at: datetime, name: str, host: str) -> tuple[bytes, datetime]:
    """The calendar, and when anything in it last changed. What an episode is about is told once its moment has come."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{name}//broadcasts//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Kindness broadcast"))
    rows = Episode.objects.live().filter(airs_at__gt=at - PAST, recording__isnull=False)
    series = dict(BroadcastSeries.objects.values_list("path", "title"))
    changed = [at - PAST]
    for episode in rows.select_related("recording", "cancellation").order_by("airs_at"):
        event, changed_at = _event(episode, series.get(episode.path[: -Episode.steplen], ""), at=at, host=host)
        calendar.add_component(event)
        changed.append(changed_at)
    return readable(calendar.to_ical().decode()).encode(), max(changed)


def _event(episode: Episode, series: str, *, at: datetime, host: str) -> tuple[Event, datetime]:
    starts = episode.airs_at
    assert starts is not None
    recording = episode.recording
    length = timedelta(milliseconds=recording.duration_ms) if recording and recording.duration_ms else USUAL
    about = episode.title if starts <= at else episode.theme
    cancellation: Cancellation | None = getattr(episode, "cancellation", None)
    changed_at = episode.last_published_at or starts
    if cancellation is not None:
        changed_at = max(changed_at, cancellation.cancelled_at)
    event = Event()
    event.add("uid", f"{episode.translation_key}@{host}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", starts)
    event.add("dtend", starts + length)
    event.add("summary", " · ".join(each for each in (series, about) if each))
    event.add("transp", "TRANSPARENT")
    if cancellation is not None:
        event.add("status", "CANCELLED")
        event.add("sequence", 1)
        event.add("description", cancellation.reason)
    else:
        event.add("status", "CONFIRMED")
        event.add("sequence", 0)
        event.add("url", episode.full_url or "")
    return event, min(changed_at, at)
