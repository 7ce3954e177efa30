"""장면과 응대: one moment of the dialogue, and what the clerk can say or do there.

What would stop a scenario from being played is found by ``findings`` and stops publishing; a block only refuses what
could not be kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BlockGroup,
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from ..kinds import (
    LONGEST,
    LONGEST_SECONDS,
    MOST_LINES,
    MOST_REPLIES,
    MOST_SCENES,
    Action,
    Ending,
    Speaker,
)
from .conditions import conditions
from .folding import FoldedStructBlock

__all__ = ["EndingBlock", "LineBlock", "ReplyBlock", "SceneBlock", "ScenesBlock"]

#: ``say``, or the action that is taken. The document keeps two fields; an author makes one choice.
SAY = "say"
DEEDS = [(SAY, _("Says")), *Action.choices]
MOOD_CHOICES = [
    ("0", _("0 relieved")),
    ("1", _("1 calm")),
    ("2", _("2 uneasy")),
    ("3", _("3 frustrated")),
    ("4", _("4 angry")),
    ("5", _("5 furious")),
]
KEY_HELP = _("Small letters, digits and hyphens.")
ABUSE_HELP = _("Put abusive words between [[ and ]]: they are shown masked.")


class LineBlock(StructBlock):
    """One thing that is said, or told by the narrator."""

    speaker = ChoiceBlock(label=_("Speaker"), choices=Speaker.choices, default=Speaker.CITIZEN.value)
    text = TextBlock(label=_("What is said"), max_length=LONGEST["line"], rows=2, help_text=ABUSE_HELP)
    when = conditions(_("Spoken only when"))

    class Meta:
        icon = "comment"
        label = _("Line")
        label_format = "{speaker}: {text}"
        form_classname = "struct-block scenario_line"
        form_layout = BlockGroup(children=["speaker", "text"], settings=["when"])


class ReplyBlock(StructBlock):
    """응대: one thing the clerk can say or do, where it leads, what it moves and why."""

    key = CharBlock(label=_("Reply key"), max_length=40, help_text=KEY_HELP)
    deed = ChoiceBlock(label=_("Words or action"), choices=DEEDS, default=SAY)
    text = TextBlock(label=_("What the clerk says or does"), max_length=LONGEST["reply"], rows=2)
    next = CharBlock(
        label=_("Next scene"),
        max_length=400,
        help_text=_("Key of the scene. Several, separated by commas: the first whose conditions hold."),
    )
    is_model = BooleanBlock(label=_("On the model path"), required=False)
    mood = IntegerBlock(label=_("Mood ±"), default=0, min_value=-5, max_value=5)
    safety = IntegerBlock(label=_("Safety ±"), default=0, min_value=-100, max_value=100)
    procedure = IntegerBlock(label=_("Procedure ±"), default=0, min_value=-100, max_value=100)
    empathy = IntegerBlock(label=_("Empathy ±"), default=0, min_value=-100, max_value=100)
    seconds = IntegerBlock(label=_("Seconds"), default=10, min_value=0, max_value=LONGEST_SECONDS)
    step = CharBlock(label=_("Protocol step it carries out"), required=False, max_length=40)
    reason = TextBlock(
        label=_("Reason"),
        max_length=LONGEST["reason"],
        rows=2,
        help_text=_("Why it moves the scales so. Shown in the debrief, in practice at once."),
    )
    rule = CharBlock(label=_("Rule or source"), required=False, max_length=LONGEST["rule"])
    when = conditions(_("Offered only when"))
    sets = CharBlock(
        label=_("Marks it sets"), required=False, max_length=200, help_text=_("Names separated by commas.")
    )
    clears = CharBlock(
        label=_("Marks it takes away"), required=False, max_length=200, help_text=_("Names separated by commas.")
    )

    class Meta:
        icon = "resubmit"
        label = _("Reply")
        label_format = "{key} → {next} · {text}"
        form_classname = "struct-block scenario_reply"
        form_layout = BlockGroup(
            children=[
                "key",
                "deed",
                "next",
                "text",
                "mood",
                "safety",
                "procedure",
                "empathy",
                "seconds",
                "step",
                "is_model",
                "reason",
                "rule",
            ],
            settings=["when", "sets", "clears"],
        )


def _lines() -> ListBlock:
    return ListBlock(LineBlock(), label=_("Lines"), max_num=MOST_LINES, collapsed=False)


class SceneBlock(FoldedStructBlock):
    """장면: what is said, and the replies to it."""

    key = CharBlock(label=_("Scene key"), max_length=40, help_text=KEY_HELP)
    title = CharBlock(label=_("Scene"), max_length=LONGEST["title"])
    note = CharBlock(
        label=_("Situation now"),
        required=False,
        max_length=LONGEST["title"],
        help_text=_("One line above the dialogue, such as “phone · before the notice of recording”."),
    )
    lines = _lines()
    replies = ListBlock(ReplyBlock(), label=_("Replies"), max_num=MOST_REPLIES, collapsed=True)
    mood = ChoiceBlock(label=_("Mood on entering"), choices=MOOD_CHOICES, required=False)
    clock = CharBlock(
        label=_("Clock at least"),
        required=False,
        max_length=40,
        help_text=_("Seconds, or the name of a setting in minutes such as notice_after_minutes."),
    )
    when = conditions(_("Entered only when"))

    class Meta:
        icon = "comment"
        label = _("Scene")
        label_format = "{key} · {title}"
        group = _("Scenes")
        description = _("A moment of the dialogue with the replies the clerk can choose from.")
        form_classname = "struct-block scenario_scene"
        form_layout = BlockGroup(
            children=["key", "title", "note", "lines", "replies"], settings=["mood", "clock", "when"]
        )
        template = "scenarios/admin/scene_block.html"
        preview_value: ClassVar = {
            "key": "first",
            "title": _("First words"),
            "note": "",
            "lines": [{"speaker": "citizen", "text": _("“Why have I been fined?”"), "when": []}],
            "replies": [
                {"key": "a", "deed": "say", "text": _("“You must have been startled. Let us look at it together.”")},
                {"key": "b", "deed": "call_leader", "text": _("Calls the team leader at once.")},
            ],
        }


class EndingBlock(FoldedStructBlock):
    """끝 장면: how it ended, what would have happened and why."""

    key = CharBlock(label=_("Scene key"), max_length=40, help_text=KEY_HELP)
    title = CharBlock(label=_("Scene"), max_length=LONGEST["title"])
    ending = ChoiceBlock(label=_("Kind of ending"), choices=Ending.choices, default=Ending.PARTIAL.value)
    lines = _lines()
    what_happened = TextBlock(label=_("What happened"), required=False, max_length=LONGEST["reason"], rows=3)
    why = TextBlock(
        label=_("Why"),
        required=False,
        max_length=LONGEST["reason"],
        rows=3,
        help_text=_("A dangerous ending says what would have happened and why."),
    )
    note = CharBlock(label=_("Situation now"), required=False, max_length=LONGEST["title"])
    mood = ChoiceBlock(label=_("Mood on entering"), choices=MOOD_CHOICES, required=False)
    clock = CharBlock(label=_("Clock at least"), required=False, max_length=40)
    when = conditions(_("Entered only when"))

    class Meta:
        icon = "circle-check"
        label = _("Ending")
        label_format = "{key} · {title}"
        group = _("Scenes")
        description = _("Where the dialogue ends: model, partial or dangerous.")
        form_classname = "struct-block scenario_scene"
        form_layout = BlockGroup(
            children=["key", "title", "ending", "lines", "what_happened", "why"],
            settings=["note", "mood", "clock", "when"],
        )
        template = "scenarios/admin/scene_block.html"
        preview_value: ClassVar = {
            "key": "end-model",
            "title": _("Model ending"),
            "ending": "model",
            "lines": [{"speaker": "citizen", "text": _("“Thank you. I will send it in writing.”"), "when": []}],
            "what_happened": _("The objection was received and the abuse ended."),
            "why": "",
        }


class ScenesBlock(StreamBlock):
    """All scenes of a scenario; the first one is where it starts unless the page says otherwise."""

    scene = SceneBlock()
    ending = EndingBlock()

    class Meta:
        max_num = MOST_SCENES
        required = False
        # Sixty scenes open as a list of sixty lines.
        collapsed = True
