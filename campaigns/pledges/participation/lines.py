"""What a screen or file shows of a participation: its lines, its trend and its words. Nothing here is not published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.groups import SMALLEST_GROUP, whole_groups
from lms.reports.publishing import Count, Published

from .counting import WHOLE, Participation

__all__ = ["Line", "Report", "Step", "report_of"]


@dataclass(frozen=True)
class Line:
    """One cell of the table: ``code`` leads further down where there is one."""

    name: str
    count: Count
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """One day of the trend; ``people`` is None as long as it is a group of fewer than five."""

    on: date
    people: int | None


@dataclass(frozen=True)
class Report:
    """What may be told of the unit asked about. ``total`` None: it is too small, or everybody did the same."""

    counted: Participation
    key: str
    total: Count | None
    lines: Sequence[Line]
    practised: Count | None
    steps: Sequence[Step]
    away: dict[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether the whole campaign is asked about."""
        return self.key == WHOLE


def report_of(counted: Participation, *, totals_only: bool = False) -> Report:
    """The published part of a count, for the unit that was asked about."""
    unit = counted.question.unit
    key = unit.code if unit else WHOLE
    owner, split = key, counted.signed.splits.get(key, ())
    if key == WHOLE and len(split) == 1 and split[0].keys[0] in counted.signed.splits:
        # A city has one root: what it splits into is what one wants to see.
        owner = split[0].keys[0]
        split = counted.signed.splits[owner]
    total = counted.signed.totals.get(key)
    return Report(
        counted,
        key,
        total=total,
        lines=() if totals_only or total is None else [_line(counted, owner, cell) for cell in split],
        practised=counted.practised.totals.get(key),
        steps=_steps(counted, key) if total else (),
        away=counted.away(key),
    )


def _line(counted: Participation, owner: str, cell: Published) -> Line:
    names = [_name(counted, key, owner) for key in cell.keys]
    if cell.is_merged:
        title = ngettext("%(count)d small unit together", "%(count)d small units together", len(names))
        return Line(title % {"count": len(names)}, cell.count, detail=", ".join(names))
    key = cell.keys[0]
    branch = counted.question.tree.by_code.get(key)
    may_open = branch is not None and bool(branch.children) and not cell.is_direct
    return Line(names[0], cell.count, code=key if may_open and counted.signed.splits.get(key) else "")


def _name(counted: Participation, key: str, owner: str) -> str:
    """A unit below, the people directly in the one that is split, or people without a unit."""
    branch = counted.question.tree.by_code.get(key)
    if branch is None:
        return _("without a unit")
    return _("%(unit)s itself") % {"unit": branch.name} if key == owner and branch.children else branch.name


def _steps(counted: Participation, key: str) -> list[Step]:
    """Signatures added up day by day, told in whole groups."""
    signed = counted.signed_by_day(key)
    steps, sum_so_far = [], 0
    days = counted.question.days
    if days:
        sum_so_far = sum(people for day, people in signed.items() if day < days[0])
    for day in days:
        sum_so_far += signed[day]
        steps.append(Step(day, whole_groups(sum_so_far) if sum_so_far >= SMALLEST_GROUP else None))
    return steps
