"""What the habit adds to the Wagtail admin: the report, small days, themes."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from lms.core import clock
from lms.core.wagtail_hooks import PermittedItem
from lms.reports.horizon import horizon_in

from ..participation.question import own_campaigns
from .menu import CAMPAIGNS_MENU
from .participation import ExportView, ParticipationView
from .small_days import PromiseThemeViewSet, SmallDayViewSet

register_snippet(SmallDayViewSet)
register_snippet(PromiseThemeViewSet)


@hooks.register("register_admin_urls")
def register_participation() -> list[URLPattern | URLResolver]:
    """참여 현황 and its file."""
    addresses = [
        path("", ParticipationView.as_view(), name="show"),
        path("export/", ExportView.as_view(), name="export"),
    ]
    return [path("reports/participation/", include((addresses, "participation")))]


class ParticipationItem(MenuItem):
    """Shown to those who see anything of a campaign."""

    def is_shown(self, request: HttpRequest) -> bool:
        return horizon_in(request).sees_anything or own_campaigns(request.user, on=clock.today()).exists()


@hooks.register(CAMPAIGNS_MENU)
def register_participation_item() -> MenuItem:
    """캠페인 › 참여 현황."""
    return ParticipationItem(
        _("Participation"), reverse_lazy("participation:show"), name="participation", icon_name="group", order=10
    )


@hooks.register(CAMPAIGNS_MENU)
def register_small_days_item() -> MenuItem:
    """캠페인 › 작은 날."""
    return PermittedItem(
        _("Small days"),
        reverse_lazy(SmallDayViewSet().get_url_name("list")),
        name="small-days",
        icon_name="calendar-alt",
        order=50,
        permission="pledges.change_smallday",
    )


@hooks.register(CAMPAIGNS_MENU)
def register_themes_item() -> MenuItem:
    """캠페인 › 다짐 주제."""
    return PermittedItem(
        _("Themes of promises"),
        reverse_lazy(PromiseThemeViewSet().get_url_name("list")),
        name="promise-themes",
        icon_name="tag",
        order=60,
        permission="pledges.change_promisetheme",
    )
