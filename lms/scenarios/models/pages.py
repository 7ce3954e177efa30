"""대화 시나리오: the page that a trainer writes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from lms.courses.models import Lesson

from ..blocks import ProtocolBlock, ScenesBlock
from ..exchange import document_of
from ..forms import ScenarioForm
from ..kinds import LONGEST, Channel
from ..panels import CONTENT_PANELS
from ..preview import context_of

_PERCENT = [MaxValueValidator(100)]


def _percent(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=_PERCENT)


class Scenario(Lesson):
    """A lesson that is played. Its scenes live in the page; what was put before people lives in ScenarioVersion."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.PHONE)
    citizen = models.CharField(_("face"), max_length=40, help_text=_("The drawing that shows the mood."))
    citizen_name = models.CharField(
        _("name of the citizen"), max_length=LONGEST["title"], help_text=_("An invented name, as 오○○ 님.")
    )
    citizen_about = models.CharField(_("about the citizen"), max_length=LONGEST["about"], blank=True)
    situation = models.TextField(
        _("situation"),
        max_length=LONGEST["situation"],
        help_text=_("What the clerk knows before the first word is spoken."),
    )
    content_notice = models.TextField(
        _("content notice"),
        max_length=LONGEST["situation"],
        blank=True,
        help_text=_("What may weigh on somebody. Shown before the conversation, with a way to skip it."),
    )
    start_scene = models.CharField(
        _("first scene"), max_length=40, blank=True, help_text=_("Its key. Empty: the first one of the list.")
    )
    start_mood = models.PositiveSmallIntegerField(
        _("mood at the beginning"),
        default=3,
        validators=[MaxValueValidator(5)],
        help_text=_("0 relieved, 1 calm, 2 uneasy, 3 frustrated, 4 angry, 5 furious."),
    )
    start_safety = _percent(_("safety at the beginning"), 50)
    start_procedure = _percent(_("procedure at the beginning"), 50)
    start_empathy = _percent(_("empathy at the beginning"), 50)
    pass_safety = _percent(_("safety to pass"), 60)
    pass_procedure = _percent(_("procedure to pass"), 60)
    pass_empathy = _percent(_("empathy to pass"), 50)
    protocol = StreamField(ProtocolBlock(), verbose_name=_("protocol"), blank=True)
    scenes = StreamField(ScenesBlock(), verbose_name=_("scenes"), blank=True)

    template = "scenarios/scenario.html"
    kind_label: ClassVar = _("Complaint simulator")
    kind_icon: ClassVar[str] = "scenario"
    completes_itself: ClassVar[bool] = True
    known_by: ClassVar = (
        *("estimated_minutes", "is_required", "channel", "citizen", "citizen_name", "citizen_about"),
        *("situation", "content_notice", "start_mood", "scenes", "pass_safety", "pass_procedure", "pass_empathy"),
    )
    base_form_class = ScenarioForm
    content_panels: ClassVar = [*Lesson.content_panels, *CONTENT_PANELS]

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def document(self) -> dict[str, Any]:
        """The scenario as this edition of the page has it, in the exchange format."""
        return document_of(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "scenarios/admin/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """A draft that can be tried from any scene. Only ever asked for editors of the page."""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | context_of(self, request)
