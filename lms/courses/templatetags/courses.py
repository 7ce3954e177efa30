"""Template tags of the catalogue: parts rendered once per published revision, durations and periods in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from lms.core.korean import format_minutes

from .. import outline, overview, rendering
from ..catalogue import Catalogue
from ..models import CatalogPage, CoursePage, CourseRun, LessonPage, SectionPage
from ..outline import LessonCard
from ..rules import period_in_words

register = template.Library()

FRONT_PAGE_DEPTH = 2


@register.simple_tag(takes_context=True)
def catalogue(context: template.Context, page: CatalogPage | SectionPage) -> Catalogue:
    """``{% catalogue page as catalogue %}``: the courses below a page that answer the address."""
    return Catalogue.for_request(context["request"], below=page)


@register.simple_tag
def course_overview(page: CoursePage) -> dict[str, Any]:
    """``{% course_overview page as overview %}``: lessons, open runs, what counts."""
    return overview.course_overview(page)


@register.simple_tag
def lessons_of(course: CoursePage) -> list[LessonCard]:
    """``{% lessons_of course as lessons %}``: the live lessons, in page order."""
    return outline.lessons_of(course)


@register.simple_tag
def ancestors(page: Page) -> list[Page]:
    """``{% ancestors page as above %}``: what stands between the front page and this one; one query."""
    return list(page.get_ancestors().filter(depth__gt=FRONT_PAGE_DEPTH))


@register.simple_tag(takes_context=True)
def lesson_body(context: template.Context, page: LessonPage) -> SafeString:
    """``{% lesson_body page %}``: the blocks of a text lesson."""
    return rendering.lesson_body(page, context.get("request"))


@register.simple_tag(takes_context=True)
def course_introduction(context: template.Context, page: CoursePage) -> SafeString:
    """``{% course_introduction page %}``: picture, introduction, objectives."""
    return rendering.course_introduction(page, context.get("request"))


@register.filter
def minutes(value: int) -> str:
    """``{{ 90|minutes }}``: 1시간 30분."""
    return format_minutes(value)


@register.filter
def period(run: CourseRun) -> Any:
    """``{{ run|period }}``: the days on which a run takes and teaches people."""
    return period_in_words(run.opens_on, run.closes_on)
