"""What this room adds to the Wagtail admin: 직원·조직, the choosers, and a stop for changes past the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from .admin.access import AccessRecordViewSet
from .admin.audiences import AudienceViewSet
from .admin.units import UnitViewSet
from .choosers import person_chooser, unit_chooser
from .models import Person

register_snippet(AudienceViewSet)


class PermittedMenuItem(MenuItem):
    """Shown to whoever has one of its permissions."""

    def __init__(self, *args: Any, permissions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permissions = permissions

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(permission) for permission in self.permissions)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Units, access records and the choosers; people stand at the address of Wagtail's users."""
    return [UnitViewSet(), AccessRecordViewSet(), unit_chooser, person_chooser]


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """직원·조직."""
    items = [
        PermittedMenuItem(
            gettext_lazy("Staff"),
            reverse_lazy("wagtailusers_users:index"),
            name="staff",
            icon_name="user",
            order=10,
            permissions=["people.view_all_people", "people.view_unit_people"],
        ),
        PermittedMenuItem(
            gettext_lazy("Units"),
            reverse_lazy("people_units:index"),
            name="units",
            icon_name="group",
            order=20,
            permissions=["people.view_orgunit", "people.change_orgunit"],
        ),
        PermittedMenuItem(
            gettext_lazy("Audiences"),
            reverse_lazy("wagtailsnippets_people_audience:list"),
            name="audiences",
            icon_name="crosshairs",
            order=30,
            permissions=["people.view_audience", "people.change_audience"],
        ),
        PermittedMenuItem(
            gettext_lazy("Access records"),
            reverse_lazy("people_access:index"),
            name="access-records",
            icon_name="view",
            order=40,
            permissions=["people.view_accessrecord"],
        ),
    ]
    return SubmenuMenuItem(gettext_lazy("Staff and units"), Menu(items=items), icon_name="group", order=650)


@hooks.register("before_bulk_action")
def keep_people_out_of_bulk_actions(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """Wagtail could assign roles, deactivate and delete users by the list, past our services and guards."""
    if action.model is not Person:
        return None
    messages.error(
        request,
        _("Nothing was changed. People are changed one by one, so that every change has its day. Open the person."),
    )
    return redirect("wagtailusers_users:index")
