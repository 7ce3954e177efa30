"""로비 화면 in the admin: its address is opened, copied, renewed and revoked by those who plan."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.core import clock
from lms.people.requests import person_of
from lms.people.services import address_secret

from ..services.lobby import LOBBY, lobby_address, open_lobby, renew_lobby, revoke_lobby
from .entitlement import may_plan

__all__ = ["change_address", "show_address"]


@require_safe
def show_address(request: HttpRequest) -> HttpResponse:
    """The address, who opened it, and what can be done with it."""
    _planner_or_403(request)
    opened = lobby_address()
    secret = address_secret(opened) if opened else ""
    context = {
        "opened": opened,
        "address": request.build_absolute_uri(reverse(LOBBY.url_name, args=[secret])) if secret else "",
        "header_title": _("Lobby screen"),
        "header_icon": "desktop",
        "page_title": _("Lobby screen"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Lobby screen")},
        ],
    }
    return TemplateResponse(request, "broadcasts/admin/lobby.html", context)


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """Open, renew or revoke it. Pressed twice it is done once."""
    _planner_or_403(request)
    by, at = person_of(request), clock.now()
    wanted = request.POST.get("do", "")
    if wanted == "open":
        open_lobby(by=by, at=at)
        messages.success(request, _("The lobby screen has an address. Open it in the browser of the screen."))
    elif wanted == "renew":
        renew_lobby(by=by, at=at)
        messages.success(request, _("The lobby screen has a new address. The one before is closed."))
    elif wanted == "revoke":
        revoke_lobby(by=by, at=at)
        messages.success(request, _("The address was revoked. Screens that show it close by themselves."))
    return HttpResponseRedirect(reverse("broadcasts_staff:lobby"))


def _planner_or_403(request: HttpRequest) -> None:
    if not may_plan(request.user):
        raise PermissionDenied
