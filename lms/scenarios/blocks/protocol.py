"""절차: the steps a clerk has to take, as data of the scenario."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock, StructBlock

from ..kinds import LONGEST, MOST_STEPS
from .conditions import conditions

__all__ = ["ProtocolBlock", "StepBlock"]


class StepBlock(StructBlock):
    """One step of the protocol; replies name it by its key."""

    key = CharBlock(label=_("Step key"), max_length=40, help_text=_("Small letters, digits and hyphens."))
    title = CharBlock(label=_("Step"), max_length=LONGEST["title"])
    rule = CharBlock(label=_("Rule or source"), required=False, max_length=LONGEST["rule"])
    not_applicable = conditions(_("Does not apply when"))

    class Meta:
        icon = "list-ol"
        label = _("Protocol step")
        label_format = "{key} · {title}"
        group = _("Protocol")
        description = _("What has to be done, in this order. Replies that do it name its key.")
        form_classname = "struct-block scenario_step"
        template = "scenarios/admin/step_block.html"
        preview_value: ClassVar = {
            "key": "record-notice",
            "title": _("Notice of recording"),
            "rule": "",
            "not_applicable": [],
        }


class ProtocolBlock(StreamBlock):
    """The checklist of a scenario, in order."""

    step = StepBlock()

    class Meta:
        max_num = MOST_STEPS
        required = False
        collapsed = True
