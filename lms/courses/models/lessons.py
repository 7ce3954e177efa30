"""차시: the abstract lesson that every kind shares, and the lesson that is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from lms.core.blocks import LessonBodyBlock
from lms.core.models import BasePage
from lms.core.prepared import Columns, prepared

if TYPE_CHECKING:
    from .catalogue import CoursePage


@cache
def _course_question() -> tuple[Columns[CoursePage], prepared]:
    """A course by its tree path, with what every lesson asks of it; the rest is read where somebody wants it."""
    model: type[CoursePage] = apps.get_model("courses", "CoursePage")
    columns = Columns(model, *model.OUTLINED)

    def rows(path: str) -> models.QuerySet[Any, Any]:
        return model.objects.filter(path=path).order_by().values_list(*columns.names)

    return columns, prepared(rows)


class Lesson(BasePage):
    """The smallest completable page of a course. A kind subclasses it, plays and marks itself."""

    summary = models.CharField(
        _("summary"), max_length=120, blank=True, help_text=_("One sentence under the title, in the list of lessons.")
    )
    estimated_minutes = models.PositiveIntegerField(
        _("estimated minutes"), default=5, validators=[MinValueValidator(1)]
    )
    is_required = models.BooleanField(
        _("needed for completion"),
        default=True,
        help_text=_("Off: an extra for whoever wants it. Completions already earned stand."),
    )

    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    #: The word a learner reads for this kind; an icon name of the design system.
    kind_label: ClassVar = _("Reading")
    kind_icon: ClassVar[str] = "book"
    #: A kind that completes itself (a quiz when passed) shows no "I have read it" button.
    completes_itself: ClassVar[bool] = False
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("estimated_minutes"), FieldPanel("is_required")], _("In the course")),
    ]

    class Meta:
        abstract = True

    @cached_property
    def course(self) -> CoursePage:
        """The course this lesson belongs to: one query, kept on the lesson. Known for drafts too."""
        columns, ask = _course_question()
        for row in ask(self.path[: -self.steplen]):
            if (course := columns.instance(row)) is not None:
                return course
        raise apps.get_model("courses", "CoursePage").DoesNotExist

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the course, which frames every kind of lesson."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"course": self.course}


class LessonPage(Lesson):
    """A lesson to read: shared blocks, completed by the learner's own word."""

    body = StreamField(LessonBodyBlock(), verbose_name=_("body"), blank=True)

    template = "courses/lesson_page.html"
    content_panels: ClassVar = [*Lesson.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text lesson")
        verbose_name_plural = _("text lessons")
