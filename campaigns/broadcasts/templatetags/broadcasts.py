"""What the pages of the broadcasts ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import ngettext

from lms.core import clock
from lms.recordings.captions import clock_time

from ..archive import listing
from ..archive.search import search
from ..models import BroadcastIndexPage, BroadcastSeries, Episode
from ..timetable import timetable

register = template.Library()
MOST_LETTERS = 100


@register.simple_tag(takes_context=True)
def broadcast_front(context: template.Context, page: BroadcastIndexPage) -> dict[str, Any]:
    """Series, latest episodes, and what was searched for: ``words``, ``page_obj``, ``found``, ``result``."""
    at = _at(page)
    asked = context["request"].GET
    words = asked.get("q", "").replace("\x00", "").strip()[:MOST_LETTERS]
    front: dict[str, Any] = {"words": words, "series": listing.series_lines(page)}
    if words:
        page_obj, found = search(words, asked.get("page", "1")[:6], stamp=page.content_stamp, at=at)
        count = page_obj.paginator.count
        result = ngettext("%(count)d episode", "%(count)d episodes", count) % {"count": count}
        return front | {"page_obj": page_obj, "found": found, "result": result}
    return front | {"latest": listing.latest(page.content_stamp, at=at)}


@register.simple_tag(takes_context=True)
def broadcast_archive(context: template.Context, page: BroadcastSeries) -> dict[str, Any]:
    """A page of a series' archive, by month."""
    at = _at(page)
    number = context["request"].GET.get("page", "1")[:6]
    page_obj = listing.page_of(page, number, stamp=page.content_stamp, at=at)
    lines = listing.lines(page_obj, at=at)
    return {"page_obj": page_obj, "months": listing.months(lines), "themes": listing.themes_of(page)}


@register.simple_tag
def broadcast_episode(page: Episode) -> dict[str, Any]:
    """Moment, parts with where each begins, days of rerun and licence; ``is_live_only`` before the replay begins."""
    at = _at(page)
    parts, begins = [], 0
    for block in page.segments:
        value = block.value
        begins = value["starts_at_seconds"] if value["starts_at_seconds"] is not None else begins
        parts.append({"title": value["title"], "seconds": begins, "clock": clock_time(begins * 1000)})
        begins += value["planned_seconds"]
    length = page.recording.seconds if page.recording else 0
    asked = Episode.objects.with_moment().filter(pk=page.pk).select_related("recording").first()
    line = None
    if asked is not None and asked.recording and asked.on_air_from:
        line = listing.lines([asked], at=at)[0]
    replays_at = timetable(page.content_stamp, at=at).replay_starts_at(page.pk)
    return {
        "line": line,
        "parts": [each for each in parts if not length or each["seconds"] < length],
        "replays_at": replays_at if replays_at is not None and at < replays_at else None,
    }


def _at(page: Any) -> datetime:
    return page.served_at or clock.now()
