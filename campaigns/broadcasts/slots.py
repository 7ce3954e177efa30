"""What broadcasts show on other pages, and the personal parts of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string

from lms.core import clock, stamps
from lms.core.parts import part
from lms.people.requests import person_of

from .archive.missed import missed_by
from .models import BroadcastIndexPage
from .schedule import LEAD, OnAir, Phase
from .timetable import Facts, now_on, timetable

__all__ = ["banner", "broadcasts_url", "home", "home_now", "missed", "navigation"]

SECONDS = 60
NEAR_MINUTES = int(LEAD.total_seconds()) // 60
#: Of how many seconds a process remembers what was on.
KEPT_SECONDS = 2
INDEX_KEY = stamps.remembered("broadcasts.index_url")


@dataclass(frozen=True)
class Today:
    """Today's broadcast in plain values. Nothing of an episode is named before its moment."""

    phase: str
    starts_at: datetime | None
    next_starts_at: datetime | None
    minutes: int
    series_title: str
    theme: str
    title: str
    url: str
    notice: str
    is_rerun: bool
    replays_at: datetime | None

    @property
    def is_near(self) -> bool:
        """On the air, or about to be."""
        return self.phase == Phase.LIVE or (self.phase == Phase.BEFORE and self.minutes <= NEAR_MINUTES)


def broadcasts_url() -> str:
    """The address of the broadcasts; empty where an institution has none. Asked once a minute."""

    def find() -> str:
        page = BroadcastIndexPage.objects.live().first()
        return (page.url if page else None) or ""

    return str(caches["process"].get_or_set(INDEX_KEY, find, SECONDS))


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """친절방송 in the main menu."""
    url = broadcasts_url()
    if not url:
        return ""
    is_current = context["request"].path.startswith(url)
    return render_to_string("broadcasts/navigation.html", {"href": url, "is_current": is_current})


def home_now(context: dict[str, Any], page: Any = None, **kwargs: Any) -> str:
    """오늘의 방송 above everything else, while it is on the air and in the hour before."""
    today = _today(getattr(page, "content_stamp", ""))
    return _card(today) if today.is_near else ""


def home(context: dict[str, Any], page: Any = None, **kwargs: Any) -> str:
    """오늘의 방송 below what there is to do, for the rest of the day."""
    today = _today(getattr(page, "content_stamp", ""))
    has_news = today.phase != Phase.NONE or today.notice or today.next_starts_at is not None
    return _card(today) if has_news and not today.is_near else ""


def _card(today: Today) -> str:
    url = broadcasts_url()
    return part("broadcasts/home.html", today=today, index_url=url) if url else ""


def banner(context: dict[str, Any], page: Any = None, **kwargs: Any) -> str:
    """The same, large, on the front page of the broadcasts."""
    return part("broadcasts/banner.html", today=_today(getattr(page, "content_stamp", "")))


def missed(context: dict[str, Any], page: Any = None, **kwargs: Any) -> str:
    """What this person has not heard lately."""
    found = missed_by(person_of(context["request"]), stamp=getattr(page, "content_stamp", ""), at=clock.now())
    return part("broadcasts/missed.html", missed=tuple(found)) if found else ""


def _today(stamp: str) -> Today:
    """Worked out once a second for everybody; each time where there is no stamp to keep it under."""
    stamp, at = stamp or stamps.current(stamps.CONTENT), clock.now().replace(microsecond=0)
    return _today_at(stamp, at) if stamp else _today_at.__wrapped__(stamp, at)


@lru_cache(maxsize=KEPT_SECONDS)
def _today_at(stamp: str, at: datetime) -> Today:
    found: OnAir = now_on(stamp, at=at)
    facts: Facts | None = found.episode
    may_name = facts is not None and found.phase in (Phase.LIVE, Phase.ENDED)
    replays_at = timetable(stamp, at=at).replay_starts_at(facts.pk) if facts is not None else None
    return Today(
        phase=str(found.phase),
        starts_at=found.starts_at,
        next_starts_at=found.next_starts_at,
        # Rounded up: with ten seconds to go it is still one minute, not none.
        minutes=-int(-(found.starts_at - at).total_seconds() // 60) if found.starts_at else 0,
        series_title=facts.series_title if facts else "",
        theme=facts.theme if facts else "",
        title=facts.title if facts and may_name else "",
        url=facts.url if facts and may_name else "",
        notice=found.notice,
        is_rerun=found.is_rerun,
        replays_at=replays_at if replays_at is not None and at < replays_at else None,
    )
