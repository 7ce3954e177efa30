"""What a person decides about mail: how often, none, and that old unsubscribe addresses are worth nothing any more."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from lms.people.models import Person

from .. import kinds
from ..choices import Cadence
from ..models import Preference, UnsubscribeKey
from .planning import replan

__all__ = ["keys_of", "renew_key", "set_preferences", "unsubscribe"]


@transaction.atomic
def set_preferences(*, person_id: int, cadences: Mapping[str, str], at: datetime) -> None:
    """Keep how often the person wants mail of each kind; holds for planned mail, too. Safe to repeat.

    Raises KeyError for an unknown kind, ValueError for what is no cadence or switches off what may not be.
    """
    for key, cadence in cadences.items():
        if Cadence(cadence) == Cadence.OFF and not kinds.get(key).may_be_switched_off:
            raise ValueError(f"{key} cannot be switched off")
    Preference.objects.bulk_create(
        [
            Preference(person_id=person_id, kind=key, cadence=cadence, changed_at=at)
            for key, cadence in sorted(cadences.items())
        ],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["cadence", "changed_at"],
    )
    replan(person_id=person_id, kinds_changed=cadences, at=at)


def unsubscribe(*, key: str, kinds_named: Iterable[str], at: datetime) -> bool:
    """No more mail of those kinds that may be switched off; False when the key was revoked or never was."""
    person_id = UnsubscribeKey.objects.filter(key=key).values_list("person_id", flat=True).first()
    if person_id is None:
        return False
    known = [found for each in kinds_named if (found := kinds.find(each)) is not None]
    set_preferences(
        person_id=person_id,
        cadences={kind.key: Cadence.OFF for kind in known if kind.may_be_switched_off},
        at=at,
    )
    return True


def renew_key(*, person: Person, at: datetime) -> None:
    """Every unsubscribe address sent so far stops working."""
    UnsubscribeKey.objects.update_or_create(person=person, defaults={"key": _new_key(), "renewed_at": at})


def keys_of(person_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """The keys of several people, made where missing; three statements at most."""
    wanted = set(person_ids)
    found = _keys(wanted)
    if missing := sorted(wanted - set(found)):
        UnsubscribeKey.objects.bulk_create(
            [UnsubscribeKey(person_id=each, key=_new_key(), renewed_at=at) for each in missing], ignore_conflicts=True
        )
        found = _keys(wanted)
    return found


def _keys(person_ids: set[int]) -> dict[int, str]:
    return dict(UnsubscribeKey.objects.filter(person__in=person_ids).values_list("person_id", "key"))


def _new_key() -> str:
    return secrets.token_urlsafe(16)
