"""작은 날 달력: the year at a glance."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.people.errors import AddressRefused
from lms.people.requests import client_ip
from lms.people.services import find_address
from lms.reports.questions import start_of

from .calendar_file import calendar_file
from .models import SmallDay
from .year import days_between, months_of

__all__ = ["ADDRESS_KIND", "show_calendar", "show_calendar_file"]

ADDRESS_KIND = "small_days"
#: What a calendar program is given: what was, for two months, and a year ahead.
BEHIND, AHEAD = timedelta(days=60), timedelta(days=365)


@require_safe
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Twelve months from this one, with the next day first."""
    on = clock.today()
    small_days = [day for day in SmallDay.objects.all() if day.ends_on is None or day.ends_on >= on]
    months = months_of(small_days, first=on)
    coming = next((day for month in months for day in month.days if day.on >= on), None)
    context = {"months": months, "coming": coming, "is_today": bool(coming and coming.on == on), "on": on}
    return render(request, "pledges/calendar.html", context)


@login_not_required
@require_safe
def show_calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for a calendar program, by the revocable address of one person. It tells nothing of that person."""
    if not within_limit(f"small_days:{client_ip(request)}", limit=60, window_seconds=60):
        return render(request, "429.html", status=429)
    try:
        find_address(secret, kind=ADDRESS_KIND, at=clock.now())
    except AddressRefused:
        raise Http404 from None
    on = clock.today()
    content = calendar_file(
        days_between(SmallDay.objects.all(), on - BEHIND, on + AHEAD),
        name=_("Small days of kindness"),
        host=request.get_host(),
        # The day, not the moment: asked twice a day, it is the same file.
        stamp=start_of(on),
    )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"})
