"""작은 날 달력: the year at a glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.core import clock

from .models import SmallDay
from .year import months_of

__all__ = ["show_calendar"]


@require_safe
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Twelve months from this one, with the next day first."""
    on = clock.today()
    small_days = [day for day in SmallDay.objects.all() if day.ends_on is None or day.ends_on >= on]
    months = months_of(small_days, first=on)
    coming = next((day for month in months for day in month.days if day.on >= on), None)
    context = {"months": months, "coming": coming, "is_today": bool(coming and coming.on == on), "on": on}
    return render(request, "pledges/calendar.html", context)
