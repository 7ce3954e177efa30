"""Where recordings join Wagtail's admin, in place of wagtailmedia's own screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from .staff.choosers import recording_chooser
from .staff.viewsets import RecordingViewSet, recordings


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [recordings, recording_chooser]


def lead_to_ours(request: HttpRequest, rest: str = "") -> HttpResponseRedirect:
    """wagtailmedia's screens take a file in one piece and unseen; whoever finds an old address is led to ours."""
    return HttpResponseRedirect(reverse(f"{RecordingViewSet.url_namespace}:index"))


# Before wagtailmedia's own hook: the first address that fits is taken.
@hooks.register("register_admin_urls", order=-10)
def shadow_wagtailmedia() -> list[URLPattern]:
    return [path("media/", lead_to_ours), path("media/<path:rest>", lead_to_ours)]


@hooks.register("construct_main_menu")
def one_entry_in_the_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Ours."""
    menu_items[:] = [item for item in menu_items if item.name != "media"]


@hooks.register("construct_homepage_summary_items")
def leave_out_summary(request: HttpRequest, items: list[Any]) -> None:
    """The number of files says nothing to a trainer."""
    items[:] = [item for item in items if type(item).__name__ != "MediaSummaryItem"]


@hooks.register("construct_search_menu")
def leave_out_search_area(request: HttpRequest, menu_items: list[Any]) -> None:
    """The search area of the screens that are not used."""
    menu_items[:] = [item for item in menu_items if item.name != "media"]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What a history says about recordings."""
    actions.register_action("recordings.captions", _("Save captions"), _("Captions saved"))
    actions.register_action("recordings.not_published", _("Not published"), _("Planned publication called off"))
