"""근무일: which days a Korean public office works, in the institution's time zone.

Public holidays with their substitutes come from the package ``holidays``; a day the government names later
(임시공휴일) is added by the setting ``EXTRA_HOLIDAYS`` until the package knows it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from holidays.countries import SouthKorea

__all__ = ["holiday_name", "is_working_day", "next_working_day", "previous_working_day"]

#: Fills itself, a year at a time, when a day of that year is first asked for.
_public_holidays = SouthKorea()
_names = {"ko": SouthKorea(language="ko"), "en": SouthKorea(language="en_US")}


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a public holiday, substitutes and days named by the institution included."""
    return day.weekday() < 5 and day not in _public_holidays and day not in settings.EXTRA_HOLIDAYS


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """The last working day before ``day``."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def holiday_name(day: date) -> str:
    """The day's name in the language of the page (``어린이날``, ``삼일절 대체공휴일``); empty for no holiday."""
    name = _names["en" if get_language() == "en" else "ko"].get(day)
    if name is not None:
        # As the law and every calendar on a wall writes it.
        return str(name).replace("대체 휴일", "대체공휴일")
    return _("Day off of this institution") if day in settings.EXTRA_HOLIDAYS else ""
