"""Claiming: under one short lock, whose mail goes next, what is dropped, and what comes together in one mail."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from lms.core.working_days import is_working_day
from lms.people.models import Person

from .. import kinds, rules
from ..choices import Cadence, Cause, State
from ..models import Bounce, Delivery, MailSettings, Notice, Pace
from .planning import cadences_of

__all__ = ["LEASE", "Claimed", "claim_mails", "drop_stale", "sweep_lost"]

logger = logging.getLogger(__name__)

#: Longer than any batch may take; what is left of it then is sent by another worker.
LEASE = timedelta(minutes=15)
#: So many people's mails are claimed at a time.
PEOPLE_AT_ONCE = 25


@dataclass(frozen=True)
class Claimed:
    """One mail to be sent by who holds ``claim``: its deliveries with their notices, and the address."""

    claim: UUID
    lease_until: datetime
    address: str
    person_id: int
    deliveries: list[Delivery]


def drop_stale(*, at: datetime) -> int:
    """Skip, in one statement, what no longer makes sense; how many deliveries."""
    stale = Notice.objects.filter(relevant_until__lte=at).values("pk")
    return (
        Delivery.objects.due(at=at)
        .filter(notice__in=stale)
        .update(state=State.SKIPPED, cause=Cause.TOO_LATE, changed_at=at, claim=None, lease_until=None)
    )


def sweep_lost(*, at: datetime) -> int:
    """What a stopped worker had begun to hand over becomes unknown; how many deliveries."""
    return Delivery.objects.filter(state=State.SENDING, lease_until__lt=at).update(
        state=State.UNKNOWN, cause=Cause.WORKER_LOST, changed_at=at, claim=None, lease_until=None
    )


@transaction.atomic
def claim_mails(*, at: datetime) -> list[Claimed] | None:
    """The next mails, held for this caller. None when nothing may go now; an empty list when all of these were dropped.

    Nothing may go in quiet hours, when the minute is full, while the server has a pause. A person's due mails are
    claimed together or not at all, so that two workers never pass the ceiling of a day.
    """
    institution = MailSettings.of_institution()
    local = timezone.localtime(at)
    if rules.next_opening(local, hours=institution.hours, works=is_working_day) != local:
        return None
    Pace.objects.get_or_create(pk=1)
    pace = Pace.objects.select_for_update().get(pk=1)
    left, pace.minute_began_at, pace.taken = rules.allowance(
        began_at=pace.minute_began_at, taken=pace.taken, at=at, per_minute=settings.MAILS_PER_MINUTE
    )
    if pace.is_paused(at=at) or not left:
        return None
    people = _whose_turn(at, min(left, PEOPLE_AT_ONCE))
    if not people:
        return None
    due = list(
        Delivery.objects.due(at=at).filter(person__in=people).select_related("notice").order_by("next_try_at", "pk")
    )
    due, addresses = _without_causes(due, at)
    mails = _arranged(due, people, institution, at)[:left]
    claim, lease_until = uuid4(), at + LEASE
    held = [delivery.pk for _, deliveries in mails for delivery in deliveries]
    Delivery.objects.filter(pk__in=held).update(claim=claim, lease_until=lease_until)
    pace.taken += len(mails)
    pace.save(update_fields=["minute_began_at", "taken"])
    return [Claimed(claim, lease_until, addresses[person_id], person_id, deliveries) for person_id, deliveries in mails]


def _whose_turn(at: datetime, most: int) -> list[int]:
    """The people whose mail has waited longest, without those another worker is writing to."""
    busy = Delivery.objects.filter(
        state__in=[State.PLANNED, State.SENDING], person=OuterRef("person"), lease_until__gte=at
    )
    waiting = Delivery.objects.due(at=at).alias(is_busy=Exists(busy)).filter(is_busy=False)
    # More rows than people are looked at: one person may have several in front.
    ids = waiting.order_by("next_try_at", "pk").values_list("person_id", flat=True)[: most * 8]
    return list(dict.fromkeys(ids))[:most]


def _without_causes(due: list[Delivery], at: datetime) -> tuple[list[Delivery], dict[int, str]]:
    """Write off what is not to be sent, with its cause; the rest, and the addresses."""
    known = Person.objects.filter(pk__in={each.person_id for each in due})
    people = {pk: (email.strip(), active) for pk, email, active in known.values_list("pk", "email", "is_active")}
    bounced = set(
        Bounce.objects.filter(address__in=[email.lower() for email, _ in people.values()]).values_list(
            "address", flat=True
        )
    )
    cadences = cadences_of([each.notice for each in due])
    settled = _settled([each.notice for each in due])

    def cause(delivery: Delivery) -> str:
        """The first of these that holds."""
        notice = delivery.notice
        email, is_active = people[delivery.person_id]
        causes = (
            (Cause.UNKNOWN_KIND, kinds.find(notice.kind) is None),
            (Cause.LEFT, not is_active),
            (Cause.NO_ADDRESS, not email),
            (Cause.KNOWN_BOUNCE, email.lower() in bounced),
            (Cause.SWITCHED_OFF, cadences[delivery.person_id, notice.kind] == Cadence.OFF),
            (Cause.SETTLED, notice.pk in settled),
            (Cause.ALREADY_READ, delivery.cadence != Cadence.AT_ONCE and notice.read_at is not None),
        )
        return next((found for found, holds in causes if holds), Cause.NONE)

    kept, dropped = [], defaultdict(list)
    for delivery in due:
        if found := cause(delivery):
            dropped[found].append(delivery.pk)
        else:
            kept.append(delivery)
    for found, ids in dropped.items():
        Delivery.objects.filter(pk__in=ids).update(state=State.SKIPPED, cause=found, changed_at=at)
    return kept, {pk: email for pk, (email, _) in people.items()}


def _settled(notices: Iterable[Notice]) -> set[UUID]:
    """Notices whose kind says that they no longer hold; one question for each kind."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    gone: set[UUID] = set()
    for key, told in by_kind.items():
        kind = kinds.find(key)
        if kind is None or kind.still_holds is None:
            continue
        try:
            with transaction.atomic():
                gone |= {notice.pk for notice in told} - set(kind.still_holds(told))
        except Exception:
            # One room's mistake must not keep everybody's mail; what was told is sent as it was told.
            logger.exception("whether notices of the kind %s still hold could not be asked", key)
    return gone


def _arranged(
    due: list[Delivery], people: list[int], institution: MailSettings, at: datetime
) -> list[tuple[int, list[Delivery]]]:
    """The mails of each person, in order of turn; whoever is at the ceiling waits for the next working day."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
    # ``sent_at`` is also set for mails that may have arrived: they count.
    today = dict(
        Delivery.objects.filter(person__in=people, sent_at__gte=midnight)
        .values_list("person")
        .annotate(mails=Count("message_id", distinct=True))
        .order_by()
    )
    own: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in due:
        own[delivery.person_id].append(delivery)
    mails: list[tuple[int, list[Delivery]]] = []
    waiting: list[int] = []
    for person_id in people:
        mine = own[person_id]
        groups = rules.arrange(
            alone=[each for each in mine if each.cadence == Cadence.AT_ONCE],
            digest=[each for each in mine if each.cadence != Cadence.AT_ONCE],
            sent_today=today.get(person_id, 0),
            ceiling=institution.daily_ceiling,
        )
        mails += [(person_id, group) for group in groups]
        if mine and not groups:
            waiting += [each.pk for each in mine]
    if waiting:
        tomorrow = rules.next_opening(
            timezone.localtime(midnight + timedelta(days=1)), hours=institution.hours, works=is_working_day
        )
        Delivery.objects.filter(pk__in=waiting).update(next_try_at=tomorrow, cause=Cause.CEILING, changed_at=at)
    return mails
