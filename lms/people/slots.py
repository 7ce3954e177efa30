"""What people show on every page: the personal part of the header."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core import clock

from .services import current_unit, unit_label
from .sessions import seconds_left

__all__ = ["me"]

#: How long the header may believe what it last heard about a person's way into the admin. The door itself always asks.
REMEMBERED_SECONDS = 60


def me(context: dict[str, Any], **kwargs: Any) -> str:
    """Name, unit, the personal menu, and the way into the admin for who has one."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return ""
    links = [
        {"label": _("My settings"), "href": reverse("people:show_settings"), "icon": "person"},
        {"label": _("Who looked at my record"), "href": reverse("people:show_access_records"), "icon": "eye"},
    ]
    shown = {
        "person": request.user,
        "unit_label": unit_label(current_unit(request.user, clock.today())),
        "links": links,
        "may_manage": _may_enter_admin(request),
        "session_seconds": seconds_left(request.session, at=clock.now()),
    }
    return render_to_string("people/me.html", shown, request=request)


def _may_enter_admin(request: HttpRequest) -> bool:
    key = f"people.may_enter_admin.{request.user.pk}"
    known = caches["process"].get(key)
    if known is None:
        known = request.user.has_perm("wagtailadmin.access_admin")
        caches["process"].set(key, known, REMEMBERED_SECONDS)
    return bool(known)
