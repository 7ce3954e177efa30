"""What a screen or file shows of a participation: its units and its trend. Nothing here is not published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.core.groups import SMALLEST_GROUP, whole_groups
from lms.reports.publishing import Count
from lms.reports.voluntary import WHOLE, UnitLine, told_of

from .counting import Participation

__all__ = ["Report", "Step", "report_of"]


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
    units: Sequence[UnitLine]
    practised: Count | None
    steps: Sequence[Step]
    away: dict[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether the whole campaign is asked about."""
        return self.key == WHOLE


def report_of(counted: Participation, *, totals_only: bool = False) -> Report:
    """The published part of a count, for the unit that was asked about."""
    question = counted.question
    told = told_of(counted.signed, question.tree, question.unit)
    return Report(
        counted,
        told.key,
        total=told.total,
        units=() if totals_only or told.total is None else told.lines,
        practised=counted.practised.totals.get(told.key),
        steps=_steps(counted, told.key) if told.total else (),
        away=counted.away(told.key),
    )


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
