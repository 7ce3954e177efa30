"""캠페인 in the admin's menu: what this room's parts put there through a hook of its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

__all__ = ["CAMPAIGNS_MENU"]

#: ``@hooks.register(CAMPAIGNS_MENU)`` on a function that returns a MenuItem.
CAMPAIGNS_MENU = "register_campaigns_menu_item"


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """캠페인: shown to whoever sees one of its lines."""
    menu = Menu(register_hook_name=CAMPAIGNS_MENU)
    return SubmenuMenuItem(_("Campaigns"), menu, name="campaigns", icon_name="snippet", order=160)
