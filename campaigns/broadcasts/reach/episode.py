"""One episode: how far it was heard, in which ways, and what was answered at its end. Told of everybody together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count as CountRows

from lms.core.groups import SMALLEST_GROUP, whole_groups
from lms.recordings.services import claims_of
from lms.recordings.spans import Span, coverage

from ..archive.parts import parts_of
from ..models import Episode, EpisodePlay, Listening
from ..services.listening import PulseCount, count_pulse
from .curve import Curve, PartHeard, curve_of, parts_heard
from .lines import WayCount, count_ways

__all__ = ["EpisodeReach", "reach_of_episode"]

#: So many plays are in memory at once.
CHUNK = 2_000


@dataclass(frozen=True)
class EpisodeReach:
    """What may be told of one episode. ``heard`` is None for fewer than five people."""

    episode: Episode
    heard: int | None
    ways: Sequence[WayCount]
    curve: Curve
    parts: Sequence[PartHeard]
    pulse: Sequence[PulseCount]

    @property
    def pulse_total(self) -> int:
        """The answers that are told, together: what the picture is drawn from."""
        return sum(each.people or 0 for each in self.pulse)


def reach_of_episode(episode: Episode) -> EpisodeReach:
    """Three queries: recognised listening, plays, answers."""
    rows = Listening.objects.filter(episode=episode).order_by().values_list("way").annotate(people=CountRows("pk"))
    counts = dict(rows)
    people = sum(counts.values())
    length_ms = episode.recording.duration_ms if episode.recording else 0
    curve = curve_of(_heard(episode, length_ms), length_ms=length_ms)
    parts = [(part["title"], part["seconds"]) for part in parts_of(episode)]
    return EpisodeReach(
        episode,
        heard=whole_groups(people) if people >= SMALLEST_GROUP else None,
        ways=count_ways(counts),
        curve=curve,
        parts=parts_heard(curve, parts) if curve.is_told else (),
        pulse=count_pulse(episode),
    )


def _heard(episode: Episode, length_ms: int) -> Iterator[tuple[Span, ...]]:
    """What each person is credited with, in all their plays; nobody who is credited with nothing. One query."""
    plays: dict[int, list[EpisodePlay]] = defaultdict(list)
    rows = EpisodePlay.objects.filter(episode=episode).order_by()
    for play in rows.only("person_id", "spans", "started_at", "heard_at").iterator(CHUNK):
        plays[play.person_id].append(play)
    for each in plays.values():
        found = coverage(claims_of(each), length_ms=length_ms)
        if found.covered_ms:
            yield found.spans
