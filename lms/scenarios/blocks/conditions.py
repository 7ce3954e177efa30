"""조건: when a line is spoken, a reply offered, a scene entered, a step not applicable. Small rows; all must hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock

from ..kinds import MOST_CONDITIONS, Is, What

__all__ = ["ConditionBlock", "conditions"]


class ConditionBlock(StructBlock):
    """One condition: what, which one, how, and the number or the setting it is compared with."""

    what = ChoiceBlock(label=_("Looks at"), choices=What.choices, default=What.MOOD.value)
    name = CharBlock(
        label=_("Which one"),
        required=False,
        max_length=40,
        help_text=_("For a mark, a step or a setting: its key."),
    )
    relation = ChoiceBlock(label=_("Comparison"), choices=Is.choices, default=Is.AT_LEAST.value)
    value = CharBlock(
        label=_("Number or setting"),
        required=False,
        max_length=40,
        help_text=_("A number, or the name of a setting such as warn_count."),
    )

    class Meta:
        icon = "tasks"
        label = _("Condition")
        label_format = "{what} {name} {relation} {value}"
        form_classname = "struct-block scenario_row"


def conditions(label: Any) -> ListBlock:
    """A list of conditions that starts empty."""
    return ListBlock(ConditionBlock(), label=label, default=[], max_num=MOST_CONDITIONS, collapsed=True)
