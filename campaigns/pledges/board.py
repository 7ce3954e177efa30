"""What the rally board is told: the same bytes for everybody who watches, at twenty leaves as at twenty thousand.

An answer holds the leaves of the last seconds, by number, and exact totals: how many leaves there are and the sum of
their numbers. A board puts in what it does not have and takes off what is gone; whoever then has other totals missed
something (a transaction that committed late, a network that was away) and reads the whole once more.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import get_language

from lms.core import editions

from .crown import leaf_place
from .forest import Forest, approved, forest_of, picture, version_of
from .kept import kept
from .models import CampaignPage, Pledge
from .tree import TRUNK

__all__ = ["ASK_SECONDS", "Answer", "news_of", "whole_of"]

#: Leaves and withdrawals of so many seconds are told again and again: late commits and lost answers within them cost
#: nothing.
OVERLAP_SECONDS = 20
#: A leaf is on the board two seconds after its signature at the latest: a board asks so often, what it is told is so
#: old at most, and half a second is left for the way.
ASK_SECONDS = 1
NEWS_SECONDS = 0.5
#: Which branches there are changes slowly: a new leaf may grow on yesterday's branch for a moment.
FOREST_SECONDS = 10
WORDS_SHOWN = 24
WHOLE_SECONDS = 600


@dataclass(frozen=True)
class Answer:
    """Bytes that are the same for everybody, plain and compressed, and the word they are known by."""

    etag: str
    plain: bytes
    compressed: bytes


def news_of(campaign: CampaignPage, *, at: datetime) -> Answer:
    """What happened in the last seconds, and the totals. Worked out twice a second however many boards ask."""
    key = f"pledges.news:{campaign.pk}:{get_language()}"
    return kept(key, at=at, seconds=NEWS_SECONDS, make=lambda: _news(campaign, at))


def whole_of(campaign: CampaignPage, *, at: datetime) -> Answer:
    """Every leaf by number, and the picture: for a board that opens or missed something."""
    key = f"pledges.whole:{campaign.pk}:{get_language()}"
    return kept(key, at=at, seconds=NEWS_SECONDS, make=lambda: _whole(campaign, at))


def _news(campaign: CampaignPage, at: datetime) -> Answer:
    forest = kept(
        f"pledges.board_forest:{campaign.pk}",
        at=at,
        seconds=FOREST_SECONDS,
        make=lambda: forest_of(campaign, version_of(campaign.pk, at=at)),
    )
    since = at - timedelta(seconds=OVERLAP_SECONDS)
    living = Pledge.objects.living().filter(campaign=campaign).order_by()
    # First the latest, then everything before them: whoever signs between the two statements is in neither, so that
    # totals and leaves of one answer always agree.
    latest = list(living.filter(signed_at__gte=since).values_list("pk", "unit_id"))
    gone = Pledge.objects.filter(campaign=campaign, withdrawn_at__gte=since).values_list("pk", flat=True)
    before = living.filter(signed_at__lt=since).aggregate(leaves=Count("pk"), numbers=Sum("pk"))
    news = {
        "signed": before["leaves"] + len(latest),
        "numbers": int(before["numbers"] or 0) + sum(number for number, _unit in latest),
        "words": _words(campaign),
    }
    # The stretch of the last seconds moves on by itself; only what has changed makes another answer.
    etag = _etag(news)
    return _answer(etag, news | {"leaves": _placed(forest, latest), "gone": list(gone)})


def _whole(campaign: CampaignPage, at: datetime) -> Answer:
    version = version_of(campaign.pk, at=at)
    key = f"pledges.whole:{campaign.pk}:{version}:{get_language()}"
    found: Answer | None = editions.get_many([key]).get(key)
    if found is None:
        found = _read(campaign, forest_of(campaign, version))
        editions.set_many({key: found}, WHOLE_SECONDS)
    return found


def _read(campaign: CampaignPage, forest: Forest) -> Answer:
    numbers = sorted(Pledge.objects.living().filter(campaign=campaign).order_by().values_list("pk", flat=True))
    # As distances: one or two digits each, which compress to almost nothing.
    steps = [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
    whole = {"signed": len(numbers), "numbers": sum(numbers), "words": _words(campaign)}
    svg = picture(campaign, forest, has_links=False)
    return _answer(_etag(whole), whole | {"steps": steps, "svg": svg})


def _placed(forest: Forest, latest: Sequence[tuple[int, int | None]]) -> list[list[float]]:
    """Number, place and direction of each leaf."""
    slots = forest.slots(TRUNK)
    placed: list[list[float]] = []
    for number, unit_id in latest:
        place = leaf_place(slots[forest.slot_of(unit_id)], number)
        placed.append([number, round(place.x), round(place.y), round(place.angle)])
    return placed


def _words(campaign: CampaignPage) -> list[list[Any]]:
    """The latest approved words with the name of those who chose to show it."""
    rows = approved(campaign).values_list("pledge_id", "words", "shows_name", "pledge__signed_name")[:WORDS_SHOWN]
    return [[number, words, name if shows_name else ""] for number, words, shows_name, name in rows]


def _etag(totals: dict[str, Any]) -> str:
    return f'"{sha256(json.dumps(totals, sort_keys=True).encode()).hexdigest()[:20]}"'


def _answer(etag: str, content: dict[str, Any]) -> Answer:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(etag, plain, gzip.compress(plain, 6, mtime=0))
