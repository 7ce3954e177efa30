"""기한 알림: on which day which reminder of a due date is given. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["AHEAD", "LATE", "OVERDUE", "Reminder", "due_dates_in_question", "reminder_for"]

Works = Callable[[date], bool]

#: Days before the due date.
AHEAD = (30, 7, 1)
OVERDUE = "overdue"
#: So many days after the due date nobody is told any more that it has passed.
LATE = 14
#: The longest stretch of days off that a reminder may be moved over.
_LONGEST_HOLIDAY = 15
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """The reminder that holds on a day: ``d-30``, ``d-7``, ``d-1`` or ``overdue``, and the day it was to be given."""

    step: str
    given_on: date


def reminder_for(due_on: date, *, on: date, works: Works) -> Reminder | None:
    """The latest reminder whose day has come; None before the first, and long after the due date.

    Reminders ahead are given on the last working day up to theirs, so that a Monday's due date is not remembered on a
    Sunday. A job that was down for a week finds the one that matters today, not all that were missed.
    """
    if on > due_on:
        given_on = _working_day(due_on + _DAY, works, step=_DAY)
        return Reminder(OVERDUE, given_on) if given_on <= on <= due_on + timedelta(days=LATE) else None
    days = ((each, _working_day(due_on - timedelta(days=each), works, step=-_DAY)) for each in sorted(AHEAD))
    return next((Reminder(f"d-{each}", day) for each, day in days if day <= on), None)


def due_dates_in_question(on: date) -> list[date]:
    """Every due date that may have a reminder on that day."""
    first, last = on - timedelta(days=LATE), on + timedelta(days=max(AHEAD) + _LONGEST_HOLIDAY)
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def _working_day(day: date, works: Works, *, step: timedelta) -> date:
    while not works(day):
        day += step
    return day
