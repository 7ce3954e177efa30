"""차시: the abstract lesson that every kind shares, and the lesson that is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from lms.core.models import BasePage
from lms.core.prepared import Columns, prepared
from lms.recordings.blocks import recording_ids
from lms.recordings.publishing import ShowsRecordings

from ..blocks import LessonBodyBlock

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


class Lesson(ShowsRecordings, BasePage):
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
    #: The share of its recordings that must really be played before the lesson can be completed; 0 asks nothing.
    watch_percent: int = 0
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

    def recording_ids(self) -> list[int]:
        """The recordings this lesson shows. A kind with a body of its own says which."""
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the course, which frames every kind of lesson."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"course": self.course}


class LessonPage(Lesson):
    """A lesson to read, watch and listen to: shared blocks, completed by the learner's own word."""

    body = StreamField(LessonBodyBlock(), verbose_name=_("body"), blank=True)
    watch_percent = models.PositiveSmallIntegerField(
        _("to be played (%)"),
        default=0,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "How much of each recording must really be played before the lesson can be finished. "
            "Skipped parts do not count. 0: nothing is asked. 90 is usual."
        ),
    )

    template = "courses/lesson_page.html"
    content_panels: ClassVar = [*Lesson.content_panels, FieldPanel("body"), FieldPanel("watch_percent")]

    class Meta:
        verbose_name = _("text lesson")
        verbose_name_plural = _("text lessons")

    def clean(self) -> None:
        """A field left empty asks nothing."""
        super().clean()
        self.watch_percent = self.watch_percent or 0

    def recording_ids(self) -> list[int]:
        """Those in the body."""
        return recording_ids(self.body)
