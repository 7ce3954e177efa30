"""시험지: what a person sees of a sitting. The paper knows no key; the review knows as much as may be shown.

Templates get these and nothing else, so that a key cannot slip into a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .answers import field_name, saved_name
from .models import QuestionVersion
from .questions import Choice, Question
from .rules import Answers, is_right, may_see_feedback

__all__ = ["PaperChoice", "PaperQuestion", "Review", "ReviewChoice", "ReviewQuestion", "paper", "review"]


@dataclass(frozen=True)
class PaperChoice:
    """A choice on the paper."""

    value: str
    text: str
    is_checked: bool


@dataclass(frozen=True)
class PaperQuestion:
    """A question on the paper. ``saved`` is what the server has, the choices show what the person gave last."""

    number: int
    name: str
    saved_name: str
    saved: str
    kind: str
    text: str
    choices: list[PaperChoice]

    @property
    def is_answered(self) -> bool:
        """Whether any choice is ticked."""
        return any(choice.is_checked for choice in self.choices)


@dataclass(frozen=True)
class ReviewChoice:
    """A choice after marking. ``is_correct`` None: not to be told yet."""

    text: str
    is_chosen: bool
    is_correct: bool | None
    feedback: str


@dataclass(frozen=True)
class Correction:
    """A key that was set right after this sitting had been handed in."""

    corrected_at: datetime
    reason: str


@dataclass(frozen=True)
class ReviewQuestion:
    """A question after marking."""

    number: int
    key: str
    text: str
    is_right: bool
    is_answered: bool
    accepts_all: bool
    choices: list[ReviewChoice]
    explanation: str
    corrections: list[Correction]


@dataclass(frozen=True)
class Review:
    """A marked sitting, question by question."""

    questions: list[ReviewQuestion]

    @property
    def right(self) -> int:
        """How many questions were answered rightly."""
        return sum(question.is_right for question in self.questions)


def paper(
    content: Mapping[str, Any], questions: Mapping[int, Question], *, saved: Answers, given: Answers
) -> list[PaperQuestion]:
    """The questions (by version id) in the order of this sitting. ``given`` stands over ``saved``."""
    sheet = []
    for number, entry in enumerate(content["questions"], start=1):
        key = entry["key"]
        question = questions[entry["version"]]
        kept = saved.get(key, ())
        chosen = given.get(key, kept)
        sheet.append(
            PaperQuestion(
                number=number,
                name=field_name(key),
                saved_name=saved_name(key),
                saved=" ".join(kept),
                kind="multiple" if question.takes_several else "single",
                text=question.text,
                choices=[
                    PaperChoice(choice.id, choice.label, choice.id in chosen)
                    for choice in _in_order(question.choices, entry["choices"])
                ],
            )
        )
    return sheet


def review(
    content: Mapping[str, Any],
    versions: Mapping[int, QuestionVersion],
    answers: Answers,
    *,
    sees_key: bool,
    handed_in_at: datetime,
) -> Review:
    """The questions as they were put, with what may be told about each answer."""
    questions = []
    for number, entry in enumerate(content["questions"], start=1):
        version = versions[entry["version"]]
        question, key = version.question, version.answer_key
        chosen = answers.get(question.key, ())
        right = is_right(question.kind, key, chosen)
        choices = []
        for choice in _in_order(question.choices, entry["choices"]):
            is_chosen = choice.id in chosen
            is_told = may_see_feedback(kind=question.kind, is_right=right, is_chosen=is_chosen, sees_key=sees_key)
            choices.append(
                ReviewChoice(
                    text=choice.label,
                    is_chosen=is_chosen,
                    is_correct=choice.id in key.correct_ids if is_told and not key.accepts_all else None,
                    feedback=choice.feedback if is_told else "",
                )
            )
        questions.append(
            ReviewQuestion(
                number=number,
                key=question.key,
                text=question.text,
                is_right=right,
                is_answered=bool(chosen),
                accepts_all=key.accepts_all,
                choices=choices,
                explanation=question.explanation if sees_key else "",
                corrections=[
                    Correction(each.corrected_at, each.reason)
                    for each in version.corrections.all()
                    if each.corrected_at > handed_in_at
                ],
            )
        )
    return Review(questions)


def _in_order(choices: Sequence[Choice], ids: Sequence[str]) -> list[Choice]:
    by_id = {choice.id: choice for choice in choices}
    return [by_id[choice_id] for choice_id in ids]
