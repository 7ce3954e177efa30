"""What is practised: hints, dialogues, checklists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock, TextBlock

__all__ = ["CalloutBlock", "ChecklistBlock", "DialogueBlock"]

GROUP = _("Practice")

TONES = [
    ("tip", _("Tip: something to try")),
    ("info", _("Good to know")),
    ("warning", _("Careful: easily done wrong")),
    ("important", _("Important: safety or law")),
]
SIDES = [
    ("citizen", _("Citizen")),
    ("staff", _("Member of staff")),
    ("colleague", _("Colleague")),
    ("narrator", _("What happens")),
]


class CalloutBlock(StructBlock):
    """A few sentences that stand out; the tone says why."""

    tone = ChoiceBlock(choices=TONES, default="tip", label=_("Tone"))
    title = CharBlock(label=_("Title"), max_length=80)
    text = RichTextBlock(label=_("Text"), features=["bold", "ul", "ol", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = GROUP
        description = _("A tip, a warning or something to know, set apart from the text.")
        template = "blocks/callout.html"
        preview_value: ClassVar = {
            "tone": "tip",
            "title": _("One thing to try today"),
            "text": _("<p>Before you turn to the screen, say what you are about to do and how long it takes.</p>"),
        }


class DialogueLineBlock(StructBlock):
    """One thing said, or one thing that happens."""

    speaker = CharBlock(label=_("Speaker"), max_length=30)
    side = ChoiceBlock(choices=SIDES, default="staff", label=_("Side"))
    text = TextBlock(label=pgettext_lazy("dialogue", "Words"), rows=2, max_length=500)

    class Meta:
        icon = "comment"
        label = _("Line")
        label_format = "{speaker}: {text}"


class DialogueBlock(StructBlock):
    """An example conversation, line by line, and what to notice in it."""

    title = CharBlock(label=_("Title"), max_length=80)
    lines = ListBlock(DialogueLineBlock(), label=_("Lines"), min_num=1)
    note = TextBlock(label=_("What to notice"), required=False, rows=2, max_length=500)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds ``lines`` as ``components/dialogue.html`` wants them."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        lines = [
            {
                "role": "stage" if line["side"] == "narrator" else line["side"],
                "speaker": line["speaker"],
                "text": line["text"],
            }
            for line in value["lines"]
        ]
        return context | {"lines": lines}

    class Meta:
        icon = "comment"
        label = _("Dialogue example")
        group = GROUP
        description = _("A conversation at the counter or on the phone, and what to notice in it.")
        template = "blocks/dialogue.html"
        preview_value: ClassVar = {
            "title": _("Putting into words what one does"),
            "lines": [
                {"speaker": _("Citizen"), "side": "citizen", "text": _("Excuse me, is something wrong?")},
                {
                    "speaker": _("Clerk"),
                    "side": "staff",
                    "text": _("I am checking your registration. It takes about a minute."),
                },
            ],
            "note": _("What, how long, and when it is over: that is all it takes."),
        }


class ChecklistBlock(StructBlock):
    """Things to go through at one's own desk. Ticks stay in the reader's browser and are sent nowhere."""

    title = CharBlock(label=_("Title"), max_length=80)
    items = ListBlock(CharBlock(label=_("Item"), max_length=200), label=_("Items"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        group = GROUP
        description = _("Points to tick off at one's own desk; nobody else sees the ticks.")
        template = "blocks/checklist.html"
        preview_value: ClassVar = {
            "title": _("Three minutes before going home"),
            "items": [_("Everyone I promised a call today has had it"), _("Tomorrow's calls are in the calendar")],
        }
