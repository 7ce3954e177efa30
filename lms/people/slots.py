"""What people show on every page: the personal part of the header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.parts import part

from .requests import person_of
from .services import current_unit_label
from .sessions import seconds_left

__all__ = ["me"]

#: How long the header may believe what it last heard about a person's way into the admin. The door itself always asks.
REMEMBERED_SECONDS = 60


@dataclass(frozen=True)
class Link:
    """A line of the personal menu."""

    label: str
    href: str
    icon: str


def me(context: dict[str, Any], **kwargs: Any) -> str:
    """Name, unit, the personal menu, and the way into the admin for who has one."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return ""
    person = person_of(request)
    return part(
        "people/me.html",
        ids={"person_id": person.pk, "session_seconds": seconds_left(request.session, at=clock.now())},
        name=person.name,
        rank_title=person.rank_title,
        unit_label=current_unit_label(person.pk, clock.today()),
        links=(
            Link(_("My settings"), reverse("people:show_settings"), "person"),
            Link(_("Who looked at my record"), reverse("people:show_access_records"), "eye"),
        ),
        may_manage=_may_enter_admin(request),
    )


def _may_enter_admin(request: HttpRequest) -> bool:
    key = f"people.may_enter_admin.{request.user.pk}"
    known = caches["process"].get(key)
    if known is None:
        known = request.user.has_perm("wagtailadmin.access_admin")
        caches["process"].set(key, known, REMEMBERED_SECONDS)
    return bool(known)
