"""대상: a named, reusable choice of people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from ..blocks import AudienceClausesBlock


class Audience(PreviewableMixin, models.Model):
    """Clauses read from top to bottom, each joined to what came before by and / or / except."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    clauses = StreamField(AudienceClausesBlock(), verbose_name=pgettext_lazy("of an audience", "who"))

    panels: ClassVar = [FieldPanel("name"), FieldPanel("description"), FieldPanel("clauses")]

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """How many people it chooses today, beside the form while it is written."""
        return "people/audience_preview.html"
