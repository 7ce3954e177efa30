"""Sending: one connection a batch, each mail marked before it is handed over, and the answer written down.

Decision 21 says why it is done in this order.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.core.working_days import is_working_day
from lms.people.models import Person

from .. import kinds, rules
from ..choices import Cause, State
from ..mail import Envelope, compose, item_of, new_message_id
from ..models import Bounce, Delivery, MailSettings, Pace
from ..smtp import Outcome, Result, hand_over, open_line
from .claiming import Claimed, claim_mails, drop_stale, sweep_lost
from .planning import plan_notices
from .preferences import keys_of

__all__ = ["Sent", "send_due", "send_test"]

logger = logging.getLogger(__name__)

#: Why a mail waits for another try.
WAITING = {
    Outcome.RETRY: Cause.NOT_YET,
    Outcome.POLICY: Cause.POLICY,
    Outcome.BROKEN: Cause.SERVER_AWAY,
}
#: Nothing new is begun when so little of the lease is left.
LAST_CALL = timedelta(minutes=3)


@dataclass
class Sent:
    """What one run did; mails by outcome."""

    planned: int = 0
    lost: int = 0
    stale: int = 0
    mails: Counter[Outcome] = field(default_factory=Counter)
    is_paused: bool = False
    #: The server has taken a mail in this run.
    is_well: bool = False

    def note(self, outcome: Outcome) -> None:
        """Count a mail; the first that is taken ends the server's time of trouble."""
        self.mails[outcome] += 1
        if outcome == Outcome.SENT and not self.is_well:
            self.is_well = True
            _forget_troubles()

    def __str__(self) -> str:
        parts = [f"{self.planned} planned", f"{self.mails[Outcome.SENT]} sent"]
        parts += [f"{count} {outcome.value}" for outcome, count in self.mails.items() if outcome != Outcome.SENT]
        parts += [f"{self.lost} lost by a worker"] if self.lost else []
        parts += [f"{self.stale} too late"] if self.stale else []
        parts += ["server paused"] if self.is_paused else []
        return ", ".join(parts)


def send_due(*, at: datetime, connect: Callable[[], BaseEmailBackend] = get_connection) -> Sent:
    """Plan what was told, send what is due, as far as this minute allows. Safe to repeat, and for several workers.

    ``at`` is when it starts; how long servers take is added to it.
    """
    now = _clock_from(at)
    done = Sent(planned=plan_notices(at=at), lost=sweep_lost(at=at), stale=drop_stale(at=at))
    # Before anything is claimed: a sender that cannot be used holds nothing against the mails.
    envelope = Envelope.of_institution()
    while (claimed := claim_mails(at=now())) is not None:
        if not _send_batch(claimed, envelope, connect, now, done):
            break
    done.is_paused = Pace.objects.filter(paused_until__gt=now()).exists()
    return done


def _clock_from(at: datetime) -> Callable[[], datetime]:
    began = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - began)


@dataclass
class _Line:
    """A line to the server, and how it has gone on it since the last mail that was taken."""

    connection: BaseEmailBackend
    is_open: bool = False
    broken: int = 0
    refused: int = 0
    unwanted: list[Claimed] = field(default_factory=list)

    def open(self) -> Result:
        """Connect, unless the line stands already."""
        opened = Result(Outcome.SENT) if self.is_open else open_line(self.connection)
        self.is_open = opened.outcome == Outcome.SENT
        return opened

    def note(self, mail: Claimed, outcome: Outcome) -> None:
        """Count what became of a mail."""
        if outcome == Outcome.SENT:
            self.broken = self.refused = 0
            self.unwanted = []
        elif outcome in (Outcome.BROKEN, Outcome.UNKNOWN):
            self.broken += 1
            self.hang_up()
        elif outcome == Outcome.POLICY:
            self.broken += 1
            self.unwanted.append(mail)
        else:
            self.refused += 1

    @property
    def is_in_trouble(self) -> bool:
        """So many in a row went wrong that it is hardly the mails."""
        return self.broken >= rules.TROUBLES_IN_A_ROW or self.refused >= rules.REFUSALS_IN_A_ROW

    def hang_up(self) -> None:
        """Close a line that may be dead already; whatever that says tells nothing about a mail."""
        self.is_open = False
        try:
            self.connection.close()
        except Exception:
            logger.debug("closing the line to the mail server failed", exc_info=True)


def _send_batch(
    claimed: list[Claimed],
    envelope: Envelope,
    connect: Callable[[], BaseEmailBackend],
    now: Callable[[], datetime],
    done: Sent,
) -> bool:
    """Send what was claimed over one line; False when the server is in trouble and the rest was given back."""
    keys = keys_of({mail.person_id for mail in claimed}, at=now())
    line = _Line(connect())
    try:
        for position, mail in enumerate(claimed):
            if now() > mail.lease_until - LAST_CALL:
                _give_back(claimed[position:])
                break
            message = _composed(mail, envelope, keys[mail.person_id], now())
            if message is None:
                done.mails[Outcome.FAILED] += 1
                continue
            opened = line.open()
            if opened.outcome != Outcome.SENT:
                return _stop(claimed[position:], opened, now, done)
            if not _mark_sending(mail, message, now()):
                continue
            result = hand_over(line.connection, message)
            _write_down(mail, result, now())
            done.note(result.outcome)
            line.note(mail, result.outcome)
            if result.outcome == Outcome.SERVER or line.is_in_trouble:
                _try_soon(line.unwanted, now())
                return _stop(claimed[position + 1 :], result, now, done)
    finally:
        line.hang_up()
    return True


def _composed(mail: Claimed, envelope: Envelope, key: str, at: datetime) -> EmailMessage | None:
    """The mail; None where a kind's words fail, which fails these deliveries and stops no other."""
    try:
        items = [item_of(each.notice.kind, each.notice.subject, each.notice.link) for each in mail.deliveries]
        message_id = new_message_id(envelope.host)
        return compose(to=mail.address, items=items, envelope=envelope, message_id=message_id, unsubscribe_key=key)
    except Exception:
        logger.exception("the mail of deliveries %s could not be written", [each.pk for each in mail.deliveries])
        _own(mail).update(
            state=State.FAILED, cause=Cause.NOT_WRITTEN, changed_at=at, next_try_at=None, claim=None, lease_until=None
        )
        return None


def _own(mail: Claimed) -> Any:
    return Delivery.objects.filter(pk__in=[each.pk for each in mail.deliveries], claim=mail.claim)


def _mark_sending(mail: Claimed, message: EmailMessage, at: datetime) -> bool:
    """Committed before the server hears of it; False when another worker has taken over meanwhile."""
    with transaction.atomic():
        marked = (
            _own(mail)
            .filter(state=State.PLANNED)
            .update(
                state=State.SENDING,
                cause=Cause.NONE,
                answer="",
                attempts=F("attempts") + 1,
                message_id=message.extra_headers["Message-ID"],
                sent_at=at,
                changed_at=at,
            )
        )
        if marked != len(mail.deliveries):
            transaction.set_rollback(True)
    return bool(marked == len(mail.deliveries))


def _write_down(mail: Claimed, result: Result, at: datetime) -> None:
    changes: dict[str, Any] = {
        "answer": result.answer,
        "changed_at": at,
        "claim": None,
        "lease_until": None,
        "next_try_at": None,
    }
    outcome = result.outcome
    if outcome == Outcome.SENT:
        changes |= {"state": State.SENT, "sent_at": at, "cause": Cause.NONE}
    elif outcome == Outcome.UNKNOWN:
        changes |= {"state": State.UNKNOWN, "cause": Cause.LINE_BROKE}
    elif outcome == Outcome.BOUNCED:
        changes |= {"state": State.BOUNCED, "cause": Cause.REFUSED, "sent_at": None}
        _list_bounce(mail, result, at)
    elif outcome == Outcome.FAILED:
        changes |= {"state": State.FAILED, "cause": Cause.REFUSED_CONTENT, "sent_at": None}
    elif outcome == Outcome.SERVER:
        changes |= {"state": State.PLANNED, "cause": Cause.SERVER_AWAY, "sent_at": None, "message_id": ""}
        changes |= {"attempts": F("attempts") - 1, "next_try_at": at}
    else:
        changes |= _another_try(mail, at) | {"sent_at": None, "message_id": ""}
        changes["cause"] = WAITING[outcome] if changes["state"] == State.PLANNED else Cause.TRIES_USED_UP
    _own(mail).filter(state=State.SENDING).update(**changes)


def _another_try(mail: Claimed, at: datetime) -> dict[str, Any]:
    tries = max(each.attempts for each in mail.deliveries) + 1
    wait = rules.next_try(tries)
    if wait is None:
        return {"state": State.FAILED}
    hours = MailSettings.of_institution().hours
    moment = rules.next_opening(timezone.localtime(at + wait), hours=hours, works=is_working_day)
    return {"state": State.PLANNED, "next_try_at": moment}


def _list_bounce(mail: Claimed, result: Result, at: datetime) -> None:
    Bounce.objects.update_or_create(
        address=mail.address.lower(),
        defaults={"person_id": mail.person_id, "answer": result.answer, "bounced_at": at},
    )


def _try_soon(mails: list[Claimed], at: datetime) -> None:
    """It was the server and not these mails: they go again with the rest, behind it."""
    ids = [each.pk for mail in mails for each in mail.deliveries]
    Delivery.objects.planned().filter(pk__in=ids, claim=None).update(next_try_at=at)


def _give_back(mails: list[Claimed]) -> None:
    for mail in mails:
        _own(mail).filter(state=State.PLANNED).update(claim=None, lease_until=None)


def _stop(rest: list[Claimed], result: Result, now: Callable[[], datetime], done: Sent) -> bool:
    """The server is in trouble: give back what was not begun, and leave the server alone for a while."""
    _give_back(rest)
    with transaction.atomic():
        pace = Pace.objects.select_for_update().get(pk=1)
        pace.troubles = min(pace.troubles + 1, 100)
        pace.paused_until = now() + rules.pause_after(pace.troubles)
        pace.last_trouble = result.answer
        pace.save(update_fields=["troubles", "paused_until", "last_trouble"])
    logger.warning("the mail server is in trouble, paused until %s: %s", pace.paused_until, result.answer)
    done.is_paused = True
    return False


def _forget_troubles() -> None:
    Pace.objects.filter(troubles__gt=0).update(troubles=0, paused_until=None, last_trouble="")


def send_test(
    *, kind: str, to: Person, at: datetime, connect: Callable[[], BaseEmailBackend] = get_connection
) -> Result:
    """Send the kind's example to the person who asks, at once and marked as a test. Nothing is recorded.

    Raises KeyError for an unknown kind and ValueError where the person has no work mail.
    """
    if not to.email:
        raise ValueError("a test needs an address")
    envelope = Envelope.of_institution()
    item = item_of(kind, kinds.get(kind).sample(), "/")
    message = compose(
        to=to.email,
        items=[item],
        envelope=envelope,
        message_id=new_message_id(envelope.host),
        unsubscribe_key=keys_of({to.pk}, at=at)[to.pk],
        prefix=_("[Test] "),
    )
    line = _Line(connect())
    try:
        opened = line.open()
        return opened if opened.outcome != Outcome.SENT else hand_over(line.connection, message)
    finally:
        line.hang_up()
