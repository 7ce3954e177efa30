"""인사: the only writers of dated belongings and employment. Safe to repeat; serialised on the person's row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..choices import EmploymentState
from ..errors import PeriodRefused, UnitRefused
from ..models import EmploymentPeriod, Membership, OrgUnit, Person
from ..rules import Span, end_of_new_span, overlay
from .organisation import lock_unit

__all__ = ["move_person", "set_employment"]

_DAY = timedelta(days=1)


@transaction.atomic
def move_person(*, person: Person, unit: OrgUnit, on: date) -> tuple[Membership, bool]:
    """The person belongs to ``unit`` from ``on`` until the next move already recorded, or until further notice.

    A date in the past corrects history without touching what was recorded for later. When the unit was renamed or
    moved in between, the belonging is cut at that day, so that each piece points to the unit as it then was.
    Returns the belonging of that day and whether anything changed. Raises UnitRefused when the unit does not exist
    for all of those days.
    """
    _lock_person(person)
    # A reorganisation that runs at the same time must not leave a belonging in a closed edition.
    lock_unit(unit)
    editions = list(OrgUnit.objects.filter(code=unit.code))
    existing = list(Membership.objects.filter(person=person).select_related("unit").order_by("valid_from"))
    spans = [Span(row.unit_id, row.valid_from, row.valid_to) for row in existing]
    end = end_of_new_span(spans, on)
    pieces = _pieces(editions, Span(unit.code, on, end))
    wanted: list[Span[int]] = spans
    for piece in pieces:
        wanted = overlay(wanted, piece)
    changed = _rewrite_memberships(person, existing, wanted)
    return Membership.objects.select_related("unit").valid(on=on).get(person=person), changed


def _lock_person(person: Person) -> None:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _pieces(editions: Sequence[OrgUnit], wanted: Span[str]) -> list[Span[int]]:
    """The stretch ``wanted``, cut at the editions of the unit."""
    pieces: list[Span[int]] = []
    for edition in sorted(editions, key=lambda each: each.valid_from):
        start = max(edition.valid_from, wanted.start)
        ends = [day for day in (edition.valid_to, wanted.end) if day is not None]
        end = min(ends) if ends else None
        if end is None or start <= end:
            pieces.append(Span(edition.pk, start, end))
    covered = bool(pieces) and pieces[0].start == wanted.start and pieces[-1].end == wanted.end
    without_gap = all(before.end is not None and before.end + _DAY == after.start for before, after in pairwise(pieces))
    if not (covered and without_gap):
        raise UnitRefused(
            _(
                "The transfer was not recorded. The unit does not exist on all of these days. "
                "Choose another date or the unit that succeeded it."
            )
        )
    return pieces


def _rewrite_memberships(person: Person, existing: Sequence[Membership], wanted: Sequence[Span[int]]) -> bool:
    before = [Span(row.unit_id, row.valid_from, row.valid_to) for row in existing]
    if before == list(wanted):
        return False
    gone = [row.pk for row, span in zip(existing, before, strict=True) if span not in wanted]
    # Old rows go first: two open belongings may not exist, not even for a moment.
    Membership.objects.filter(pk__in=gone).delete()
    Membership.objects.bulk_create(
        Membership(person=person, unit_id=span.value, valid_from=span.start, valid_to=span.end)
        for span in wanted
        if span not in before
    )
    return True


@transaction.atomic
def set_employment(*, person: Person, state: str, on: date, until: date | None = None) -> tuple[EmploymentPeriod, bool]:
    """The person's employment has ``state`` from ``on``.

    With ``until``, the last day, what held before holds again afterwards (a leave with its return). Without it the
    state lasts until the next change already recorded; retirement has no next and ends the belonging too.
    Returns the period of that day and whether anything changed. Raises PeriodRefused for a leave or secondment of
    somebody who is not employed on that day, for a retirement with an end, and for an end before the start.
    """
    _lock_person(person)
    existing = list(EmploymentPeriod.objects.filter(person=person).order_by("valid_from"))
    spans = [Span(row.state, row.valid_from, row.valid_to) for row in existing]
    _refuse_impossible(spans, state, on, until)
    retires = state == EmploymentState.RETIRED
    wanted = overlay(spans, Span(state, on, None if retires else until or end_of_new_span(spans, on)))
    if retires:
        _end_memberships(person, on)
    changed = spans != wanted
    if changed:
        gone = [row.pk for row, span in zip(existing, spans, strict=True) if span not in wanted]
        EmploymentPeriod.objects.filter(pk__in=gone).delete()
        EmploymentPeriod.objects.bulk_create(
            EmploymentPeriod(person=person, state=span.value, valid_from=span.start, valid_to=span.end)
            for span in wanted
            if span not in spans
        )
    period = EmploymentPeriod.objects.filter(person=person, valid_from__lte=on).order_by("valid_from").last()
    if period is None:
        raise AssertionError("a period that was just written holds on its first day")
    return period, changed


def _refuse_impossible(spans: Sequence[Span[str]], state: str, on: date, until: date | None) -> None:
    if until is not None and until < on:
        raise PeriodRefused(_("The period was not recorded. Its last day lies before its first. Correct the dates."))
    if state == EmploymentState.RETIRED and until is not None:
        raise PeriodRefused(
            _("The retirement was not recorded. It has no last day. Leave the last day empty, or choose a leave.")
        )
    works = any(span.holds(on) and span.value != EmploymentState.RETIRED for span in spans)
    if state in (EmploymentState.ON_LEAVE, EmploymentState.SECONDED) and not works:
        raise PeriodRefused(
            _(
                "The absence was not recorded. The person is not employed on its first day. "
                "Record the employment first or correct the date."
            )
        )


def _end_memberships(person: Person, on: date) -> None:
    """Nobody belongs to a unit from the day of retirement."""
    Membership.objects.filter(person=person, valid_from__gte=on).delete()
    Membership.objects.valid(on=on).filter(person=person).update(valid_to=on - _DAY)
