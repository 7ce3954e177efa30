"""Where the reach joins Wagtail's admin; imported by ``wagtail_hooks``."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.reports.horizon import horizon_in

from ..staff.entitlement import is_planner
from . import urls

__all__ = ["ReachItem"]


class ReachItem(MenuItem):
    """Shown to those who see anything of it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return horizon_in(request).sees_anything or is_planner(request)


@hooks.register("register_admin_urls")
def register_reach_urls() -> list[URLResolver]:
    """청취 현황, its file, and one episode."""
    return [path("broadcasts/", include((urls.urlpatterns, urls.app_name)))]


@hooks.register("register_broadcasts_menu_item")
def register_reach_item() -> MenuItem:
    """친절방송 › 청취 현황."""
    return ReachItem(
        gettext_lazy("Reach of broadcasts"),
        reverse_lazy("broadcasts_reach:show"),
        name="broadcast-reach",
        icon_name="group",
        order=40,
    )
