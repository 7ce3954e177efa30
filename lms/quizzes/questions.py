"""문항: a question as plain data, between the editor's block, the frozen edition and the rules that mark it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

__all__ = ["FALSE_ID", "MOST_CHOICES", "MOST_QUESTIONS", "TRUE_ID", "Choice", "Key", "Kind", "Question"]

#: The choice ids of a true/false question. Its labels belong to the interface and are not frozen.
TRUE_ID, FALSE_ID = "true", "false"

#: The largest quiz and the longest question the editor takes.
MOST_QUESTIONS = 100
MOST_CHOICES = 10


class Kind(TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("single choice")
    MULTIPLE = "multiple", _("multiple choice")
    TRUE_FALSE = "true_false", _("true or false")


@dataclass(frozen=True)
class Key:
    """What is right. ``accepts_all`` is a correction for a question with a flaw: whatever was answered counts."""

    correct_ids: frozenset[str]
    accepts_all: bool = False


@dataclass(frozen=True)
class Choice:
    """보기: one possible answer and what the author says to whoever chose it."""

    id: str
    text: str
    feedback: str
    is_correct: bool

    @property
    def label(self) -> str:
        """The words a person chooses by."""
        if self.id == TRUE_ID and not self.text:
            return pgettext("answer", "True")
        if self.id == FALSE_ID and not self.text:
            return pgettext("answer", "False")
        return self.text


@dataclass(frozen=True)
class Question:
    """One question. ``key`` (a block id) stays the same across its editions."""

    key: str
    kind: Kind
    text: str
    explanation: str
    choices: tuple[Choice, ...]

    @classmethod
    def from_content(cls, key: str, content: dict[str, Any]) -> Self:
        """What ``content`` froze, as a question. Raises KeyError, ValueError for content of another shape."""
        return cls(
            key=key,
            kind=Kind(content["kind"]),
            text=content["text"],
            explanation=content["explanation"],
            choices=tuple(Choice(**choice) for choice in content["choices"]),
        )

    def content(self) -> dict[str, Any]:
        """Plain data to freeze; ``from_content`` reads it back."""
        return {
            "kind": self.kind.value,
            "text": self.text,
            "explanation": self.explanation,
            "choices": [asdict(choice) for choice in self.choices],
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the content, the same for the same content wherever it was computed."""
        canonical = json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def answer_key(self) -> Key:
        """The key as the author set it; a KeyCorrection may have overruled it."""
        return Key(frozenset(choice.id for choice in self.choices if choice.is_correct))

    @property
    def takes_several(self) -> bool:
        """Whether more than one choice may be given as the answer."""
        return self.kind is Kind.MULTIPLE

    def reads_like(self, other: Question) -> bool:
        """Whether both put the same words before a person: editions that differ only in key, feedback, explanation."""
        return self._wording() == other._wording()

    def _wording(self) -> tuple[object, ...]:
        return (self.key, self.kind, self.text, frozenset((choice.id, choice.text) for choice in self.choices))
