"""응시: a person begins a quiz, gives answers, hands in. The records themselves are written by ``learning``."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from lms.learning.models import Attempt, Enrolment
from lms.learning.rules import MarkResult
from lms.learning.services import save_steps, start_attempt, submit_attempt

from ..editions import asked_questions, corrected_keys
from ..errors import NothingToAsk
from ..models import Quiz
from ..rules import Answers, clean_answers, compose_paper, mark_answers, paper_order
from .freezing import freeze_questions

__all__ = ["begin_quiz", "hand_in_quiz", "keep_answers"]


def begin_quiz(*, enrolment: Enrolment, quiz: Quiz, at: datetime, rng: random.Random) -> tuple[Attempt, bool]:
    """The sitting under way, else a new one in an order that ``rng`` decides; and whether it is new.

    Raises NothingToAsk for an empty quiz and what ``learning.services.start_attempt`` raises.
    """
    questions = freeze_questions(quiz=quiz, at=at)
    if not questions:
        raise NothingToAsk
    paper = compose_paper(
        questions, shuffle_questions=quiz.shuffle_questions, shuffle_choices=quiz.shuffle_choices, rng=rng
    )
    return start_attempt(
        enrolment=enrolment,
        lesson_id=quiz.pk,
        content=paper,
        pass_mark_percent=quiz.pass_mark_percent,
        max_attempts=quiz.max_attempts,
        at=at,
    )


def keep_answers(*, attempt: Attempt, given: Answers, at: datetime) -> int:
    """Save answers as they were given; how many. What the paper did not ask is passed over.

    Raises AttemptClosed after hand-in.
    """
    values = clean_answers(attempt.content, given)
    if values:
        save_steps(attempt=attempt, values=values, at=at)
    return len(values)


def hand_in_quiz(*, attempt: Attempt, given: Answers, at: datetime) -> Attempt:
    """Save what is still unsaved, hand in and mark. A second call changes nothing and returns the handed-in sitting.

    Answers are kept even when the hand-in is refused. Raises EnrolmentEnded, RunClosed.
    """

    def mark(answers: dict[str, Any]) -> MarkResult:
        # Read while the sitting is locked: a key corrected a moment ago counts.
        asked = paper_order(attempt.content)
        questions = asked_questions(asked)
        keys = corrected_keys(attempt.lesson_id)
        return mark_answers([(questions[pk], keys.get(pk, questions[pk].answer_key)) for pk in asked], answers)

    return submit_attempt(attempt=attempt, mark=mark, at=at, answers=clean_answers(attempt.content, given))
