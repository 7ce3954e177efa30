"""Who may see what of other people's notices: trainers how many, HR officers who; of voluntary kinds nobody."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from lms.people.requests import person_of

from .. import kinds

__all__ = ["StaffScreen", "may_see_counts", "may_see_people", "named_kinds"]


def may_see_counts(request: HttpRequest) -> bool:
    """Whether the person may see what is planned, and how the kinds read."""
    return person_of(request).has_perm("notices.view_notice")


def may_see_people(request: HttpRequest) -> bool:
    """Whether the person may see who gets what."""
    person = person_of(request)
    return person.has_perm("notices.view_delivery") and person.has_perm("people.view_all_people")


def named_kinds() -> list[str]:
    """Keys of the kinds whose people staff may see by name."""
    return [kind.key for kind in kinds.all_kinds() if not kind.is_voluntary]


class StaffScreen(WagtailAdminTemplateMixin):
    """A page of the admin below 알림, for those who may see counts."""

    _show_breadcrumbs = True
    header_icon = "mail"

    def may_see(self) -> bool:
        """Whether the person who asks may see it at all."""
        return may_see_counts(self.request)  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_see():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
