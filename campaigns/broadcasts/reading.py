"""What must not be broadcast, found in a short text: people's data, abuse, colleagues' names. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from .names import find_names

__all__ = ["NAME", "Finding", "Piece", "count_letters", "mark", "read"]

NAME = "name"


@dataclass(frozen=True)
class Finding:
    """A place in a text, what it looks like, and the sentence that says so."""

    start: int
    end: int
    kind: str
    words: str
    label: str
    #: Whether the sender may say that it is right as it stands.
    may_stay: bool = True

    def moved(self, by: int) -> Finding:
        """The same in a text that begins ``by`` letters later."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it is shown: found or not."""

    text: str
    label: str = ""


def read(text: str, *, but_names: Iterable[str] = ()) -> list[Finding]:
    """Everything found in ``text``, in order, without overlap. ``but_names`` are names that may stand there."""
    found = [
        Finding(each.start, each.end, NAME, each.name, _("a colleague's name"))
        for each in find_names(text, but=but_names)
    ]
    return found


def mark(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The text in pieces, each found place by itself, for showing it in place."""
    pieces: list[Piece] = []
    at = 0
    for each in findings:
        if each.start > at:
            pieces.append(Piece(text[at : each.start]))
        pieces.append(Piece(text[each.start : each.end], each.label))
        at = each.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def count_letters(text: str) -> int:
    return len(text)
