"""Moves the clock's hand for journeys that cannot wait: what is on the air in the served city.

``python -m tests.browser.broadcast`` obeys one line after another, each a list in JSON, and answers each with what came
of it and what went wrong. ``[12]``: a demo recording is on the air twelve seconds from now, but today, and replaces
what an earlier journey put there; its moment in milliseconds comes of it. ``["now", TITLE]``: the moment of an approved
episode has come and gone, and the worker has thanked whose story was in it. ``["off", REASON]``: that recording is
taken off.
"""

from __future__ import annotations

import json
import sys
import traceback
from datetime import datetime, time, timedelta
from typing import Any

PARTS = (("greeting", "인사", 0), ("word", "오늘의 친절 한마디", 10))
TITLE = "끝인사 한 번 더"


def let_it_come(title: str) -> None:
    """The moment of an approved episode was an hour ago, as if the time had passed."""
    from campaigns.broadcasts.jobs import thank_senders
    from campaigns.broadcasts.models import Episode
    from lms.core import clock, stamps

    coming = Episode.objects.filter(title=title, airs_at__gt=clock.now())
    coming.update(airs_at=clock.now() - timedelta(hours=1))
    stamps.renew(stamps.CONTENT)
    thank_senders(at=clock.now())


def take_off(reason: str) -> None:
    """What a journey put on the air is cancelled."""
    from campaigns.broadcasts.models import BroadcastSeries, Episode
    from campaigns.broadcasts.services.airing import cancel
    from lms.core import clock
    from lms.people import roles
    from lms.people.models import Person

    episode = Episode.objects.child_of(BroadcastSeries.objects.get(slug="journey")).exclude(airs_at=None).get()
    approver = Person.objects.filter(groups__name=roles.HR_OFFICER).first()
    assert approver is not None
    cancel(episode=episode, by=approver, reason=reason, at=clock.now())


def put_on_air(seconds: int) -> int:
    """An episode of its own series, on the air from then on; that moment as a browser counts."""
    from django.utils import timezone

    from campaigns.broadcasts.models import BroadcastIndexPage, BroadcastSeries, BroadcastSettings, Episode
    from lms.core import clock
    from lms.recordings.models import Recording

    recording = Recording.objects.published().filter(type="audio").order_by("duration_ms").first()
    assert recording is not None
    series = BroadcastSeries.objects.filter(slug="journey").first()
    if series is None:
        series = BroadcastSeries(title="아침 방송", slug="journey", summary="여정")
        BroadcastIndexPage.objects.get().add_child(instance=series)
        series.save_revision().publish()
    for old in Episode.objects.child_of(series):
        old.unpublish()
        Episode.objects.filter(pk=old.pk).update(airs_at=None)
    # A demo recording is short, and a busy machine opens pages slowly: half of it is asked for here.
    asked = BroadcastSettings.current()
    asked.listened_percent = 50
    asked.has_reruns = False
    asked.save()
    # Today: the page of the air speaks of no other day, and journeys are made shortly before midnight too.
    last = datetime.combine(clock.today(), time(23, 59, 59), timezone.get_current_timezone())
    at = min(clock.now() + timedelta(seconds=seconds), last)
    # Nothing else comes in the hour after it, at whatever time of day journeys are made.
    Episode.objects.filter(airs_at__range=(at, at + timedelta(hours=1))).update(airs_at=None)
    episode = Episode(
        title=TITLE,
        slug=f"journey-{int(at.timestamp() * 1000)}",
        airs_at=at,
        recording=recording,
        live=False,
        segments=[_part(kind, title, begins) for kind, title, begins in PARTS],
        pulse=[{"type": "pulse", "value": {"question": "오늘 해 보시겠습니까?", "choices": ["네", "다음에"]}}],
    )
    BroadcastSeries.objects.get(pk=series.pk).add_child(instance=episode)
    episode.save_revision().publish()
    return int(at.timestamp() * 1000)


def _part(kind: str, title: str, begins: int) -> dict[str, Any]:
    value = {"kind": kind, "title": title, "script": title, "planned_seconds": 10, "starts_at_seconds": begins}
    return {"type": "segment", "value": value}


def obey(order: list[Any]) -> int | None:
    """One line, as a process that has just started would: without what another one changed in the meantime."""
    from django.core.cache import caches

    for cache in caches.all(initialized_only=True):
        cache.clear()
    match order:
        case ["now", str(title)]:
            return let_it_come(title)
        case ["off", str(reason)]:
            return take_off(reason)
        case [int(seconds)]:
            return put_on_air(seconds)
    raise ValueError(order)


if __name__ == "__main__":
    import django

    django.setup()
    for line in sys.stdin:
        came, wrong = None, ""
        try:
            came = obey(json.loads(line))
        except Exception:
            wrong = traceback.format_exc()
        print(json.dumps([came, wrong]), flush=True)  # noqa: T201 - the answer
