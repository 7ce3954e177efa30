"""The phases of a campaign by its dates: announced, signed, practised, looked back on, closed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

__all__ = ["Countdown", "Days", "Phase", "countdown", "misplaced", "next_year", "phase_on", "same_day_next_year"]


class Phase(TextChoices):
    """Where a campaign is on a day."""

    PLANNED = "planned", pgettext_lazy("phase of a campaign", "planned")
    ANNOUNCED = "announced", pgettext_lazy("phase of a campaign", "announced")
    SIGNING = "signing", pgettext_lazy("phase of a campaign", "signing")
    PRACTICE = "practice", pgettext_lazy("phase of a campaign", "practice")
    LOOKING_BACK = "looking_back", pgettext_lazy("phase of a campaign", "looking back")
    CLOSED = "closed", pgettext_lazy("phase of a campaign", "closed")


@dataclass(frozen=True)
class Days:
    """The first day of each phase, and the last day of all. Phases may begin on the same day: the later one holds."""

    announces_on: date
    signs_on: date
    practises_on: date
    looks_back_on: date
    closes_on: date


def phase_on(days: Days, on: date) -> Phase:
    """The phase of that day; ``closes_on`` is the last day of looking back."""
    if on > days.closes_on:
        return Phase.CLOSED
    begun = Phase.PLANNED
    for phase, first in _first_days(days):
        if on >= first:
            begun = phase
    return begun


def _first_days(days: Days) -> list[tuple[Phase, date]]:
    return [
        (Phase.ANNOUNCED, days.announces_on),
        (Phase.SIGNING, days.signs_on),
        (Phase.PRACTICE, days.practises_on),
        (Phase.LOOKING_BACK, days.looks_back_on),
    ]


@dataclass(frozen=True)
class Countdown:
    """What comes next and in how many days; 0 is the last day. ``words`` says it in the language of the page."""

    phase: Phase
    days_left: int
    words: str


def countdown(days: Days, on: date) -> Countdown:
    """What a campaign's page counts down to on that day."""
    phase = phase_on(days, on)
    if phase is Phase.CLOSED:
        return Countdown(phase, 0, _("The campaign is over. Everything here can still be read."))
    if phase in {Phase.PLANNED, Phase.ANNOUNCED}:
        left = (days.signs_on - on).days
        return Countdown(phase, left, _("%(days)d days until signing begins") % {"days": left})
    # The last day of a phase is the day before the next one begins.
    ends = {Phase.SIGNING: days.practises_on, Phase.PRACTICE: days.looks_back_on}.get(phase)
    left = (ends - on).days - 1 if ends else (days.closes_on - on).days
    if phase is Phase.SIGNING:
        words = _("%(days)d days left to sign") if left else _("Today is the last day to sign")
    elif phase is Phase.PRACTICE:
        words = _("%(days)d days of practice to go") if left else _("Today is the last day of practice")
    else:
        words = _("%(days)d days left to look back") if left else _("Today is the last day of the campaign")
    return Countdown(phase, left, words % {"days": left} if left else words)


def misplaced(days: Days) -> str:
    """The name of the first date that lies before the one it must follow; empty when all are in order."""
    names = ["announces_on", "signs_on", "practises_on", "looks_back_on", "closes_on"]
    for before, after in pairwise(names):
        if getattr(days, after) < getattr(days, before):
            return after
    return ""


def same_day_next_year(day: date) -> date:
    """The day a year later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_year(days: Days) -> Days:
    """All dates a year later. Order is kept: a leap day and its neighbour may fall on one day."""
    return replace(days, **{name: same_day_next_year(getattr(days, name)) for name in days.__dataclass_fields__})
