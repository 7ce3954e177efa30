"""What signing adds to the Wagtail admin: buttons at a campaign, the queue of promises, their permission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from lms.core import clock, stamps
from lms.core.wagtail_hooks import PermittedItem
from lms.people.services import count_audience

from ..models import CampaignIndexPage, CampaignPage
from .campaigns import CopyView, TextView
from .menu import CAMPAIGNS_MENU
from .moderation import MAY_MODERATE, PromisesView

#: Every screen of the admin asks for the menu.
SECONDS = 60
INDEX_KEY = stamps.remembered("pledges.index_page")


@hooks.register("register_admin_urls")
def register_pledges() -> list[URLPattern | URLResolver]:
    """Below /admin/pledges/."""
    addresses = [
        path("<int:campaign_id>/text/", TextView.as_view(), name="edit_text"),
        path("<int:campaign_id>/copy/", CopyView.as_view(), name="copy_campaign"),
        path("promises/", PromisesView.as_view(), name="moderate_promises"),
        path("promises/results/", PromisesView.as_view(results_only=True), name="moderate_promises_results"),
    ]
    return [path("pledges/", include((addresses, "pledges_staff")))]


@hooks.register(CAMPAIGNS_MENU)
def register_promises_item() -> MenuItem:
    """캠페인 › 다짐 검토."""
    return PermittedItem(
        gettext_lazy("Promises to be read"),
        reverse_lazy("pledges_staff:moderate_promises"),
        name="promises",
        icon_name="check",
        order=20,
        permission=MAY_MODERATE,
    )


class CampaignsItem(MenuItem):
    """To the campaigns among the pages, for whoever may make or edit one."""

    def is_shown(self, request: HttpRequest) -> bool:
        page = caches["process"].get_or_set(INDEX_KEY, CampaignIndexPage.objects.first, SECONDS)
        return page is not None and page.permissions_for_user(request.user).can_add_subpage()


@hooks.register(CAMPAIGNS_MENU)
def register_campaigns_item() -> MenuItem:
    """캠페인 › 캠페인 목록."""
    page = CampaignIndexPage.objects.first()
    address = reverse("wagtailadmin_explore", args=[page.pk]) if page else reverse("wagtailadmin_explore_root")
    return CampaignsItem(
        gettext_lazy("List of campaigns"), address, name="campaign-pages", icon_name="list-ul", order=5
    )


@hooks.register("register_page_header_buttons")
def campaign_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a campaign to its text and to next year's."""
    if not isinstance(page, CampaignPage) or page.pk is None:
        return
    if page.permissions_for_user(user).can_edit():
        address = reverse("pledges_staff:edit_text", args=[page.pk])
        yield Button(_("Pledge text"), url=address, icon_name="doc-full", priority=12)
        address = reverse("pledges_staff:copy_campaign", args=[page.pk])
        yield Button(_("Copy to next year"), url=address, icon_name="copy", priority=70)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_empty_audience(request: HttpRequest, page: Page) -> None:
    """An audience that chooses nobody may be meant for later; whoever saves is told the number."""
    if isinstance(page, CampaignPage) and not (total := count_audience(page.audience, clock.today()).total):
        said = _("The audience chooses %(count)d people today. Please look at it before the campaign is announced.")
        messages.warning(request, said % {"count": total})


@hooks.register("after_create_page")
def say_what_is_next(request: HttpRequest, page: Page) -> None:
    """A campaign needs a text."""
    if isinstance(page, CampaignPage):
        button = messages.button(reverse("pledges_staff:edit_text", args=[page.pk]), _("Pledge text"))
        messages.info(request, _("Next, write the text that people will sign."), buttons=[button])


@hooks.register("register_permissions")
def register_moderation() -> QuerySet[Permission]:
    """A group of stand-in moderators gets it on Wagtail's own screen of groups."""
    return Permission.objects.filter(content_type__app_label="pledges", codename="moderate_promise")
