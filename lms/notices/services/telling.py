"""Telling: one row per person, kind, reason and date, in the caller's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from lms.people.models import Person

from .. import kinds
from ..models import Notice

__all__ = ["Message", "mark_all_read", "mark_read", "notify", "notify_many", "told"]

BATCH = 1_000


@dataclass(frozen=True)
class Message:
    """What one person is to be told. ``reason`` names the fact and ``on`` its date: both together, told once."""

    person_id: int
    reason: str
    on: date
    topic: str = ""
    subject: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    relevant_until: datetime | None = None


def notify(
    *,
    kind: str,
    person: Person | int,
    reason: str,
    on: date,
    at: datetime,
    topic: str = "",
    subject: Mapping[str, Any] | None = None,
    link: str = "",
    relevant_until: datetime | None = None,
) -> Notice | None:
    """Tell one person; the new notice, or None when this was told before. Raises KeyError for an unknown kind."""
    person_id = person if isinstance(person, int) else person.pk
    message = Message(person_id, reason, on, topic, subject or {}, link, relevant_until)
    return next(iter(notify_many(kind=kind, messages=[message], at=at)), None)


def notify_many(*, kind: str, messages: Iterable[Message], at: datetime) -> list[Notice]:
    """Tell many people; the notices that are new. Three statements for each thousand, whoever was told before.

    Runs in the caller's transaction: what is rolled back was never told. Raises KeyError for an unknown kind.
    """
    kinds.get(kind)
    waiting = iter(messages)
    new: list[Notice] = []
    while batch := list(islice(waiting, BATCH)):
        new += _tell(kind, batch, at)
    return new


def _tell(kind: str, batch: list[Message], at: datetime) -> list[Notice]:
    known = set(
        Notice.objects.filter(
            kind=kind, person__in={each.person_id for each in batch}, on__in={each.on for each in batch}
        )
        .order_by()
        .values_list("person_id", "reason", "on")
    )
    fresh = {
        (each.person_id, each.reason, each.on): Notice(
            person_id=each.person_id,
            kind=kind,
            reason=each.reason,
            on=each.on,
            topic=each.topic[:200],
            subject=dict(each.subject),
            link=each.link,
            relevant_until=each.relevant_until,
            created_at=at,
        )
        for each in batch
        if (each.person_id, each.reason, each.on) not in known
    }
    if not fresh:
        return []
    with transaction.atomic():
        # Whoever was faster keeps its row; the keys say which of ours went in.
        Notice.objects.bulk_create(fresh.values(), ignore_conflicts=True)
        ids = [each.pk for each in fresh.values()]
        mine = set(Notice.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return [each for each in fresh.values() if each.pk in mine]


def told(*, kind: str, prefix: str, suffix: str, on: str, person: str = "person", key: str = "pk") -> Exists:
    """A condition on rows of another room: whether the notice ``<prefix><key><suffix>`` of that row was given.

    ``on`` and ``person`` name the row's columns. A repeated job asks it, so that an idle run writes nothing.
    """
    reason = Concat(Value(prefix), Cast(OuterRef(key), CharField()), Value(suffix), output_field=CharField())
    return Exists(Notice.objects.filter(person=OuterRef(person), kind=kind, reason=reason, on=OuterRef(on)))


def mark_read(*, person: Person, notice_id: Any, at: datetime) -> Notice | None:
    """Mark one of the person's own notices as read, once; None when it is not theirs."""
    Notice.objects.for_person(person).unread().filter(pk=notice_id).update(read_at=at)
    return Notice.objects.for_person(person).filter(pk=notice_id).first()


def mark_all_read(*, person: Person, at: datetime) -> int:
    """Mark everything that was told before ``at`` as read; how many there were."""
    return Notice.objects.for_person(person).unread().filter(created_at__lte=at).update(read_at=at)
