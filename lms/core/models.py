"""The base page, the home page, the institution's settings, and what the workers share."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.cache import caches
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PageViewRestriction, Site

from . import clock, greetings
from .scheduling.models import ScheduledJob, Worker

__all__ = ["BasePage", "HomePage", "ScheduledJob", "SiteSettings", "Worker"]


class BasePage(Page):
    """What every page of ours shares. Titles are the institution's; there is no separate SEO title."""

    promote_panels: ClassVar = [FieldPanel("slug")]

    #: Relations that the page's template shows: fetched in the query that finds the page.
    served_with: ClassVar[tuple[str, ...]] = ()
    #: Set by ``core.serving``, which asks in the same query that finds the page; unknown elsewhere.
    has_view_restrictions: bool | None = None

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's answer, without its two queries where the page was found to have none."""
        if self.has_view_restrictions is False and self.alias_of_id is None:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


class HomePage(BasePage):
    """``/``: 나의 학습. The rooms above fill the slot ``home``; this page knows none of them."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    template = "core/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the greeting of the hour."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"greeting": greetings.greeting(timezone.localtime(clock.now()))}


@register_setting(icon="site", order=0)
class SiteSettings(BaseSiteSetting):
    """What an institution sets once: its names, its help contact, its seal."""

    product_name = models.CharField(_("product name"), max_length=40, default="친절배움터")
    organisation_name = models.CharField(_("organisation name"), max_length=40, default="가온시")
    issuer_name = models.CharField(
        _("certificate issuer"), max_length=40, default="가온시장", help_text=_("Printed above the seal.")
    )
    help_contact = models.CharField(_("help contact"), max_length=120, default="인재교육팀 051-000-0000")
    privacy_text = models.TextField(_("privacy notice"), blank=True)
    seal = models.ImageField(
        _("official seal"),
        upload_to="seal",
        blank=True,
        help_text=_("Registered electronic seal image (PNG). Left empty, certificates carry a specimen mark."),
    )
    show_official_masthead = models.BooleanField(
        _("show the official government masthead"),
        default=False,
        help_text=_("Only an official service of a government may show it."),
    )

    CACHE_KEY: ClassVar = "core.institution"
    CACHE_SECONDS: ClassVar = 10

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("product_name"), FieldPanel("organisation_name"), FieldPanel("help_contact")], _("Names")
        ),
        MultiFieldPanel([FieldPanel("issuer_name"), FieldPanel("seal")], _("Certificates")),
        MultiFieldPanel([FieldPanel("privacy_text"), FieldPanel("show_official_masthead")], _("Public notices")),
    ]

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def for_request(cls, request: HttpRequest) -> Self:
        """The settings with their site, kept for ten seconds: every page names the institution.

        Also tells Wagtail which site the request belongs to, so that it does not ask again.
        """
        attribute = cls.get_cache_attr_name()
        if not hasattr(request, attribute):
            # As Wagtail does: the raw host, because a preview's request is not one of ALLOWED_HOSTS.
            host = f"{request._get_raw_host()}:{request.get_port()}"  # type: ignore[attr-defined]
            by_host: dict[str, Self] = caches["process"].get(cls.CACHE_KEY) or {}
            found = by_host.get(host)
            if found is None:
                found = cls.for_site(Site.find_for_request(request))
                caches["process"].set(cls.CACHE_KEY, by_host | {host: found}, cls.CACHE_SECONDS)
            request._wagtail_site = found.site  # type: ignore[attr-defined]
            setattr(request, attribute, found)
        settings: Self = getattr(request, attribute)
        return settings

    @classmethod
    def base_queryset(cls) -> QuerySet[Self]:
        return super().base_queryset().select_related("site__root_page")
