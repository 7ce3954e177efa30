"""코너 and the pulse question, as a trainer writes them."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock, ListBlock, StreamBlock, StructBlock, TextBlock

__all__ = ["PulseBlock", "SegmentBlock", "SegmentsBlock"]


class SegmentBlock(StructBlock):
    """One part of an episode: what the presenter reads, and how long it is planned to take."""

    #: The five parts of an episode of three to five minutes: greeting, word of the day, story, scene, practice.
    KINDS: ClassVar = [
        ("greeting", _("Greeting")),
        ("word", _("Word of the day")),
        ("story", _("Story or praise")),
        ("scene", _("One scene, well answered")),
        ("practice", _("Practice of the day")),
    ]

    kind = ChoiceBlock(choices=KINDS, label=_("Part"))
    title = CharBlock(label=_("Title"), max_length=60)
    script = TextBlock(label=_("Script"), rows=6, help_text=_("What the presenter reads, word for word."))
    planned_seconds = IntegerBlock(label=_("Planned seconds"), min_value=5, max_value=600, default=60)
    starts_at_seconds = IntegerBlock(
        label=_("Begins at (seconds)"),
        min_value=0,
        required=False,
        help_text=_("Where the part begins in the recording. Empty: after what was planned before it."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Part")


class SegmentsBlock(StreamBlock):
    """The parts of an episode, in order. A part is known by its block id, which survives editing."""

    segment = SegmentBlock()


class PulseBlock(StructBlock):
    """One question at the end. Nobody's answer is right or wrong."""

    question = CharBlock(label=_("Question"), max_length=100)
    choices = ListBlock(CharBlock(max_length=40), label=_("Choices"), min_num=2, max_num=5)

    class Meta:
        icon = "help"
        label = _("Pulse question")
