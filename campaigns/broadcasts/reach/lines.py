"""What a screen or file shows of a reach: its units, its broadcasts day by day. Nothing here is not published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.groups import protected, whole_groups
from lms.reports.publishing import Count, Published

from ..models import Listening
from .counting import WHOLE, Broadcast, Reach

__all__ = ["BroadcastLine", "Report", "UnitLine", "WayCount", "count_ways", "report_of"]


@dataclass(frozen=True)
class UnitLine:
    """One cell of the table: ``code`` leads further down where there is one."""

    name: str
    count: Count
    code: str = ""
    detail: str = ""


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
    unit = counted.question.unit
    key = unit.code if unit else WHOLE
    owner, split = key, counted.average.splits.get(key, ())
    if key == WHOLE and len(split) == 1 and split[0].keys[0] in counted.average.splits:
        # A city has one root: what it splits into is what one wants to see.
        owner = split[0].keys[0]
        split = counted.average.splits[owner]
    if len(split) == 1 and split[0].is_direct:
        # Nothing below: the total says it.
        split = ()
    total = counted.average.totals.get(key)
    return Report(
        counted,
        key,
        total=total,
        units=() if totals_only or total is None else [_unit(counted, owner, cell) for cell in split],
        broadcasts=[_broadcast(counted, each, key) for each in counted.broadcasts] if total else (),
        away=counted.away(key),
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


def _unit(counted: Reach, owner: str, cell: Published) -> UnitLine:
    names = [_name(counted, key, owner) for key in cell.keys]
    if cell.is_merged:
        title = ngettext("%(count)d small unit together", "%(count)d small units together", len(names))
        return UnitLine(title % {"count": len(names)}, cell.count, detail=", ".join(names))
    key = cell.keys[0]
    return UnitLine(names[0], cell.count, code="" if cell.is_direct or key not in counted.average.splits else key)


def _name(counted: Reach, key: str, owner: str) -> str:
    """A unit below, the people directly in the one that is split, or people without a unit."""
    branch = counted.question.tree.by_code.get(key)
    if branch is None:
        return _("without a unit")
    return _("%(unit)s itself") % {"unit": branch.name} if key == owner and branch.children else branch.name
