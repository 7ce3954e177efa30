"""Where rallies and posters join the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from lms.core.wagtail_hooks import PermittedItem

from ..models import CampaignPage
from . import rally_urls
from .menu import CAMPAIGNS_MENU
from .rallies import MAY_MANAGE, RallyViewSet

register_snippet(RallyViewSet)


@hooks.register("register_admin_urls")
def register_rally_urls() -> list[URLResolver]:
    return [path("pledge-rallies/", include((rally_urls.urlpatterns, rally_urls.app_name)))]


@hooks.register(CAMPAIGNS_MENU)
def register_rallies_item() -> MenuItem:
    """캠페인 › 다짐 대회."""
    return PermittedItem(
        _("Pledge rallies"),
        reverse_lazy("rallies:list"),
        name="rallies",
        icon_name="group",
        order=40,
        permission=MAY_MANAGE,
    )


@hooks.register("register_page_header_buttons")
def tree_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a campaign: its tree as a poster and as a picture."""
    if isinstance(page, CampaignPage) and page.pk and user.has_perm(MAY_MANAGE):
        address = reverse("rally_staff:show_posters", args=[page.pk])
        yield Button(_("Tree as a poster"), url=address, icon_name="download", priority=82)
