"""What was really played. Pure: no database, no clock, no request; every time is an integer of milliseconds.

A play claims spans; the union of its claims and the last moment it was heard only grow, so reports may come twice, late
or in another order and give the same. What is credited is decided from them: nobody plays more than ``FASTEST`` seconds
in a second of the wall clock, in all plays of the person together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["FASTEST", "MOST_SPANS", "Claim", "Coverage", "Span", "coverage", "is_enough", "merge", "refuse_spans"]

Span = tuple[int, int]

#: Twice the usual speed is the fastest that the player offers.
FASTEST = 2
#: Clocks and rounding: credited once for a person and a recording, not for each report.
TOLERANCE_MS = 2_000
#: Two spans this close are one: browsers report the edges of a span to about a quarter of a second.
JOIN_MS = 300
#: An honest player has a few dozen; who jumps more often loses nothing but the smallest pieces.
MOST_SPANS = 500


@dataclass(frozen=True)
class Claim:
    """One play: what it says it played, between two moments of the server's clock."""

    spans: Sequence[Span]
    started_ms: int
    heard_ms: int


@dataclass(frozen=True)
class Coverage:
    """The seconds of a recording that count as played, merged and in order."""

    spans: tuple[Span, ...]
    covered_ms: int
    length_ms: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 89.9 is not 90."""
        return self.covered_ms * 100 // self.length_ms if self.length_ms else 0


def merge(spans: Iterable[Span], *, length_ms: int, join_ms: int = JOIN_MS) -> tuple[Span, ...]:
    """The union within the recording, in order. Repeating or reordering the spans changes nothing."""
    clipped = sorted((max(0, start), min(end, length_ms)) for start, end in spans)
    merged: list[Span] = []
    for start, end in clipped:
        if end <= start:
            continue
        if merged and start <= merged[-1][1] + join_ms:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def coverage(claims: Iterable[Claim], *, length_ms: int) -> Coverage:
    """What all plays of one person credit together, whatever their order."""
    claims = list(claims)
    # Each play by its own time: a second device does not vouch for what the first one claims.
    credited = [
        span
        for claim in claims
        for span in _within(
            merge(claim.spans, length_ms=length_ms), FASTEST * (claim.heard_ms - claim.started_ms) + TOLERANCE_MS
        )
    ]
    # And all together by the time that passed: ten windows side by side are still one person.
    walls = [(claim.started_ms, claim.heard_ms) for claim in claims]
    latest = max((end for _start, end in walls), default=0)
    passed = _measure(merge(walls, length_ms=latest, join_ms=0))
    spans = _within(merge(credited, length_ms=length_ms), FASTEST * passed + TOLERANCE_MS if claims else 0)
    return Coverage(spans, _measure(spans), length_ms)


def is_enough(coverage: Coverage, *, asked_percent: int) -> bool:
    """Whether a demand is met; the last moments, in which players stop, are given."""
    missing = coverage.length_ms * asked_percent // 100 - coverage.covered_ms
    return missing <= min(TOLERANCE_MS, coverage.length_ms // 20)


def refuse_spans(spans: Sequence[Span], *, length_ms: int) -> str:
    """A word that names what cannot be true of claimed spans; empty when they may be."""
    if len(spans) > MOST_SPANS:
        return "many"
    if any(start < 0 or end < start for start, end in spans):
        return "backwards"
    if any(end > length_ms + TOLERANCE_MS for _start, end in spans):
        return "beyond"
    return ""


def _measure(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _within(spans: Sequence[Span], most_ms: int) -> tuple[Span, ...]:
    """The spans from the beginning, as far as ``most_ms`` reach."""
    kept: list[Span] = []
    for start, end in spans:
        if most_ms <= 0:
            break
        kept.append((start, min(end, start + most_ms)))
        most_ms -= end - start
    assert all(left[1] <= right[0] for left, right in pairwise(kept))
    return tuple(kept)
