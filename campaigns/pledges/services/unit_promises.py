"""우리 부서 다짐: who may keep a unit's promise, and the only writer of it and of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import OrgUnit, Person
from lms.people.services import led_units

from ..models import UnitPromise, UnitPromiseEdition
from ..quarters import Quarter

__all__ = ["UnitPromiseRefused", "Words", "edition_of", "keep_unit_promise", "may_keep"]


class UnitPromiseRefused(Exception):
    """Whole sentences: what was not kept, why, and what to do."""


@dataclass(frozen=True)
class Words:
    """What a unit's promise says."""

    act: str
    before: str = ""
    after: str = ""
    is_done: bool = False


def may_keep(person: Person, unit: OrgUnit, *, on: date) -> bool:
    """Whether the person is the head of the unit on that day."""
    return led_units(person, on).filter(pk=unit.pk).exists()


def edition_of(promise: UnitPromise | None) -> int:
    """The number of the promise's latest edition; 0 for none. A form carries it to see who was faster."""
    return promise.editions.count() if promise else 0


def keep_unit_promise(
    *, unit: OrgUnit, quarter: Quarter, words: Words, seen_edition: int, by: Person, at: datetime
) -> UnitPromise:
    """Write a unit's promise of a quarter, or change it; the same words once more change nothing.

    ``seen_edition`` is what the writer had before them. Raises UnitPromiseRefused for who is not the head, for a
    quarter that is over, for something done that does not say what came of it, and for who was slower than another.
    """
    on = timezone.localdate(at)
    if not may_keep(by, unit, on=on):
        raise UnitPromiseRefused(_("It was not kept. The head of the unit writes its promise. Please ask them."))
    if not quarter.may_change(on=on):
        raise UnitPromiseRefused(
            _("It was not kept. A promise can be changed in its quarter and the one after it. Write the current one.")
        )
    if words.is_done and not words.after:
        raise UnitPromiseRefused(_("It was not kept. Please write what is different now that it is done."))
    try:
        return _keep(unit=unit, quarter=quarter, words=words, seen_edition=seen_edition, by=by, at=at)
    except IntegrityError:
        # Somebody else opened the quarter's promise at the same moment.
        raise _slower() from None


@transaction.atomic
def _keep(*, unit: OrgUnit, quarter: Quarter, words: Words, seen_edition: int, by: Person, at: datetime) -> UnitPromise:
    key = {"unit_code": unit.code, "year": quarter.year, "quarter": quarter.number}
    promise = UnitPromise.objects.select_for_update().filter(**key).first()
    if promise is None:
        promise = UnitPromise(**key, unit=unit, written_by=by, written_at=at)
    elif _says(promise) == words:
        return promise
    if edition_of(promise if promise.pk else None) != seen_edition:
        raise _slower()
    promise.act, promise.before, promise.after = words.act, words.before, words.after
    promise.done_at = (promise.done_at or at) if words.is_done else None
    promise.save()
    UnitPromiseEdition.objects.create(
        promise=promise,
        number=seen_edition + 1,
        act=words.act,
        before=words.before,
        after=words.after,
        is_done=words.is_done,
        written_by=by,
        written_at=at,
    )
    return promise


def _says(promise: UnitPromise) -> Words:
    return Words(promise.act, promise.before, promise.after, promise.done_at is not None)


def _slower() -> UnitPromiseRefused:
    return UnitPromiseRefused(
        _("It was not kept. Somebody else changed the promise. Compare it with your words below and save again.")
    )
