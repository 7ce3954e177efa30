"""연습: a play that does not count."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Practice(models.Model):
    """What one person is trying out in one scenario. It touches no progress and nobody else ever sees it.

    One row for each person and scenario: the next try replaces it, and it is forgotten some weeks after the last move.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scenario = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("scenarios.ScenarioVersion", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(help_text="version, digest, settings; copied: how many moves were copied.")
    moves = models.JSONField(default=list, help_text="[{scene, reply}]")
    #: How many moves there are; a reply is kept only where this number is still the one it was given at.
    length = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("practice")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "scenario"], name="practice_one_per_scenario"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.scenario_id}"
