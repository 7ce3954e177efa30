"""근무일: which days a Korean public office works, in the institution's time zone.

Public holidays with their substitutes come from the package ``holidays``; a day the government names later
(임시공휴일) is added by the setting ``EXTRA_HOLIDAYS`` until the package knows it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from holidays.countries import SouthKorea

__all__ = ["is_working_day", "next_working_day"]

#: Fills itself, a year at a time, when a day of that year is first asked for.
_public_holidays = SouthKorea()


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a public holiday, substitutes and days named by the institution included."""
    return day.weekday() < 5 and day not in _public_holidays and day not in settings.EXTRA_HOLIDAYS


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
