"""접속기록: the only writer of access records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ..models import AccessRecord, AccessSubject, Person

__all__ = ["record_access"]

ASKED_LENGTH = AccessRecord._meta.get_field("asked").max_length or 0
REASON_LENGTH = AccessRecord._meta.get_field("reason").max_length or 0


@transaction.atomic
def record_access(
    *,
    actor: Person,
    at: datetime,
    ip: str | None,
    action: str,
    asked: str,
    subjects: Iterable[int] | QuerySet[Person],
    reason: str = "",
) -> AccessRecord:
    """Write down that ``actor`` saw or downloaded what the system knows about ``subjects`` (ids, or a queryset).

    One header, its subjects in bulk. What was asked is cut to the column's length. Raises ValueError for a
    download without a reason.
    """
    reason = reason.strip()
    if action == AccessRecord.Action.EXPORT and not reason:
        raise ValueError("a download of personal data needs a reason")
    ids = subjects.order_by().values_list("pk", flat=True) if isinstance(subjects, QuerySet) else subjects
    unique_ids = sorted(set(ids))
    record = AccessRecord.objects.create(
        actor=actor,
        accessed_at=at,
        ip_address=ip,
        action=action,
        asked=asked[:ASKED_LENGTH],
        reason=reason[:REASON_LENGTH],
        subject_count=len(unique_ids),
    )
    AccessSubject.objects.bulk_create(
        [AccessSubject(record=record, person_id=person_id) for person_id in unique_ids], batch_size=5_000
    )
    return record
