"""The base page, the home page, the institution's settings, and what the workers share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.cache import caches
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search import index

from . import clock, shells
from .scheduling.models import ScheduledJob, Worker

__all__ = ["BasePage", "HomePage", "ScheduledJob", "SiteSettings", "Stamp", "Worker"]

SITE_ROOTS_KEY = "core.site_roots"
SITE_ROOTS_SECONDS = 10


def new_stamp() -> str:
    """A word that was never used before."""
    return uuid4().hex


class BasePage(Page):
    """What every page of ours shares. Titles are the institution's; there is no separate SEO title."""

    promote_panels: ClassVar = [FieldPanel("slug")]
    #: No page privacy: whom a course or campaign is for, its audience says.
    private_page_options: ClassVar[list[str]] = []
    #: By the number of children, lists in the admin are narrowed, also to what a search found.
    search_fields: ClassVar = [*Page.search_fields, index.FilterField("numchild")]

    #: Relations that the page's template shows: fetched in the query that reads the whole page.
    served_with: ClassVar[tuple[str, ...]] = ()
    #: Columns of this kind that every request needs, beside what addresses and permissions are made of.
    known_by: ClassVar[tuple[str, ...]] = ()
    #: Set by ``core.serving``, which asks in the same query that finds the page; unknown elsewhere.
    content_stamp: str = ""
    #: The moment that the page is rendered for; set when it is served.
    served_at: datetime | None = None

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without Wagtail's two queries: only the page itself would ask, not the addresses beside it."""
        return PageViewRestriction.objects.none()

    def _get_site_root_paths(self, cache_object: Any = None, **kwargs: Any) -> Any:
        """Where sites begin, remembered by the process: Wagtail asks the shared cache for every page."""
        holder = cache_object or self
        if not hasattr(holder, "_wagtail_cached_site_root_paths"):
            roots = caches["process"].get_or_set(SITE_ROOTS_KEY, Site.get_site_root_paths, SITE_ROOTS_SECONDS)
            holder._wagtail_cached_site_root_paths = roots
        return holder._wagtail_cached_site_root_paths

    def shell_variant(self, request: HttpRequest) -> str | None:
        """The query string under which the page is the same for everybody; None where it is nobody else's."""
        return ""

    def shell_edition(self, at: datetime) -> str:
        """What the clock alone decides of the shell, in a word: another word, another shell. The day counts anyway."""
        return ""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page's shell with its holes filled; rendered whole where it cannot be shared."""
        variant = self.shell_variant(request) if self.content_stamp else None
        if variant is None:
            return super(BasePage, self._whole()).serve(request, *args, **kwargs)
        request.is_preview = False  # type: ignore[attr-defined]
        self.served_at = clock.now()
        key = f"{self.pk}:{SiteSettings.for_request(request).site_id}:{variant}:{self.shell_edition(self.served_at)}"
        shell = shells.kept_shell(key, self.content_stamp, lambda: self._whole().shell(request, variant))
        return HttpResponse(shells.fill(shell, request, page=self))

    def shell(self, request: HttpRequest, variant: str) -> shells.Shell:
        """What everybody sees of the page."""
        nobody = shells.ShellRequest(request, variant)
        return shells.render_shell(self.get_template(nobody), self.get_context(nobody), nobody)

    def _whole(self) -> Self:
        """The page with every column: ``core.serving`` reads only what every request needs."""
        if not self.get_deferred_fields():
            return self
        found = type(self)._default_manager.select_related(*self.served_with).filter(pk=self.pk).order_by()[:1]
        for page in found:
            page.content_stamp, page.served_at = self.content_stamp, self.served_at
            return page
        raise Http404


class HomePage(BasePage):
    """``/``: 나의 학습. The rooms above fill the slot ``home``; this page knows none of them."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    template = "core/home_page.html"

    class Meta:
        verbose_name = _("home page")


class Stamp(models.Model):
    """A word that changes whenever a kind of content changes; see ``core.stamps``."""

    #: Not content: nobody refers to it, and its changes are nobody's history.
    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=20, unique=True)
    value = models.CharField(max_length=32, default=new_stamp)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


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
    def forget(cls, request: HttpRequest) -> None:
        """Ask again when the request next wants to know."""
        caches["process"].delete(cls.CACHE_KEY)
        request.__dict__.pop(cls.get_cache_attr_name(), None)

    @classmethod
    def base_queryset(cls) -> QuerySet[Self]:
        return super().base_queryset().select_related("site__root_page")
