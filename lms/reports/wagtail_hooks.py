"""What this room adds to the Wagtail admin: its screens, the menu item, the numbers of today on the dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls
from .dashboard import CompletionPanel
from .horizon import horizon_in


@hooks.register("register_admin_urls")
def register_screens() -> list[URLPattern | URLResolver]:
    """The screens of completion."""
    return [path("reports/completion/", include(admin_urls, namespace="reports"))]


class CompletionMenuItem(MenuItem):
    """Shown to those who see anybody's records."""

    def is_shown(self, request: HttpRequest) -> bool:
        return horizon_in(request).sees_anything


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """이수 현황."""
    return CompletionMenuItem(
        _("Completion overview"), reverse("reports:show_overview"), name="completion", icon_name="tasks", order=150
    )


@hooks.register("construct_homepage_panels")
def add_completion_panel(request: HttpRequest, panels: list[Any]) -> None:
    """The number that matters today, for HR and for heads of units."""
    horizon = horizon_in(request)
    if horizon.sees_anything:
        panels.append(CompletionPanel(horizon))
