"""알림 in the admin: planned sendings, kinds, deliveries, refused addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .staff import urls


class PermittedItem(MenuItem):
    """A line of the menu for those who hold a permission."""

    def __init__(self, label: object, address: str, *, permission: str, icon_name: str, order: int) -> None:
        super().__init__(
            label,
            reverse_lazy(f"notices_staff:{address}"),
            name=f"notices-{address}",
            icon_name=icon_name,
            order=order,
        )
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def register_staff_urls() -> list[URLResolver]:
    return [path("notices/", include((urls.urlpatterns, urls.app_name)))]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """알림."""
    items: list[MenuItem] = [
        PermittedItem(
            _("Planned sendings"), "planned", permission="notices.view_notice", icon_name="calendar-alt", order=10
        ),
        PermittedItem(_("Deliveries"), "deliveries", permission="notices.view_delivery", icon_name="mail", order=20),
        PermittedItem(
            _("Refused addresses"), "bounces", permission="notices.view_bounce", icon_name="warning", order=30
        ),
        PermittedItem(_("Kinds of notice"), "kinds", permission="notices.view_notice", icon_name="list-ul", order=40),
    ]
    return SubmenuMenuItem(_("Notices"), Menu(items=items), name="notices", icon_name="mail", order=600)
