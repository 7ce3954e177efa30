"""What staff do about mail that did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.core.working_days import is_working_day

from .. import rules
from ..choices import Cause, State
from ..models import Bounce, Delivery, MailSettings

__all__ = ["REPEATABLE", "clear_bounce", "mark_arrived", "send_again"]

#: What may be sent again by hand: never what arrived, and not what waits anyway.
REPEATABLE = (State.FAILED, State.UNKNOWN, State.BOUNCED)


def send_again(*, deliveries: Iterable[int], at: datetime) -> int:
    """Plan failed, refused and unknown deliveries anew, with all tries; how many. A second click changes nothing."""
    return _plan_anew(Delivery.objects.filter(pk__in=list(deliveries), state__in=REPEATABLE), at)


def mark_arrived(*, deliveries: Iterable[int], at: datetime) -> int:
    """The mail server's own log says that unknown mails were accepted; how many were settled."""
    return Delivery.objects.filter(pk__in=list(deliveries), state=State.UNKNOWN).update(
        state=State.SENT, cause=Cause.BY_HAND, changed_at=at
    )


@transaction.atomic
def clear_bounce(*, bounce: Bounce, at: datetime) -> int:
    """Take an address off the list and plan anew what it kept from its person; how many. Safe to repeat."""
    Bounce.objects.filter(pk=bounce.pk).delete()
    kept_back = Delivery.objects.filter(
        Q(state=State.BOUNCED) | Q(state=State.SKIPPED, cause=Cause.KNOWN_BOUNCE),
        person=bounce.person_id,
        changed_at__gte=bounce.bounced_at,
    )
    return _plan_anew(kept_back, at)


def _plan_anew(rows: QuerySet[Delivery], at: datetime) -> int:
    hours = MailSettings.of_institution().hours
    moment = rules.next_opening(timezone.localtime(at), hours=hours, works=is_working_day)
    return rows.update(
        state=State.PLANNED,
        cause=Cause.BY_HAND,
        attempts=0,
        next_try_at=moment,
        sent_at=None,
        message_id="",
        changed_at=at,
        claim=None,
        lease_until=None,
    )
