"""What must not be broadcast, found in a short text: people's data, abuse, colleagues' names. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.core.free_text import find_problems

from .names import find_names

__all__ = ["NAME", "Finding", "Piece", "mark", "read"]

NAME = "name"
#: What is never kept, whatever the sender says of it. The rest may be a word that only looks like it.
NEVER = frozenset(["resident_number", "foreigner_number", "markup"])


@dataclass(frozen=True)
class Finding:
    """A place in a text, what it looks like, and the sentence that says so."""

    start: int
    end: int
    kind: str
    words: str
    label: str

    @property
    def may_stay(self) -> bool:
        """Whether the sender may say that it is right as it stands."""
        return self.kind not in NEVER


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it is shown: found or not."""

    text: str
    label: str = ""


def read(text: str, *, but_names: Iterable[str] = ()) -> list[Finding]:
    """Everything found in ``text``, in order. ``but_names`` are names that may stand there. One query."""
    found = [
        Finding(each.start, each.end, each.kind, text[each.start : each.end], each.reason)
        for each in find_problems(text)
    ]
    named = _("A colleague's name")
    found += [Finding(each.start, each.end, NAME, each.name, named) for each in find_names(text, but=but_names)]
    return sorted(found, key=lambda each: (each.start, each.end))


def mark(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The text in pieces, each found place by itself, for showing it in place; of two that overlap the first."""
    pieces: list[Piece] = []
    at = 0
    for each in findings:
        if each.start < at:
            continue
        if each.start > at:
            pieces.append(Piece(text[at : each.start]))
        pieces.append(Piece(text[each.start : each.end], each.label))
        at = each.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces
