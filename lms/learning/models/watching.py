"""시청 구간 of lessons: what people really played there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.recordings.models import AbstractPlayedSpans

from .enrolments import Enrolment


class LessonPlayedSpans(AbstractPlayedSpans):
    """One play of one recording in one lesson of one enrolment."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="played")
    lesson = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("played spans")
        indexes: ClassVar = [models.Index(fields=["enrolment", "lesson", "recording"], name="played_by_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id} · {self.recording_id}"
