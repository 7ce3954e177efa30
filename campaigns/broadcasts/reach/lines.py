"""What a screen or file shows of a reach: its units, its broadcasts day by day. Nothing here is not published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.core.groups import protected, whole_groups
from lms.reports.publishing import Count
from lms.reports.voluntary import UnitLine, told_of

from ..models import Listening
from .counting import Broadcast, Reach

__all__ = ["BroadcastLine", "Report", "WayCount", "count_ways", "report_of"]


@dataclass(frozen=True)
class WayCount:
    """How many heard it in one way; ``people`` is None for a few, and where it would tell of a few."""

    way: str
    label: str
    people: int | None


@dataclass(frozen=True)
class BroadcastLine:
    """One broadcast among the people asked about. ``count`` None: it cannot be told of them alone."""

    broadcast: Broadcast
    count: Count | None
    ways: Sequence[WayCount] = field(default_factory=tuple)


@dataclass(frozen=True)
class Report:
    """What may be told of the unit asked about. ``total`` None: it is too small, or everybody did the same."""

    counted: Reach
    key: str
    total: Count | None
    units: Sequence[UnitLine]
    broadcasts: Sequence[BroadcastLine]
    away: dict[str, int]


def report_of(counted: Reach, *, totals_only: bool = False) -> Report:
    """The published part of a count, for the unit that was asked about."""
    question = counted.question
    told = told_of(counted.average, question.tree, question.unit, opens_leaves=True)
    # Nothing below: the total says it.
    is_one = len(told.lines) == 1 and told.lines[0].is_direct
    return Report(
        counted,
        told.key,
        total=told.total,
        units=() if totals_only or told.total is None or is_one else told.lines,
        broadcasts=[_broadcast(counted, each, told.key) for each in counted.broadcasts] if told.total else (),
        away=counted.away(told.key),
    )


def count_ways(counts: Mapping[str, int]) -> list[WayCount]:
    """Every way in its order, in whole groups, protected against subtraction from the sum of all."""
    shown = protected({way: counts.get(way, 0) for way in Listening.Way.values})
    return [
        WayCount(way, str(Listening.Way(way).label), None if people is None else whole_groups(people))
        for way, people in shown.items()
    ]


def _broadcast(counted: Reach, broadcast: Broadcast, key: str) -> BroadcastLine:
    count = counted.heard[broadcast.pk].totals.get(key)
    if count is None:
        return BroadcastLine(broadcast, None)
    return BroadcastLine(broadcast, count, count_ways(counted.ways_of(broadcast, key)))
