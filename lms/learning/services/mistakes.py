"""오류 알림: a learner's word that something is wrong, and the trainer's answer to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lms.people.models import Person

from .. import errors
from ..models import MistakeReport

__all__ = ["report_mistake", "resolve_mistake"]


@transaction.atomic
def report_mistake(*, person: Person, lesson_id: int, part: str, text: str, at: datetime) -> tuple[MistakeReport, bool]:
    """Keep what a learner found wrong, and whether it is new: the same words sent twice are one report.

    ``part`` is the id of the block or question, or empty. Text beyond 500 letters is cut. Raises MissingReason when
    nothing was written.
    """
    # This comes from no form that would refuse NUL, and PostgreSQL keeps none.
    part, text = part.replace("\0", ""), text.replace("\0", "").strip()[:500]
    if not text:
        raise errors.MissingReason
    return MistakeReport.objects.get_or_create(
        person=person, lesson_id=lesson_id, part=part[:64], text=text, resolved_at=None, defaults={"reported_at": at}
    )


@transaction.atomic
def resolve_mistake(*, report: MistakeReport, answer: str, by: Person, at: datetime) -> MistakeReport:
    """Answer a report and close it; one that is closed stays as it was. Raises MissingReason without an answer."""
    answer = answer.strip()[:500]
    if not answer:
        raise errors.MissingReason
    locked = MistakeReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    if locked.resolved_at is None:
        locked.answer, locked.resolved_at, locked.resolved_by = answer, at, by
        locked.save(update_fields=["answer", "resolved_at", "resolved_by"])
    return locked
