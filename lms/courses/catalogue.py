"""The catalogue: what was asked in the address, and the courses that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.core import clock
from lms.core.korean import ngrams
from lms.people.models import Audience, Person
from lms.people.requests import person_of
from lms.people.services import people_in

from .models import CourseCategory, CoursePage
from .outline import lessons_by_course
from .rendering import course_pictures
from .rules import LENGTHS, length_of

__all__ = ["Catalogue", "CatalogueQuery", "CourseCard", "fitting_audiences"]

PAGE_SIZE = 12
MINE = "mine"


@dataclass(frozen=True)
class CatalogueQuery:
    """What a person asked for. Words that mean nothing (an unknown category, page "x") count as not asked."""

    words: str = ""
    category: str = ""
    length: str = ""
    is_mine: bool = False
    page: int | str = 1

    @classmethod
    def from_address(cls, parameters: Mapping[str, str]) -> CatalogueQuery:
        """Read the query string; never raises."""
        return cls(
            words=parameters.get("q", "").replace("\x00", "").strip()[:100],
            category=parameters.get("category", "").replace("\x00", "")[:30],
            length=parameters.get("length", "")[:10],
            is_mine=parameters.get("for") == MINE,
            page=parameters.get("page", "1")[:6],
        )


@dataclass(frozen=True)
class CourseCard:
    """A course as the catalogue shows it."""

    page: CoursePage
    picture: SafeString
    lesson_count: int


def fitting_audiences(person: Person, on: date) -> set[int]:
    """The audiences in use by courses that choose the person on that day: two queries, however many there are."""
    in_use = list(Audience.objects.filter(pk__in=CoursePage.objects.live().values("audience_id")))
    if not in_use:
        return set()
    questions = {f"in_{audience.pk}": Exists(people_in(audience, on).filter(pk=OuterRef("pk"))) for audience in in_use}
    answers = Person.objects.filter(pk=person.pk).values_list(*questions.values()).first() or ()
    return {audience.pk for audience, is_in in zip(in_use, answers, strict=False) if is_in}


class Catalogue:
    """The courses below a page that answer a query, a page at a time."""

    def __init__(self, *, below: Page, query: CatalogueQuery, request: HttpRequest, on: date) -> None:
        self.below = below
        self.query = query
        self.request = request
        self.on = on

    @classmethod
    def for_request(cls, request: HttpRequest, *, below: Page) -> Catalogue:
        """The edge: reads the address and the clock."""
        return cls(below=below, query=CatalogueQuery.from_address(request.GET), request=request, on=clock.today())

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked that could hide a course."""
        return bool(self.query.words or self.query.category or self.query.length or self.query.is_mine)

    @cached_property
    def categories(self) -> list[CourseCategory]:
        """Every category, in its order."""
        return list(CourseCategory.objects.all())

    @cached_property
    def page_obj(self) -> PaginatorPage[Any]:
        """The page of courses that was asked for, or the nearest one."""
        return Paginator(self._found(), PAGE_SIZE).get_page(self.query.page)

    @cached_property
    def cards(self) -> list[CourseCard]:
        """The courses of this page of the catalogue, each with its picture and its number of lessons."""
        courses = list(self.page_obj)
        pictures = course_pictures(courses, self.request)
        lessons = lessons_by_course(courses)
        return [CourseCard(course, pictures[course.pk], len(lessons[course.pk])) for course in courses]

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters as ``components/filter_bar.html`` wants them."""
        query = self.query
        return [
            _filter("category", _("Category"), [(each.slug, each.name) for each in self.categories], query.category),
            _filter("length", _("Recognised time"), [(each.key, each.label) for each in LENGTHS], query.length),
            _filter("for", _("Audience"), [(MINE, _("Courses that fit me"))], MINE if query.is_mine else ""),
        ]

    def _found(self) -> Any:
        courses = self._filtered(CoursePage.objects.live().descendant_of(self.below).select_related("category"))
        if not self.query.words:
            return courses.order_by("path")
        pieces = ngrams(self.query.words)
        # Only punctuation was typed: nothing can contain it.
        return courses.search(pieces, operator="and") if pieces else courses.none()

    def _filtered(self, courses: QuerySet[CoursePage]) -> Any:
        category = next((each for each in self.categories if each.slug == self.query.category), None)
        if category is not None:
            courses = courses.filter(category_id=category.pk)
        length = length_of(self.query.length)
        if length is not None:
            courses = courses.filter(recognised_minutes__gte=length.at_least)
            if length.at_most is not None:
                courses = courses.filter(recognised_minutes__lte=length.at_most)
        if self.query.is_mine:
            fitting = fitting_audiences(person_of(self.request), self.on)
            courses = courses.filter(Q(audience_id=None) | Q(audience_id__in=fitting))
        return courses


def _filter(name: str, label: str, options: list[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": words, "selected": value == chosen} for value, words in [("", _("All")), *options]
        ],
    }
