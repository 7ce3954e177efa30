"""문항판: what is put before people is kept as it was, whatever the page says later."""

from __future__ import annotations

from datetime import datetime

from ..models import QuestionVersion, Quiz
from ..questions import Question

__all__ = ["freeze_questions"]


def freeze_questions(*, quiz: Quiz, at: datetime) -> list[tuple[int, Question]]:
    """The version id and content of every question of the page, in its order; editions not yet frozen are added.

    One statement when nothing is new. Safe to repeat and to run twice at once: the content digest keeps one edition.
    """
    questions = quiz.question_list()
    frozen = _frozen(quiz, questions)
    missing = [question for question in questions if (question.key, question.digest) not in frozen]
    if missing:
        QuestionVersion.objects.bulk_create(
            [
                QuestionVersion(
                    quiz_id=quiz.pk, key=question.key, digest=question.digest, content=question.content(), created_at=at
                )
                for question in missing
            ],
            ignore_conflicts=True,
        )
        frozen = _frozen(quiz, questions)
    return [(frozen[question.key, question.digest], question) for question in questions]


def _frozen(quiz: Quiz, questions: list[Question]) -> dict[tuple[str, str], int]:
    rows = QuestionVersion.objects.filter(quiz_id=quiz.pk, digest__in={question.digest for question in questions})
    return {(key, digest): pk for key, digest, pk in rows.values_list("key", "digest", "pk")}
