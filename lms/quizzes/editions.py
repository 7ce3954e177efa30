"""Editions of questions as they were asked, and the corrections of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from lms.core import editions
from lms.core.prepared import prepared

from .models import KeyCorrection, QuestionVersion
from .questions import Key, Question

__all__ = ["asked_questions", "corrected_keys"]

SECONDS = 3600


def asked_questions(version_ids: Sequence[int]) -> dict[int, Question]:
    """The questions by version id. An edition never changes, so it is read once per process."""
    keys = {pk: f"quizzes.version:{pk}" for pk in version_ids}
    kept = editions.get_many(keys.values())
    found: dict[int, Question] = {pk: kept[key] for pk, key in keys.items() if key in kept}
    if missing := [pk for pk in version_ids if pk not in found]:
        read = {pk: version.question for pk, version in QuestionVersion.objects.in_bulk(missing).items()}
        editions.set_many({keys[pk]: question for pk, question in read.items()}, SECONDS)
        found |= read
    return found


def corrected_keys(quiz_id: int) -> dict[int, Key]:
    """What counts as right today where a key of the quiz was corrected, by version id; always read afresh."""
    # The latest comes last and counts.
    return {pk: Key(frozenset(ids), accepts_all=not ids) for pk, ids in _correction_rows(quiz_id)}


@prepared
def _correction_rows(quiz_id: int) -> QuerySet[Any, Any]:
    rows = KeyCorrection.objects.filter(version__quiz_id=quiz_id).order_by("corrected_at", "pk")
    return rows.values_list("version_id", "correct_ids")
