"""The catalogue, its sections and the course page."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from lms.core.korean import ngrams
from lms.core.models import BasePage

from ..blocks import ObjectivesBlock
from .lessons import Lesson

LONGEST_NUMBER = 3


class CourseCategory(models.Model):  # type: ignore[django-manager-missing]
    """분야: how the catalogue is filtered."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=30,
        unique=True,
        help_text=_("Stands in the address of the filtered catalogue: letters of the alphabet, digits, hyphens."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0, help_text=_("Smaller numbers stand first."))

    panels: ClassVar = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = _("course category")
        verbose_name_plural = _("course categories")
        ordering: ClassVar = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


def whole_list(parameters: QueryDict) -> str | None:
    """The query string of a page of the unfiltered list, which is the same for everybody; None for anything else."""
    number = parameters.get("page", "1")
    is_whole = parameters.keys() <= {"page"} and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return f"page={int(number)}" if is_whole else None


class CatalogPage(BasePage):
    """``/courses/``: every course, with filters and search."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["courses.SectionPage", "courses.CoursePage"]
    max_count = 1
    template = "courses/catalog_page.html"
    page_description = _("Lists every course, with filters and search. There is one.")

    def shell_variant(self, request: HttpRequest) -> str | None:
        """The whole list, a page at a time."""
        return whole_list(request.GET)

    class Meta:
        verbose_name = _("course catalogue")
        verbose_name_plural = _("course catalogues")


class SectionPage(BasePage):
    """A part of the catalogue that a group of trainers owns: page permissions are given here."""

    introduction = models.CharField(
        _("introduction"), max_length=200, blank=True, help_text=_("One or two sentences above the courses.")
    )

    parent_page_types: ClassVar = ["courses.CatalogPage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    template = "courses/catalog_page.html"
    page_description = _("A part of the catalogue. A group of trainers that may edit here owns its courses.")
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]

    def shell_variant(self, request: HttpRequest) -> str | None:
        """The whole list, a page at a time."""
        return whole_list(request.GET)

    class Meta:
        verbose_name = _("course section")
        verbose_name_plural = _("course sections")


def new_stamp() -> str:
    """A word that was never used before."""
    return uuid4().hex


class CoursePage(BasePage):
    """교육과정: what is taught. Knows its lessons and runs, never its learners."""

    summary = models.CharField(
        _("summary"),
        max_length=120,
        help_text=_("One sentence, shown in the catalogue. Say what one can do afterwards."),
    )
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
        help_text=_("Who may enrol by themselves. Empty: everybody."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Landscape, 16:9. Shown in the catalogue and at the top of the course."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ul", "ol", "link"])
    who_for = models.CharField(
        _("who it is for"), max_length=200, blank=True, help_text=_("In words, for the course page.")
    )
    objectives = StreamField(ObjectivesBlock(), verbose_name=_("what one learns"), blank=True)
    recognised_minutes = models.PositiveIntegerField(
        _("recognised minutes"),
        default=60,
        validators=[MinValueValidator(1)],
        help_text=_("Credited on completion and printed on the certificate. One day in a classroom is 420 minutes."),
    )
    #: Names the current list of live lessons; see ``courses.outline``. Never part of what an editor restores.
    outline_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    parent_page_types: ClassVar = ["courses.CatalogPage", "courses.SectionPage"]
    template = "courses/course_page.html"
    page_description = _("What is taught: a page of its own, with lessons and quizzes below it.")
    served_with: ClassVar = ("category", "audience")
    #: What its address and its outline are made of: as much as lessons and lists ask of a course.
    OUTLINED: ClassVar = (
        *("id", "page_ptr_id", "content_type_id", "title", "slug", "path", "depth", "url_path", "live"),
        *("outline_stamp", "recognised_minutes"),
    )
    known_by: ClassVar = ("outline_stamp", "audience_id")
    exclude_fields_in_copy: ClassVar = ["outline_stamp"]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("category", widget=forms.Select),
                FieldPanel("audience"),
                FieldPanel("recognised_minutes"),
            ],
            heading=_("Basics"),
        ),
        FieldPanel("picture"),
        FieldPanel("introduction"),
        FieldPanel("who_for"),
        FieldPanel("objectives"),
        HelpPanel(template="courses/admin/course_structure.html", heading=_("Lessons and runs"), icon="list-ul"),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("search_ngrams"),
        index.FilterField("category_id"),
        index.FilterField("audience_id"),
        index.FilterField("recognised_minutes"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Every lesson kind, whichever room defines it: a new kind joins without an edit here."""
        return [model for model in apps.get_models() if issubclass(model, Lesson)]

    def search_ngrams(self) -> str:
        """What the course says of itself and the titles of its lessons, cut so that a search finds any part of a word,
        down to one syllable."""
        lessons = self.get_children().live().values_list("title", flat=True)
        objectives = [str(block.value) for block in self.objectives]
        said = [self.title, self.summary, self.who_for, self.category.name, get_text_for_indexing(self.introduction)]
        text = " ".join([*said, *objectives, *lessons]).lower()
        return f"{ngrams(text)} {' '.join(sorted(filter(str.isalnum, set(text))))}"

    def with_content_json(self, content: dict[str, Any]) -> CoursePage:
        """An old revision is restored without its old stamp."""
        page: CoursePage = super().with_content_json(content)
        page.outline_stamp = self.outline_stamp
        return page
