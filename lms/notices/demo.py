"""What became of the demo city's notices: read or not, mailed or not, and the few that give staff something to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.utils import timezone

from lms.core.working_days import is_working_day
from lms.people.models import Person

from . import rules
from .choices import Cadence, Cause, State
from .mail import new_message_id
from .models import Bounce, Delivery, MailSettings, Notice

__all__ = ["seed_notices"]

MAIL_HOST = "gaon.example"
#: Whoever signs in finds what was told so lately unread.
FRESH = timedelta(days=12)
BATCH = 1_000
#: Share of mails, in per mille, that end otherwise than well.
TROUBLES = (
    (6, State.FAILED, Cause.TRIES_USED_UP, "452 4.2.2 Mailbox full"),
    (4, State.UNKNOWN, Cause.LINE_BROKE, "SMTPServerDisconnected: Connection unexpectedly closed"),
    (5, State.SKIPPED, Cause.SETTLED, ""),
)
BOUNCED = "550 5.1.1 User unknown"


def seed_notices(*, at: datetime, stdout: Any) -> None:
    """Notices that no worker has planned yet lie in the past: their mail has gone long ago. Safe to repeat."""
    hours = MailSettings.of_institution().hours
    gone = _somebody_without_mailbox(at)
    waiting = Notice.objects.unplanned().filter(created_at__lt=at - timedelta(hours=1)).order_by("created_at", "pk")
    count = 0
    for batch in _batches(waiting.iterator(BATCH)):
        for notice in batch:
            chance = Random(f"{notice.person_id}:{notice.reason}")  # noqa: S311 - variety, no secret
            notice.planned_at = notice.created_at
            if notice.created_at < at - FRESH:
                notice.read_at = notice.created_at + timedelta(minutes=chance.randint(20, 2_000))
        Notice.objects.bulk_update(batch, ["planned_at", "read_at"])
        deliveries = [_delivery(notice, hours, at, gone, place) for place, notice in enumerate(batch, start=count + 1)]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        count += len(batch)
    stdout.write(f"notices: {count} mailed, {Notice.objects.unread().count()} unread")


def _batches(rows: Iterable[Notice]) -> Iterator[list[Notice]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _somebody_without_mailbox(at: datetime) -> int | None:
    """One of those who were told something: the register has an address that the mail server does not know."""
    accounts = ("learner", "manager", "outsider", "trainer", "hr", "admin")
    told = Notice.objects.exclude(person__employee_number__in=accounts).filter(created_at__lt=at - FRESH)
    person_id = told.order_by("-created_at", "pk").values_list("person_id", flat=True).first()
    return int(person_id) if person_id else None


def draw(place: int) -> int:
    """A number from 0 to 999 for the mail at ``place``, spread so evenly that a thousand mails meet every trouble.

    Luck would leave one city in fifty without a mail of which nobody knows whether it arrived.
    """
    return int(place * 618.034) % 1_000


def _delivery(notice: Notice, hours: rules.Hours, at: datetime, gone: int | None, place: int) -> Delivery:
    moment = rules.next_opening(timezone.localtime(notice.created_at), hours=hours, works=is_working_day)
    delivery = Delivery(notice=notice, person_id=notice.person_id, cadence=Cadence.AT_ONCE, changed_at=moment)
    if moment > at:
        delivery.next_try_at, delivery.changed_at = moment, notice.created_at
        return delivery
    delivery.state, delivery.attempts, delivery.sent_at = State.SENT, 1, moment
    delivery.message_id = new_message_id(MAIL_HOST)
    if notice.person_id == gone:
        _refuse(delivery, moment)
        return delivery
    drawn = draw(place)
    for share, state, cause, answer in TROUBLES:
        if drawn < share:
            delivery.state, delivery.cause, delivery.answer = state, cause, answer
            delivery.attempts = len(rules.RETRY_AFTER) + 1 if state == State.FAILED else 1
            delivery.sent_at = moment if state == State.UNKNOWN else None
            break
        drawn -= share
    return delivery


def _refuse(delivery: Delivery, moment: datetime) -> None:
    delivery.state, delivery.cause, delivery.answer, delivery.sent_at = State.BOUNCED, Cause.REFUSED, BOUNCED, None
    address = Person.objects.values_list("email", flat=True).get(pk=delivery.person_id).lower()
    Bounce.objects.get_or_create(
        address=address, defaults={"person_id": delivery.person_id, "answer": BOUNCED, "bounced_at": moment}
    )
