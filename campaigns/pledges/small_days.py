"""작은 날: on which days of a year a planned day falls. Pure.

A planned day comes every month on a date, on certain weekdays of the month, or once. Where it falls on a day off it is
moved or left out, as its planner chose.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["LAST_WEEK", "Rule", "Shift", "SmallDayKind", "days_of"]

Works = Callable[[date], bool]

#: Among the weeks of a month this one stands for the last, the fourth or fifth.
LAST_WEEK = 5
#: A day is never moved further than the longest stretch of days off.
_REACH = timedelta(days=15)
_DAY = timedelta(days=1)


class SmallDayKind(TextChoices):
    """How a planned day comes back."""

    MONTHLY = "monthly", _("every month, on a date")
    WEEKDAY = "weekday", _("every month, on weekdays")
    ONCE = "once", _("once")


class Shift(TextChoices):
    """What becomes of it on a day off."""

    NEXT = "next", _("the next working day")
    PREVIOUS = "previous", _("the working day before")
    SKIP = "skip", _("it is left out")
    STAY = "stay", _("it stays")


@dataclass(frozen=True)
class Rule:
    """``day_of_month`` 31 means the last day of shorter months; ``weeks`` count from 1; ``weekday`` 0 is Monday.

    ``starts_on`` and ``ends_on`` bound the day as planned, before it is moved.
    """

    kind: str
    starts_on: date
    ends_on: date | None = None
    day_of_month: int | None = None
    weeks: tuple[int, ...] = ()
    weekday: int | None = None
    on: date | None = None
    shift: str = Shift.NEXT


def days_of(rule: Rule, first: date, last: date, *, works: Works) -> list[date]:
    """The days from ``first`` to ``last``, both counted, each once and in order."""
    found = set()
    for planned in _planned(rule, first - _REACH, last + _REACH):
        if rule.starts_on <= planned and (rule.ends_on is None or planned <= rule.ends_on):
            day = _shifted(planned, rule.shift, works)
            if day is not None and first <= day <= last:
                found.add(day)
    return sorted(found)


def _planned(rule: Rule, first: date, last: date) -> Iterator[date]:
    if rule.kind == SmallDayKind.ONCE:
        if rule.on is not None:
            yield rule.on
        return
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield from _in_month(rule, year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _in_month(rule: Rule, year: int, month: int) -> Iterator[date]:
    length = calendar.monthrange(year, month)[1]
    if rule.kind == SmallDayKind.MONTHLY:
        if rule.day_of_month is not None:
            yield date(year, month, min(rule.day_of_month, length))
        return
    if rule.weekday is None:
        return
    start = 1 + (rule.weekday - date(year, month, 1).weekday()) % 7
    weekdays = [date(year, month, day) for day in range(start, length + 1, 7)]
    for week in rule.weeks:
        if week == LAST_WEEK:
            yield weekdays[-1]
        elif week <= len(weekdays):
            yield weekdays[week - 1]


def _shifted(day: date, shift: str, works: Works) -> date | None:
    if shift == Shift.STAY or works(day):
        return day
    if shift == Shift.SKIP:
        return None
    step = _DAY if shift == Shift.NEXT else -_DAY
    while not works(day):
        day += step
    return day
