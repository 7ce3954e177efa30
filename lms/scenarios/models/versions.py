"""시나리오판: what was played from."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record

from ..graph import Graph


class ScenarioVersion(Record):
    """One immutable edition of a scenario: the whole graph as a document."""

    scenario = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    content = models.JSONField(help_text="The document of the exchange format.")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("scenario version")
        verbose_name_plural = _("scenario versions")
        constraints: ClassVar = [
            # Publishing twice, or two first plays at once, freeze one edition.
            models.UniqueConstraint(fields=["scenario", "digest"], name="scenario_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} · {self.digest[:8]}"

    @property
    def graph(self) -> Graph:
        """The graph that was frozen."""
        return Graph.from_document(self.content)


@lru_cache(maxsize=64)
def graph_of_version(version_id: int, digest: str) -> Graph:
    """The graph of an edition, kept in the process: an edition never changes, and every reply asks for it.

    The digest is part of the question, so that a number that was given anew is never answered with another graph.
    """
    return ScenarioVersion.objects.get(pk=version_id, digest=digest).graph
