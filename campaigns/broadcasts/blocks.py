"""코너 and the pulse question, as a trainer writes them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StreamBlockValidationError,
    StreamValue,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

__all__ = ["KINDS", "STANDARD_PARTS", "WEEKDAYS", "PulseBlock", "SegmentBlock", "SegmentsBlock", "WeekdaysBlock"]

#: The five parts of an episode of three to five minutes: greeting, word of the day, story, scene, practice.
KINDS = [
    ("greeting", _("Greeting")),
    ("word", _("Word of the day")),
    ("story", _("Story or praise")),
    ("scene", _("One scene, well answered")),
    ("practice", _("Practice of the day")),
]
#: How long each is planned to take, in seconds: four minutes together.
STANDARD_PARTS = [("greeting", 20), ("word", 60), ("story", 90), ("scene", 45), ("practice", 25)]
WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
]


class SegmentBlock(StructBlock):
    """One part of an episode: what the presenter reads, and how long it is planned to take."""

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


class PlannedPartBlock(StructBlock):
    """A part that a new episode begins with."""

    kind = ChoiceBlock(choices=KINDS, label=_("Part"))
    title = CharBlock(label=_("Title"), max_length=60, required=False, help_text=_("Empty: the name of the part."))
    planned_seconds = IntegerBlock(label=_("Planned seconds"), min_value=5, max_value=600, default=60)


class WeekdayBlock(StructBlock):
    """One weekday of a series: its theme, and the parts of a new episode."""

    weekday = ChoiceBlock(choices=WEEKDAYS, label=_("Weekday"))
    theme = CharBlock(label=_("Theme"), max_length=30)
    parts = ListBlock(
        PlannedPartBlock(),
        label=_("Parts"),
        default=[{"kind": kind, "title": "", "planned_seconds": seconds} for kind, seconds in STANDARD_PARTS],
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Weekday")


class WeekdaysBlock(StreamBlock):
    """The weekdays of a series, each at most once."""

    weekday = WeekdayBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        """Two templates for one day: the second one says so at its field."""
        cleaned = super().clean(value)
        seen: set[str] = set()
        errors = {}
        for place, block in enumerate(cleaned):
            if (weekday := block.value["weekday"]) in seen:
                twice = ValidationError(_("This weekday stands here twice. Keep one of them."))
                errors[place] = StructBlockValidationError(block_errors={"weekday": twice})
            seen.add(weekday)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


class PulseBlock(StructBlock):
    """One question at the end. Nobody's answer is right or wrong."""

    question = CharBlock(label=pgettext_lazy("at the end of a broadcast", "Question"), max_length=100)
    choices = ListBlock(CharBlock(max_length=40), label=_("Choices"), min_num=2, max_num=5)

    class Meta:
        icon = "help"
        label = _("Pulse question")
