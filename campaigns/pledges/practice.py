"""실천 점검: which check of a pledge is due on a day, what it asks, and what its answers say. Pure.

A check opens on its day after the signature and stays open until the next one opens; the last stays open for a month.
Until then its answers can be mended. The campaign's end does not end the checks: the habit is meant to outlive it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["DAYS", "LATE", "MOST", "QUESTIONS", "STEPS", "Check", "Question", "checks_of", "open_check", "told_on"]

Works = Callable[[date], bool]

#: Days after the signature.
DAYS = (7, 30, 90)
#: So many days the last check stays open.
LAST_STAYS = 30
#: So many days after its opening nobody is told of a check any more.
LATE = 14
#: The highest answer.
MOST = 4


@dataclass(frozen=True)
class Question:
    """One of the three. ``key`` is the column of the answer; ``short`` names it in a table."""

    key: str
    words: str | Promise
    short: str | Promise


QUESTIONS = (
    Question("kept", _("How often did you keep your own promise?"), _("My promise")),
    Question("listened", _("How often did you listen to the end before you answered?"), _("Listening")),
    Question("respected", _("How often did you meet colleagues with the same kindness?"), _("Colleagues")),
)
#: What the answers 0 to 4 say.
STEPS = (_("hardly ever"), _("now and then"), _("about half the time"), _("often"), _("always"))


@dataclass(frozen=True)
class Check:
    """One check of one pledge: its first day and its last, both counted."""

    day: int
    opens_on: date
    closes_on: date

    def is_open(self, on: date) -> bool:
        """Whether it can be answered, or its answers mended."""
        return self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether it can no longer be answered."""
        return on > self.closes_on


def checks_of(signed_on: date, *, withdrawn_on: date | None = None) -> tuple[Check, ...]:
    """The checks of a pledge in order. Withdrawing ends them: what would open on that day or later never does."""
    opens = [signed_on + timedelta(days=day) for day in DAYS]
    ends = [*(day - timedelta(days=1) for day in opens[1:]), opens[-1] + timedelta(days=LAST_STAYS)]
    checks = (Check(day, first, last) for day, first, last in zip(DAYS, opens, ends, strict=True))
    if withdrawn_on is None:
        return tuple(checks)
    last_day = withdrawn_on - timedelta(days=1)
    return tuple(
        Check(each.day, each.opens_on, min(each.closes_on, last_day)) for each in checks if each.opens_on <= last_day
    )


def open_check(signed_on: date, *, on: date, withdrawn_on: date | None = None) -> Check | None:
    """The one check that is open on a day, if any."""
    return next((each for each in checks_of(signed_on, withdrawn_on=withdrawn_on) if each.is_open(on)), None)


def told_on(check: Check, works: Works) -> date:
    """The day on which people hear of a check: its own, or the first working day after it."""
    day = check.opens_on
    while not works(day):
        day += timedelta(days=1)
    return day
