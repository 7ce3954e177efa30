"""The tree as a poster and as a picture, for those who prepare a rally."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.models import SiteSettings

from ..forest import Forest, forest_of, version_of
from ..models import CampaignPage
from ..posters import SIZES, picture_png, poster_pdf

__all__ = ["download_picture", "download_poster", "show_posters"]

MAY_PRINT = "pledges.change_rally"


@require_safe
def show_posters(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What can be downloaded."""
    campaign, _forest = _campaign(request, campaign_id)
    title = _("Tree as a poster")
    context = {
        "campaign": campaign,
        "sizes": list(SIZES),
        "header_title": title,
        "page_title": title,
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_pages:edit", args=[campaign.pk]), "label": campaign.title},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, "pledges/staff/posters.html", context)


@require_safe
def download_poster(request: HttpRequest, campaign_id: int, size: str) -> HttpResponse:
    """The poster as a PDF in that size."""
    campaign, forest = _campaign(request, campaign_id)
    if size not in SIZES:
        raise Http404
    pdf = poster_pdf(
        campaign,
        forest,
        size=size,
        organisation=SiteSettings.for_request(request).organisation_name,
        address=request.build_absolute_uri(campaign.url),
        on=clock.today(),
    )
    return _file(pdf, "application/pdf", f"친절나무_{campaign.title}_{size}.pdf")


@require_safe
def download_picture(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The picture as PNG."""
    campaign, forest = _campaign(request, campaign_id)
    organisation = SiteSettings.for_request(request).organisation_name
    png = picture_png(campaign, forest, organisation=organisation, on=clock.today())
    return _file(png, "image/png", f"친절나무_{campaign.title}.png")


def _campaign(request: HttpRequest, campaign_id: int) -> tuple[CampaignPage, Forest]:
    if not request.user.has_perm(MAY_PRINT):
        raise PermissionDenied
    campaign: CampaignPage = get_object_or_404(CampaignPage.objects.live(), pk=campaign_id)
    return campaign, forest_of(campaign, version_of(campaign.pk, at=clock.now()))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
