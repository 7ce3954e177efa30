"""How far an episode was heard: how many listeners heard each of its seconds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.core.groups import SMALLEST_GROUP, whole_groups
from lms.recordings.captions import clock_time
from lms.recordings.spans import Span

__all__ = ["Curve", "PartHeard", "curve_of", "parts_heard"]


@dataclass(frozen=True)
class Curve:
    """``listeners`` began it; ``people`` says of every second how many of them heard it. Told in whole groups only."""

    listeners: int
    people: tuple[int, ...]

    @property
    def is_told(self) -> bool:
        """Whether there are five listeners at all."""
        return self.listeners >= SMALLEST_GROUP and bool(self.people)

    @property
    def shown(self) -> int:
        """The listeners as they are told."""
        return whole_groups(self.listeners)

    def percent_at(self, second: int) -> int:
        """What share of the listeners heard a second: whole groups of whole groups, rounded down."""
        return whole_groups(self.people[second]) * 100 // self.shown


@dataclass(frozen=True)
class PartHeard:
    """코너: from which second to which (not counted), and its share at the first, on average and at the last."""

    title: str
    begins: int
    ends: int
    first: int
    average: int
    last: int

    @property
    def clock(self) -> str:
        """Where it begins, as players write it."""
        return clock_time(self.begins * 1000)


def curve_of(heard: Iterable[Sequence[Span]], *, length_ms: int) -> Curve:
    """From the merged spans (ms) of each listener. A second is heard by whose span covers the middle of it."""
    seconds = length_ms // 1000
    changes = [0] * (seconds + 1)
    listeners = 0
    for spans in heard:
        listeners += 1
        for start, end in spans:
            first, last = min((start + 499) // 1000, seconds), min((end + 499) // 1000, seconds)
            changes[first] += 1
            changes[last] -= 1
    people, now = [], 0
    for change in changes[:seconds]:
        now += change
        people.append(now)
    return Curve(listeners, tuple(people))


def parts_heard(curve: Curve, parts: Sequence[tuple[str, int]]) -> list[PartHeard]:
    """The parts of an episode by title and first second, in order; one without a second of its own is left out."""
    length = len(curve.people)
    edges = [*(begins for _title, begins in parts), length]
    found = []
    for place, (title, begins) in enumerate(parts):
        ends = min(max(edges[place + 1], begins), length)
        if begins >= ends:
            continue
        shares = [curve.percent_at(second) for second in range(begins, ends)]
        found.append(PartHeard(title, begins, ends, shares[0], sum(shares) // len(shares), shares[-1]))
    return found
