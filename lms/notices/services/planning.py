"""Planning: preferences, quiet hours and working days decide how and when each notice is mailed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.core.working_days import is_working_day

from .. import kinds, rules
from ..choices import Cadence, State
from ..models import Delivery, MailSettings, Notice, Preference

__all__ = ["cadences_of", "plan_notices", "replan"]

BATCH = 1_000


def plan_notices(*, at: datetime) -> int:
    """Make the delivery of every notice that has none yet; how many. Five statements for each thousand.

    Safe to repeat and for two workers at once: a notice has one delivery.
    """
    hours = MailSettings.of_institution().hours
    count = 0
    while batch := list(
        Notice.objects.unplanned()
        .order_by("created_at")
        .only("person_id", "kind", "relevant_until", "created_at")[:BATCH]
    ):
        cadences = cadences_of(batch)
        deliveries = [_delivery(notice, cadences[notice.person_id, notice.kind], hours, at) for notice in batch]
        with transaction.atomic():
            Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
            Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(planned_at=at)
        count += len(batch)
    return count


def cadences_of(notices: Iterable[Notice]) -> dict[tuple[int, str], str]:
    """What each person wants of each kind; one statement."""
    pairs = {(notice.person_id, notice.kind) for notice in notices}
    rows = Preference.objects.filter(
        person__in={person_id for person_id, _ in pairs}, kind__in={kind for _, kind in pairs}
    )
    chosen = {
        (person_id, kind): cadence for person_id, kind, cadence in rows.values_list("person_id", "kind", "cadence")
    }
    return {pair: _cadence(pair[1], chosen.get(pair)) for pair in pairs}


def _cadence(key: str, chosen: str | None) -> str:
    kind = kinds.find(key)
    if kind is None:
        return chosen or Cadence.AT_ONCE
    if chosen is None or (chosen == Cadence.OFF and not kind.may_be_switched_off):
        return kind.cadence
    return chosen


def _delivery(notice: Notice, cadence: str, hours: rules.Hours, at: datetime) -> Delivery:
    delivery = Delivery(notice=notice, person_id=notice.person_id, changed_at=at)
    set_plan(delivery, _plan(notice, cadence, hours, at), at=at)
    return delivery


def _plan(notice: Notice, cadence: str, hours: rules.Hours, at: datetime) -> rules.Plan:
    return rules.plan(
        cadence=cadence,
        at=timezone.localtime(at),
        relevant_until=notice.relevant_until,
        hours=hours,
        works=is_working_day,
    )


def set_plan(delivery: Delivery, plan: rules.Plan, *, at: datetime) -> None:
    """Write a plan into a delivery that nobody has sent."""
    delivery.cadence, delivery.next_try_at, delivery.cause = plan.cadence, plan.moment, plan.cause
    delivery.state = State.PLANNED if plan.moment else State.SKIPPED
    delivery.changed_at = at


def replan(*, person_id: int, kinds_changed: Iterable[str], at: datetime) -> int:
    """What a person chose anew holds for mail that is planned already; how many deliveries changed."""
    hours = MailSettings.of_institution().hours
    with transaction.atomic():
        waiting = list(
            Delivery.objects.planned()
            .filter(person=person_id, notice__kind__in=list(kinds_changed), claim=None)
            .select_related("notice")
            .select_for_update(of=("self",))
        )
        cadences = cadences_of([delivery.notice for delivery in waiting])
        for delivery in waiting:
            cadence = cadences[person_id, delivery.notice.kind]
            set_plan(delivery, _plan(delivery.notice, cadence, hours, at), at=at)
        Delivery.objects.bulk_update(waiting, ["cadence", "next_try_at", "cause", "state", "changed_at"])
    return len(waiting)
