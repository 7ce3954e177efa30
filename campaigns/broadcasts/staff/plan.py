"""편성표: the year's months and a month's days, with public holidays by name, and what each day still lacks."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.clock import local_day
from lms.core.working_days import holiday_name, is_working_day

from ..models import BroadcastSeries
from ..services.planning import PlannedEpisode, Standing, moment_of, planned_between
from .entitlement import may_plan, writable_series_ids

__all__ = ["Day", "days_of", "show_month", "show_year"]

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Gap:
    """A day of a series that nobody has planned; ``write_url`` is empty for who may not write there."""

    series_title: str
    write_url: str


@dataclass(frozen=True)
class Day:
    """A day of the plan."""

    day: date
    is_today: bool
    is_working: bool
    holiday: str
    episodes: tuple[PlannedEpisode, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class MonthLine:
    """A month of the year: how many episodes stand where, and how many days lack one."""

    first_day: date
    counts: tuple[tuple[Standing, int], ...]
    gaps: int
    holidays: tuple[Day, ...]


@require_safe
def show_month(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month as a grid; a list on a phone."""
    at = _asked_at(request)
    today = local_day(at)
    first = _first_day(year or today.year, month or today.month)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    days = days_of(first, last, user=request.user, at=at)
    context = {
        "title": _month_words(first),
        "first_day": first,
        "days": days,
        "today": today,
        "leading": range(first.weekday()),
        "weekdays": [date_format(date(2026, 6, 1 + number), "D") for number in range(7)],
        "previous": _month_url(first, -1),
        "next": _month_url(first, +1),
        "year_url": reverse("broadcasts_staff:year", args=[first.year]),
        "series_count": BroadcastSeries.objects.live().count(),
        **_frame(_month_words(first)),
    }
    return TemplateResponse(request, "broadcasts/admin/month.html", context)


@require_safe
def show_year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months with their numbers and public holidays."""
    at = _asked_at(request)
    days = days_of(_first_day(year, 1), date(year, 12, 31), user=request.user, at=at)
    context = {
        "year": year,
        "months": [_month_line(month, [day for day in days if day.day.month == month]) for month in range(1, 13)],
        "previous": reverse("broadcasts_staff:year", args=[year - 1]) if year > FIRST_YEAR else "",
        "next": reverse("broadcasts_staff:year", args=[year + 1]) if year < LAST_YEAR else "",
        **_frame(_("Year %(year)s") % {"year": year}),
    }
    return TemplateResponse(request, "broadcasts/admin/year.html", context)


def days_of(first: date, last: date, *, user: Any, at: datetime) -> list[Day]:
    """Every day from ``first`` to ``last``. The number of statements is the same for a month and a year."""
    planned: dict[date, list[PlannedEpisode]] = {}
    for episode in planned_between(first, last, at=at):
        planned.setdefault(local_day(episode.airs_at), []).append(episode)
    series = list(BroadcastSeries.objects.live().order_by("path"))
    writable = writable_series_ids(user)
    return [
        Day(
            day=day,
            is_today=day == local_day(at),
            is_working=is_working_day(day),
            holiday=holiday_name(day),
            episodes=tuple(planned.get(day, ())),
            gaps=tuple(_gaps(series, day, planned.get(day, ()), writable, at)),
        )
        for number in range((last - first).days + 1)
        for day in [date.fromordinal(first.toordinal() + number)]
    ]


def _gaps(
    series: Iterable[BroadcastSeries],
    day: date,
    planned: Iterable[PlannedEpisode],
    writable: set[int],
    at: datetime,
) -> Iterable[Gap]:
    if not is_working_day(day):
        return
    has_one = {episode.series_id for episode in planned}
    for each in series:
        if each.pk in has_one or not each.airs_on(day) or moment_of(each, day) <= at:
            continue
        write = reverse("wagtailadmin_pages:add", args=["broadcasts", "episode", each.pk])
        yield Gap(each.title, f"{write}?day={day.isoformat()}" if each.pk in writable else "")


def _month_line(month: int, days: list[Day]) -> MonthLine:
    counts = Counter(episode.standing for day in days for episode in day.episodes)
    return MonthLine(
        first_day=days[0].day,
        counts=tuple((standing, counts[standing]) for standing in Standing if counts[standing]),
        gaps=sum(len(day.gaps) for day in days),
        holidays=tuple(day for day in days if day.holiday),
    )


def _asked_at(request: HttpRequest) -> datetime:
    if not may_plan(request.user):
        raise PermissionDenied
    return clock.now()


def _first_day(year: int, month: int) -> date:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return date(year, month, 1)


def _month_url(first: date, step: int) -> str:
    number = first.year * 12 + first.month - 1 + step
    year, month = divmod(number, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    return reverse("broadcasts_staff:month", args=[year, month + 1])


def _month_words(first: date) -> str:
    return date_format(first, pgettext("month and year, as a date format", "F Y"))


def _frame(title: str) -> dict[str, Any]:
    return {
        "header_title": _("Broadcast plan"),
        "header_icon": "calendar-alt",
        "page_title": _("Broadcast plan"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("broadcasts_staff:plan"), "label": _("Broadcast plan")},
            {"url": "", "label": title},
        ],
    }
