"""차시: the abstract lesson that every kind shares, and the lesson that is read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from lms.core.blocks import LessonBodyBlock
from lms.core.models import BasePage


class Lesson(BasePage):
    """The smallest completable page of a course. A kind subclasses it, plays and marks itself."""

    summary = models.CharField(_("summary"), max_length=120, blank=True)
    estimated_minutes = models.PositiveIntegerField(_("estimated minutes"), default=5)
    is_required = models.BooleanField(_("needed for completion"), default=True)

    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = []
    #: The word a learner reads for this kind; an icon name of the design system.
    kind_label = _("lesson")
    kind_icon = "book"
    #: A kind that completes itself (a quiz when passed) shows no "I have read it" button.
    completes_itself = False
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("estimated_minutes"), FieldPanel("is_required")], _("In the course")),
    ]

    class Meta:
        abstract = True


class LessonPage(Lesson):
    """A lesson to read: shared blocks, completed by the learner's own word."""

    body = StreamField(LessonBodyBlock(), verbose_name=_("body"), blank=True)

    template = "courses/lesson_page.html"
    content_panels: ClassVar = [*Lesson.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text lesson")
        verbose_name_plural = _("text lessons")
