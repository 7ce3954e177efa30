"""The year at a glance: the small days of twelve months, as the page, the preview and the calendar feed show them."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.core.working_days import is_working_day

from .models import SmallDay
from .small_days import days_of

__all__ = ["MONTHS", "Cell", "Month", "Occurrence", "days_between", "months_of"]

MONTHS = 12


@dataclass(frozen=True)
class Occurrence:
    """One small day on one date."""

    on: date
    title: str
    note: str
    small_day_id: int | None


@dataclass(frozen=True)
class Cell:
    """One day of a month's picture; ``number`` 0 is the empty place before its first day."""

    number: int
    is_off: bool = False
    is_marked: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    """One month: its picture in weeks from Sunday to Saturday, and its days in order."""

    first: date
    weeks: Sequence[Sequence[Cell]]
    days: Sequence[Occurrence]


def days_between(small_days: Iterable[SmallDay], first: date, last: date) -> list[Occurrence]:
    """Every small day from ``first`` to ``last``, both counted, by date."""
    found = [
        Occurrence(day, each.title, each.note, each.pk)
        for each in small_days
        for day in days_of(each.rule, first, last, works=is_working_day)
    ]
    return sorted(found, key=lambda each: (each.on, each.title))


def months_of(small_days: Iterable[SmallDay], *, first: date) -> list[Month]:
    """Twelve months, that of ``first`` at the beginning. Days of it that are over are shown too."""
    starts = [_month_after(first, number) for number in range(MONTHS + 1)]
    by_month: dict[date, list[Occurrence]] = defaultdict(list)
    for each in days_between(small_days, starts[0], starts[-1] - timedelta(days=1)):
        by_month[each.on.replace(day=1)].append(each)
    return [Month(start, _weeks(start, by_month[start], today=first), by_month[start]) for start in starts[:-1]]


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _weeks(start: date, days: Sequence[Occurrence], *, today: date) -> list[list[Cell]]:
    marked = {each.on.day for each in days}
    return [
        [_cell(start, number, marked, today) for number in week]
        for week in calendar.Calendar(firstweekday=6).monthdayscalendar(start.year, start.month)
    ]


def _cell(start: date, number: int, marked: set[int], today: date) -> Cell:
    if not number:
        return Cell(0)
    day = start.replace(day=number)
    return Cell(number, not is_working_day(day), number in marked, day == today)
