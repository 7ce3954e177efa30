"""How a quiz is put together, answered and marked. Pure: no database, no clock, no request."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.core.groups import SMALLEST_GROUP
from lms.learning.rules import MarkResult

from .questions import Key, Kind, Question

__all__ = [
    "Answers",
    "Outcomes",
    "clean_answers",
    "compose_paper",
    "facility_percent",
    "is_right",
    "mark_answers",
    "may_see_feedback",
    "may_see_key",
    "paper_order",
    "score_percent",
    "unanswered",
]

#: What a person gave, by question key: ids of the chosen choices. An empty list is an answer taken back.
Answers = Mapping[str, Sequence[str]]


def is_right(kind: Kind, key: Key, chosen: Iterable[str]) -> bool:
    """Whether the chosen ids answer the question rightly.

    All or nothing: a multiple choice is right when exactly the right choices were given. A single choice whose key
    was corrected to several accepts each of them.
    """
    given = frozenset(chosen)
    if key.accepts_all:
        return True
    if not given:
        return False
    if kind is Kind.MULTIPLE:
        return given == key.correct_ids
    return len(given) == 1 and given <= key.correct_ids


def score_percent(right: int, asked: int) -> int:
    """Share of right answers in whole percent, rounded down, so that 59.9 never passes a mark of 60.

    Rounding down makes "the shown score reaches the pass mark" and "the exact share reaches it" the same.
    Raises ValueError when nothing was asked.
    """
    if asked < 1 or not 0 <= right <= asked:
        raise ValueError(f"{right} right of {asked} asked")
    return right * 100 // asked


def mark_answers(questions: Sequence[tuple[Question, Key]], answers: Answers) -> MarkResult:
    """The mark of one sitting: score and one point, or none, by question key."""
    points = {
        question.key: int(is_right(question.kind, key, answers.get(question.key, ()))) for question, key in questions
    }
    return MarkResult(score_percent=score_percent(sum(points.values()), len(points)), detail=points)


def compose_paper(
    questions: Sequence[tuple[int, Question]], *, shuffle_questions: bool, shuffle_choices: bool, rng: random.Random
) -> dict[str, Any]:
    """What is put before one person: (version id, question) pairs in their order, choices in theirs.

    True/false keeps its order: a person expects 맞다 before 아니다.
    """
    order = list(questions)
    if shuffle_questions:
        rng.shuffle(order)
    paper = []
    for version_id, question in order:
        choices = [choice.id for choice in question.choices]
        if shuffle_choices and question.kind is not Kind.TRUE_FALSE:
            rng.shuffle(choices)
        paper.append(
            {"version": version_id, "key": question.key, "several": question.takes_several, "choices": choices}
        )
    return {"questions": paper}


def paper_order(content: Mapping[str, Any]) -> list[int]:
    """The version ids of a paper, in the order they were put."""
    return [entry["version"] for entry in content["questions"]]


def clean_answers(content: Mapping[str, Any], given: Answers) -> dict[str, list[str]]:
    """Only what this paper asked and offered, in the paper's order of choices; the rest was not ours."""
    cleaned = {}
    for entry in content["questions"]:
        if entry["key"] not in given:
            continue
        chosen = [choice for choice in entry["choices"] if choice in given[entry["key"]]]
        cleaned[entry["key"]] = chosen if entry["several"] else chosen[:1]
    return cleaned


def unanswered(content: Mapping[str, Any], answers: Answers) -> list[int]:
    """Positions, from 1, of the questions that have no answer."""
    return [position for position, entry in enumerate(content["questions"], start=1) if not answers.get(entry["key"])]


def may_see_key(*, is_settled: bool, attempts_left: int | None, is_answering: bool) -> bool:
    """Whether right answers and explanations may be shown: never while a sitting is open or another may still count.

    ``is_settled``: passed, and with the score the run asks for. ``attempts_left`` None means no limit: then only that
    opens them.
    """
    return not is_answering and (is_settled or attempts_left == 0)


def may_see_feedback(*, kind: Kind, is_right: bool, is_chosen: bool, sees_key: bool) -> bool:
    """Whether the author's word about a choice may be shown.

    Until the key is open only about what was chosen, and of a multiple choice only when it was right: ticking
    everything would otherwise collect the key.
    """
    return sees_key or (is_chosen and (is_right or kind is not Kind.MULTIPLE))


@dataclass(frozen=True)
class Outcomes:
    """How re-marking would move or has moved the sittings it touches."""

    touched: int = 0
    raised: int = 0
    lowered: int = 0
    to_passed: int = 0
    to_failed: int = 0

    def plus(self, *, old_score: int, new_score: int, pass_mark: int) -> Outcomes:
        """The same counts with one more sitting."""
        return Outcomes(
            touched=self.touched + 1,
            raised=self.raised + (new_score > old_score),
            lowered=self.lowered + (new_score < old_score),
            to_passed=self.to_passed + (old_score < pass_mark <= new_score),
            to_failed=self.to_failed + (new_score < pass_mark <= old_score),
        )


def facility_percent(right: int, answered: int) -> int | None:
    """Share of people who answered rightly, in whole percent; None for a group too small to be shown."""
    if answered < SMALLEST_GROUP:
        return None
    return round(right * 100 / answered)
