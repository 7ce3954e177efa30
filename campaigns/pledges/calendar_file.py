"""Small days as an iCalendar file, which a calendar program asks for again and again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from .year import Occurrence

__all__ = ["calendar_file"]


def calendar_file(days: Iterable[Occurrence], *, name: str, host: str, stamp: datetime) -> bytes:
    """Whole-day events. A day keeps its identity, so that what is asked for twice stands once; ``stamp`` dates all."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//small days//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "P1D")
    for each in days:
        event = Event()
        event.add("uid", f"small-day-{each.small_day_id}-{each.on.isoformat()}@{host}")
        event.add("dtstamp", stamp)
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("summary", each.title)
        event.add("description", each.note)
        # Nobody is busy because of it.
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
