"""Moves the clock's hand for journeys that cannot wait: what is on the air in the served city.

``python -m tests.browser.broadcast SECONDS``: a demo recording is on the air that many seconds from now, and replaces
what an earlier journey put there. ``… now TITLE``: the moment of an approved episode has come and gone, and the worker
has thanked whose story was in it. ``… off REASON``: that recording is taken off.
"""

from __future__ import annotations

import sys
from datetime import timedelta
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


def put_on_air(seconds: int) -> None:
    """An episode of its own series, on the air from then on."""
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
    asked.save()
    at = clock.now() + timedelta(seconds=seconds)
    episode = Episode(
        title=TITLE,
        slug=f"journey-{int(at.timestamp())}",
        airs_at=at,
        recording=recording,
        live=False,
        segments=[_part(kind, title, begins) for kind, title, begins in PARTS],
        pulse=[{"type": "pulse", "value": {"question": "오늘 해 보시겠습니까?", "choices": ["네", "다음에"]}}],
    )
    BroadcastSeries.objects.get(pk=series.pk).add_child(instance=episode)
    episode.save_revision().publish()


def _part(kind: str, title: str, begins: int) -> dict[str, Any]:
    value = {"kind": kind, "title": title, "script": title, "planned_seconds": 10, "starts_at_seconds": begins}
    return {"type": "segment", "value": value}


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "now":
        let_it_come(sys.argv[2])
    elif sys.argv[1] == "off":
        take_off(sys.argv[2])
    else:
        put_on_air(int(sys.argv[1]))
