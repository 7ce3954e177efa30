"""On which days the ten demo episodes are on air. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

__all__ = ["plan_days"]

_DAY = timedelta(days=1)
#: So far back a weekday is looked for; two long holidays fit.
_MOST_DAYS = 35


def plan_days(today: date, weekdays: Iterable[int], *, works: Callable[[date], bool]) -> dict[int, date]:
    """A working day for each place of ``weekdays`` (0 is Monday); of the same weekday the later place is aired later.

    The last day is this week's Friday, or the next working day where that is later; so there is always one to come,
    this week is full and last week was. Where holidays leave too few days, places are missing.
    """
    last = _next(today + _DAY, works)
    friday = today + timedelta(days=4 - today.weekday())
    while friday > last and not works(friday):
        friday -= _DAY
    day = max(last, friday)
    first = day - timedelta(days=_MOST_DAYS)
    waiting = list(weekdays)
    places: dict[int, date] = {}
    while day >= first and len(places) < len(waiting):
        free = [place for place, weekday in enumerate(waiting) if weekday == day.weekday() and place not in places]
        if free and works(day):
            places[free[-1]] = day
        day -= _DAY
    return places


def _next(day: date, works: Callable[[date], bool]) -> date:
    while not works(day):
        day += _DAY
    return day
