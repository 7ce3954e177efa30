"""What the demo city's people answered, wherever the demo's progress shows the score of a quiz.

Bulk inserts, because it runs at every first start. The marks come from the same rule as everybody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.core.management.base import OutputWrapper
from django.db import transaction
from django.db.models import Exists, OuterRef

from lms.learning.models import Attempt, AttemptStep, LessonProgress, Mark
from lms.learning.rules import MarkResult, outcome

from ..models import Quiz
from ..questions import Question
from ..rules import compose_paper, mark_answers, score_percent
from ..services import freeze_questions

__all__ = ["answers_with", "seed_sittings"]

#: Share of people who needed a second go, and of those who failed and used every attempt.
SECOND_GO, ALL_GOES = 0.2, 0.6
LEFT_BLANK = 0.04


@dataclass(frozen=True)
class Sitting:
    """One sitting to write: how many answers are right, and when."""

    right: int
    started_at: datetime
    submitted_at: datetime


#: A sitting as it is written: the record, its times, its answers, its mark.
Entry = tuple[Attempt, Sitting, dict[str, list[str]], MarkResult]


@transaction.atomic
def seed_sittings(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Believable sittings for every quiz score without one, from the day the score was reached."""
    before = Attempt.objects.count()
    for quiz in Quiz.objects.live():
        _sit(quiz, at)
    if stdout is not None:
        stdout.write(f"quizzes: {Attempt.objects.count() - before} new sittings")


def _sit(quiz: Quiz, at: datetime) -> None:
    questions = freeze_questions(quiz=quiz, at=at)
    if not questions:
        return
    sat = Attempt.objects.filter(enrolment=OuterRef("enrolment"), lesson=OuterRef("lesson"))
    rows = LessonProgress.objects.filter(lesson_id=quiz.pk, score_percent__isnull=False, enrolment__is_trial=False)
    entries: list[Entry] = []
    for row in rows.exclude(Exists(sat)).order_by("pk"):
        chance = Random(f"{quiz.slug}:{row.enrolment_id}")  # noqa: S311 - believable variety, not a secret
        for number, sitting in enumerate(_sittings(row, quiz, len(questions), chance), start=1):
            given = answers_with([question for _, question in questions], sitting.right, chance)
            result = mark_answers([(question, question.answer_key) for _, question in questions], given)
            paper = compose_paper(
                questions, shuffle_questions=quiz.shuffle_questions, shuffle_choices=quiz.shuffle_choices, rng=chance
            )
            attempt = Attempt(
                enrolment_id=row.enrolment_id,
                lesson_id=quiz.pk,
                number=number,
                state=Attempt.State.SUBMITTED,
                content=paper,
                pass_mark_percent=quiz.pass_mark_percent,
                started_at=sitting.started_at,
                submitted_at=sitting.submitted_at,
                score_percent=result.score_percent,
                outcome=outcome(score_percent=result.score_percent, pass_mark_percent=quiz.pass_mark_percent),
            )
            entries.append((attempt, sitting, given, result))
    _write(entries)


def _write(entries: list[Entry]) -> None:
    Attempt.objects.bulk_create([attempt for attempt, *_ in entries], batch_size=500)
    AttemptStep.objects.bulk_create(
        [
            AttemptStep(attempt=attempt, key=key, value=chosen, saved_at=sitting.submitted_at)
            for attempt, sitting, given, _ in entries
            for key, chosen in given.items()
        ],
        batch_size=1000,
    )
    Mark.objects.bulk_create(
        [
            Mark(
                attempt=attempt,
                number=1,
                score_percent=result.score_percent,
                outcome=attempt.outcome,
                detail=result.detail,
                marked_at=sitting.submitted_at,
            )
            for attempt, sitting, _, result in entries
        ],
        batch_size=500,
    )


def _sittings(row: LessonProgress, quiz: Quiz, asked: int, chance: Random) -> Iterator[Sitting]:
    """The goes behind one best score, in the time between opening the quiz and reaching it."""
    best = next(right for right in range(asked + 1) if score_percent(right, asked) >= (row.score_percent or 0))
    below = max(0, -(-quiz.pass_mark_percent * asked // 100) - 1)
    most = quiz.max_attempts or 3
    if row.completed_at is not None:
        goes = [chance.randint(below // 2, below), best] if chance.random() < SECOND_GO and most > 1 else [best]
        ends_at = row.completed_at
    else:
        count = most if chance.random() < ALL_GOES else 1
        goes = sorted([best, *(chance.randint(best // 2, best) for _ in range(count - 1))])
        ends_at = row.opened_at + timedelta(minutes=quiz.estimated_minutes * count)
    length = (ends_at - row.opened_at) / len(goes)
    for place, right in enumerate(goes):
        started_at = row.opened_at + length * place + timedelta(seconds=20)
        yield Sitting(right, started_at, row.opened_at + length * (place + 1))


def answers_with(questions: list[Question], right: int, chance: Random) -> dict[str, list[str]]:
    """Answers of which exactly ``right`` are right; the same questions are hard for many people."""
    hardness = {question.key: Random(question.key).random() + chance.random() for question in questions}  # noqa: S311
    missed = set(sorted(hardness, key=lambda key: -hardness[key])[: len(questions) - right])
    given = {}
    for question in questions:
        correct = [choice.id for choice in question.choices if choice.is_correct]
        if question.key not in missed:
            given[question.key] = correct
        elif chance.random() >= LEFT_BLANK:
            given[question.key] = _wrong(question, correct, chance)
    return given


def _wrong(question: Question, correct: list[str], chance: Random) -> list[str]:
    others = [choice.id for choice in question.choices if not choice.is_correct]
    if not question.takes_several:
        return [chance.choice(others)]
    if len(correct) > 1 and chance.random() < 0.7:
        dropped = chance.choice(correct)
        return [each for each in correct if each != dropped]
    return [*correct, chance.choice(others)]
