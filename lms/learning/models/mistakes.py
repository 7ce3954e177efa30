"""A learner's word that something in a lesson is wrong."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MistakeReport(models.Model):
    """Reaches the course's trainers; ``part`` names the block or question it is about."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=64, blank=True)
    text = models.CharField(_("what is wrong"), max_length=500)
    reported_at = models.DateTimeField(_("reported"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mistake report")
        verbose_name_plural = _("mistake reports")
        ordering: ClassVar = ["-reported_at"]
        constraints: ClassVar = [
            # The same words sent twice (double click) are one report.
            models.UniqueConstraint(
                fields=["person", "lesson", "part", "text"], condition=models.Q(resolved_at=None), name="mistake_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
