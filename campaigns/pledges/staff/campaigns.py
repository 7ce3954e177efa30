"""Screens beside a campaign: its pledge text, and making next year's campaign of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from lms.core import clock
from lms.people.requests import person_of

from ..forms.text import TextForm
from ..models import CampaignPage, PledgeText
from ..phases import next_year
from ..services.signing import current_text
from ..services.texts import copy_to_next_year, save_text

__all__ = ["CopyView", "TextView"]


class CampaignScreen(WagtailAdminTemplateMixin, View):
    """A screen for who may edit the campaign."""

    campaign: CampaignPage
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.campaign = get_object_or_404(CampaignPage, pk=kwargs["campaign_id"])
        if not self.may_enter():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self) -> bool:
        """Whether the person who asks may."""
        return bool(self.campaign.permissions_for_user(self.request.user).can_edit())

    def get_page_subtitle(self) -> str:
        return self.campaign.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail: list[dict[str, str]] = get_breadcrumbs_items_for_page(self.campaign, self.request.user)
        return [*trail, {"url": "", "label": str(self.page_title)}]


class TextView(CampaignScreen):
    """다짐문: the current edition as a form; saving makes the next one where somebody has signed it."""

    page_title = gettext_lazy("Pledge text")
    header_icon = "doc-full"
    template_name = "pledges/staff/text.html"

    @cached_property
    def text(self) -> PledgeText | None:
        return current_text(self.campaign)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self._answer(TextForm(current=self.text))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it."""
        form = TextForm(request.POST, current=self.text)
        if not form.is_valid():
            return self._answer(form, status=422)
        text, is_new = save_text(campaign=self.campaign, draft=form.draft, by=person_of(request), at=clock.now())
        if is_new:
            messages.success(request, _("The text is saved as edition %(number)d.") % {"number": text.number})
        else:
            messages.info(request, _("Nothing was changed: the text is the same."))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[self.campaign.pk]))

    def _answer(self, form: TextForm, status: int = 200) -> HttpResponse:
        text = self.text
        context = self.get_context_data(
            form=form,
            campaign=self.campaign,
            text=text,
            is_signed=text is not None and text.pledges.exists(),
            editions=self.campaign.texts.count(),
            back=reverse("wagtailadmin_pages:edit", args=[self.campaign.pk]),
            media=form.media,
        )
        return self.render_to_response(context, status=status)


class CopyView(CampaignScreen):
    """Next year's campaign as a draft: asks once, then opens it for editing."""

    page_title = gettext_lazy("Copy to next year")
    header_icon = "copy"
    template_name = "pledges/staff/copy.html"

    def may_enter(self) -> bool:
        parent = self.campaign.get_parent()
        return bool(parent.permissions_for_user(self.request.user).can_add_subpage())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What would be made."""
        back = reverse("wagtailadmin_pages:edit", args=[self.campaign.pk])
        return self.render_to_response(
            self.get_context_data(campaign=self.campaign, days=next_year(self.campaign.days), back=back)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it."""
        copy = copy_to_next_year(campaign=self.campaign, by=person_of(request), at=clock.now())
        messages.success(
            request, _("‘%(title)s’ was made as a draft. Please look at its dates.") % {"title": copy.title}
        )
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[copy.pk]))
