"""말: what texts of a scenario become for one reader. Settings are filled in, abusive words are masked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .conditions import SettingValues
from .kinds import Action

__all__ = [
    "MASK",
    "MOOD_WORDS",
    "Piece",
    "action_icon",
    "clock_text",
    "face_words",
    "fill",
    "is_told_as_deed",
    "mood_word",
    "pieces",
    "plain",
    "spoken_clock",
]

MASK = "○○"
_ABUSE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

#: 0 relieved … 5 furious, as the page and the alternative text say it.
MOOD_WORDS: tuple[str | Promise, ...] = (
    pgettext_lazy("mood", "relieved"),
    pgettext_lazy("mood", "calm"),
    pgettext_lazy("mood", "uneasy"),
    pgettext_lazy("mood", "frustrated"),
    pgettext_lazy("mood", "angry"),
    pgettext_lazy("mood", "furious"),
)

#: The same as an expression of the face.
FACE_WORDS: tuple[str | Promise, ...] = (
    gettext_lazy("a relieved face"),
    gettext_lazy("a calm face"),
    gettext_lazy("an uneasy face"),
    gettext_lazy("a frustrated face"),
    gettext_lazy("an angry face"),
    gettext_lazy("a furious face"),
)

_ICONS = {
    Action.HOLD: "hold",
    Action.CALL_LEADER: "people",
    Action.RECORD_NOTICE: "mic",
    Action.WARN: "hand",
    Action.END_CALL: "phone-down",
    Action.BELL: "bell",
    Action.MOVE: "walk",
    Action.EVACUATE: "walk",
    Action.NOTE: "pencil",
    Action.REPORT: "flag",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text. A masked one holds no words: nothing abusive reaches the browser."""

    text: str
    is_masked: bool = False


def fill(text: str, settings: SettingValues) -> str:
    """``text`` with the institution's numbers in place of their names."""
    for name in ("warn_count", "notice_after_minutes", "call_limit_minutes"):
        text = text.replace("{" + name + "}", str(getattr(settings, name)))
    return text


def pieces(text: str, settings: SettingValues, *, is_masked: bool) -> tuple[Piece, ...]:
    """A text for a page, in order."""
    parts = _ABUSE.split(fill(text, settings))
    found = []
    for place, part in enumerate(parts):
        is_abuse = place % 2 == 1
        if is_abuse and is_masked:
            found.append(Piece(MASK, is_masked=True))
        elif part:
            found.append(Piece(part))
    return tuple(found)


def plain(text: str, settings: SettingValues) -> str:
    """A text for a place without markup, always masked."""
    return "".join(piece.text for piece in pieces(text, settings, is_masked=True))


def is_told_as_deed(text: str) -> bool:
    """Whether a reply stands wholly in parentheses: it tells a deed that is none of the named ones."""
    return text.startswith("(") and text.find(")") == len(text) - 1


def mood_word(mood: int) -> str:
    """How a mood is called."""
    return str(MOOD_WORDS[mood])


def face_words(name: str, mood: int) -> str:
    """The alternative text of a citizen's drawing."""
    return f"{name}, {FACE_WORDS[mood]}"


def action_icon(action: Action | None) -> str:
    """The symbol of a deed, or of speech."""
    return "speech" if action is None else _ICONS[action]


def clock_text(seconds: int) -> str:
    """The scenario's clock: ``04:12``."""
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def spoken_clock(seconds: int) -> str:
    """The same for a screen reader."""
    return _("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": seconds % 60}
