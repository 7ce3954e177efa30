"""Handed-in sittings of a quiz, read in batches: few statements and little memory, however many people sat it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from lms.learning.models import Attempt

from .rules import paper_order

__all__ = ["handed_in"]

#: Sittings read at once; three statements each.
BATCH = 500


def handed_in(quiz_id: int, *, holding: set[int] | None = None, is_real: bool = False) -> Iterator[Attempt]:
    """Handed-in sittings in the order they were begun, with their enrolment, answers and marks at hand.

    ``holding`` leaves those that asked one of these editions; ``is_real`` leaves out trainers' trials.
    """
    rows = Attempt.objects.submitted().filter(lesson_id=quiz_id).select_related("enrolment").order_by("pk")
    if is_real:
        rows = rows.filter(enrolment__is_trial=False)
    last = 0
    while True:
        batch = list(rows.filter(pk__gt=last)[:BATCH])
        wanted = [each for each in batch if holding is None or not holding.isdisjoint(paper_order(each.content))]
        prefetch_related_objects(wanted, "steps", "marks")
        yield from wanted
        if len(batch) < BATCH:
            return
        last = batch[-1].pk
