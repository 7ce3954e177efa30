"""Days in words, in the language of the page: ``2026. 3. 5.(목)`` or ``Thu 5 Mar 2026``."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

__all__ = ["day_words"]


def day_words(day: date, *, beside: date | None = None) -> str:
    """A day with its weekday, for what somebody plans by. Without the year where it is that of ``beside``."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    if beside is not None and beside.year == day.year:
        return date_format(day, pgettext("day and weekday without the year, as a date format", "D j M"))
    return date_format(day, pgettext("day and weekday, as a date format", "D j M Y"))
