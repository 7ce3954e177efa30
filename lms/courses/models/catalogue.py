"""The catalogue, its sections and the course page."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from lms.core.korean import ngrams
from lms.core.models import BasePage

from ..blocks import ObjectivesBlock
from .lessons import Lesson


class CourseCategory(models.Model):
    """분야: how the catalogue is filtered."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    slug = models.SlugField(_("slug"), max_length=30, unique=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = _("course category")
        verbose_name_plural = _("course categories")
        ordering: ClassVar = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class CatalogPage(BasePage):
    """``/courses/``: every course, with filters and search."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["courses.SectionPage", "courses.CoursePage"]
    max_count = 1
    template = "courses/catalog_page.html"

    class Meta:
        verbose_name = _("course catalogue")


class SectionPage(BasePage):
    """A part of the catalogue that a group of trainers owns: page permissions are given here."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    parent_page_types: ClassVar = ["courses.CatalogPage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    template = "courses/catalog_page.html"
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("course section")


class CoursePage(BasePage):
    """교육과정: what is taught. Knows its lessons and runs, never its learners."""

    summary = models.CharField(_("summary"), max_length=120, help_text=_("One sentence, shown in the catalogue."))
    category = models.ForeignKey(
        CourseCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="courses"
    )
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: everybody."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("picture"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "ul", "ol", "link"])
    who_for = models.CharField(_("who it is for"), max_length=200, blank=True)
    objectives = StreamField(ObjectivesBlock(), verbose_name=_("what one learns"), blank=True)
    recognised_minutes = models.PositiveIntegerField(_("recognised minutes"), default=60)

    parent_page_types: ClassVar = ["courses.CatalogPage", "courses.SectionPage"]
    template = "courses/course_page.html"
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("audience"), FieldPanel("recognised_minutes")], _("Basics")),
        FieldPanel("picture"),
        FieldPanel("introduction"),
        FieldPanel("who_for"),
        FieldPanel("objectives"),
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("search_ngrams"), index.FilterField("category_id")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Every lesson kind, whichever room defines it: a new kind joins without an edit here."""
        return [model for model in apps.get_models() if issubclass(model, Lesson)]

    def search_ngrams(self) -> str:
        """Title, summary and audience, cut so that a search finds any part of a word."""
        return ngrams(f"{self.title} {self.summary} {self.who_for}")
