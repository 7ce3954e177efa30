"""Being at a rally: scan or type what the screen shows, sign in, press one button."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.core.rotating import CodeRefused
from lms.people.requests import person_of

from .models import Rally, RallyAttendance
from .services.rallies import attend, attendance_claim, is_claim_for

__all__ = ["attend_rally", "scan_code"]

#: Codes one person may type in a minute: there are 191 million of them.
TRIES_PER_MINUTE = 10


@login_not_required
@require_safe
def scan_code(request: HttpRequest, rally_id: int, word: str) -> HttpResponse:
    """Where a scanned code leads. It becomes a claim of five minutes, so that there is time to sign in."""
    rally = get_object_or_404(Rally, pk=rally_id)
    address = reverse("pledges:attend_rally", args=[rally.pk])
    try:
        claim = attendance_claim(rally, word, at=clock.now())
    except CodeRefused:
        # Signed in or not, the page says that the code has changed and asks for the one shown now.
        return HttpResponseRedirect(f"{address}?late=1")
    return HttpResponseRedirect(f"{address}?{urlencode({'claim': claim})}")


@require_http_methods(["GET", "HEAD", "POST"])
def attend_rally(request: HttpRequest, rally_id: int) -> HttpResponse:
    """The one button; before it, where nothing was scanned, the field for the code on the screen."""
    rally = get_object_or_404(Rally.objects.select_related("campaign"), pk=rally_id)
    person, at = person_of(request), clock.now()
    claim = request.POST.get("claim", "") or request.GET.get("claim", "")
    typed = request.POST.get("code", "").strip()[:20]
    error = _("The code on the screen has changed meanwhile. Scan or type the one shown now.")
    context = {"rally": rally, "typed": typed, "error": error if "late" in request.GET else ""}
    attendance = RallyAttendance.objects.filter(rally=rally, person=person).first()
    status = 200
    if attendance is None and typed:
        claim = ""
        if not within_limit(f"rally:{person.pk}", limit=TRIES_PER_MINUTE, window_seconds=60):
            return render(request, "429.html", status=429)
        try:
            claim = attendance_claim(rally, typed, at=at)
        except CodeRefused as refusal:
            context["error"], status = str(refusal), 422
    if attendance is None and claim:
        if not is_claim_for(rally, claim, at=at):
            context["error"], status = error, 422
        elif request.method == "POST":
            attend(rally=rally, person=person, at=at)
            return HttpResponseRedirect(reverse("pledges:attend_rally", args=[rally.pk]))
        else:
            context["claim"] = claim
    return render(request, "pledges/attend_rally.html", context | {"attendance": attendance}, status=status)
