"""Decisions about people: who leads, who is an executive, who may sign in, and how dated periods overlay each other.

Pure functions and tables: no database, no clock, no request.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from .choices import EmploymentState, Position, UnitKind

__all__ = [
    "EXECUTIVE_POSITIONS",
    "LEADS",
    "Span",
    "end_of_new_span",
    "is_executive",
    "leads",
    "may_sign_in",
    "overlay",
]

#: The kind of unit that a position leads. A position held in a unit of another kind leads nothing: a division head
#: lent to a team is not its head.
LEADS: dict[str, str] = {
    Position.MAYOR: UnitKind.CITY,
    Position.VICE_MAYOR: UnitKind.CITY,
    Position.BUREAU_HEAD: UnitKind.BUREAU,
    Position.DISTRICT_HEAD: UnitKind.DISTRICT,
    Position.DIVISION_HEAD: UnitKind.DIVISION,
    Position.DONG_HEAD: UnitKind.DONG,
    Position.TEAM_LEAD: UnitKind.TEAM,
}

#: 간부공무원 is no fixed grade: a division head of the city has grade 4, of a district grade 5. Team leads are not.
EXECUTIVE_POSITIONS: frozenset[str] = frozenset(LEADS) - {Position.TEAM_LEAD}


def leads(position: str, kind: str | None) -> bool:
    """Whether somebody of this position is the head of the unit of this kind that they belong to."""
    return kind is not None and LEADS.get(position) == kind


def is_executive(position: str, kind: str | None, override: bool | None = None) -> bool:
    """간부공무원: the override when there is one, else the head of anything larger than a team."""
    if override is not None:
        return override
    return position in EXECUTIVE_POSITIONS and leads(position, kind)


def may_sign_in(state_today: str | None, *, has_history: bool) -> bool:
    """Whether employment lets a person in.

    Leave and secondment do. Retirement, and a first day that is still to come, do not. An account without any
    employment history is a break-glass administrator and is let in.
    """
    if state_today is None:
        return not has_history
    return state_today != EmploymentState.RETIRED


Value = TypeVar("Value", bound=Hashable)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span(Generic[Value]):
    """A value that holds from ``start`` to ``end``, both days counted; ``end`` None is open."""

    value: Value
    start: date
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the value holds on that day."""
        return self.start <= on and (self.end is None or self.end >= on)


def end_of_new_span(spans: Iterable[Span[Value]], start: date) -> date | None:
    """The last day of something that begins on ``start`` and lasts until the next change already recorded."""
    later = [span.start for span in spans if span.start > start]
    return min(later) - _DAY if later else None


def overlay(spans: Sequence[Span[Value]], new: Span[Value]) -> list[Span[Value]]:
    """The spans with ``new`` laid over them: what it covers is cut, split or gone, equal neighbours become one.

    ``spans`` must not overlap each other. The result is in order of time and does not overlap either. Raises
    ValueError when ``new`` ends before it starts.
    """
    if new.end is not None and new.end < new.start:
        raise ValueError("a period cannot end before it starts")
    kept = [new]
    for span in spans:
        if span.start < new.start:
            ends_before = span.end is not None and span.end < new.start
            kept.append(span if ends_before else replace(span, end=new.start - _DAY))
        if new.end is not None and (span.end is None or span.end > new.end):
            kept.append(replace(span, start=max(span.start, new.end + _DAY)))
    kept.sort(key=lambda span: span.start)
    merged: list[Span[Value]] = []
    for span in kept:
        before = merged[-1] if merged else None
        if before and before.value == span.value and before.end is not None and before.end + _DAY == span.start:
            merged[-1] = replace(before, end=span.end)
        else:
            merged.append(span)
    return merged
