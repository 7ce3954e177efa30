"""Addresses that open one thing without sign-in: opened, shown again, looked up, revoked."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..errors import AddressRefused
from ..models import Person, RevocableAddress
from .sign_in import employment_lets_in

__all__ = ["address_secret", "find_address", "open_address", "renew_address", "revoke_address"]

SALT = "people.revocable_address"
#: 130 bits in letters and digits that survive being read aloud and any letter case.
LETTERS = 26


def address_secret(address: RevocableAddress) -> str:
    """The part of the address that nobody can guess; empty when the installation's own secret was changed since.

    Such an address still opens what it opens, but can be shown no more: renew it.
    """
    secret = _secret(address.key)
    return secret if hmac.compare_digest(_digest(secret), address.digest) else ""


def open_address(*, person: Person | None, kind: str, by: Person, at: datetime, subject: str = "") -> RevocableAddress:
    """The living address of that kind and subject, made where there is none. Two at once get the same."""
    living = RevocableAddress.objects.living().filter(person=person, kind=kind, subject=subject)
    found = living.first()
    if found is not None:
        return found
    key = uuid4()
    new = RevocableAddress(
        person=person, kind=kind, subject=subject, key=key, digest=_digest(_secret(key)), made_at=at, made_by=by
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return living.get()
    return new


def renew_address(*, address: RevocableAddress, by: Person, at: datetime) -> RevocableAddress:
    """Revoke it and open another one in its place. Repeated or at the same instant, all get the same new one."""
    with transaction.atomic():
        revoke_address(address=address, by=by, at=at)
        return open_address(person=address.person, kind=address.kind, subject=address.subject, by=by, at=at)


def revoke_address(*, address: RevocableAddress, by: Person, at: datetime) -> bool:
    """Close the address for good; whether it was still open."""
    return bool(
        RevocableAddress.objects.living().filter(pk=address.pk).update(revoked_at=at, revoked_by=by),
    )


def find_address(secret: str, *, kind: str, at: datetime) -> RevocableAddress:
    """The address of this secret, in one query and one more where it belongs to a person.

    Raises AddressRefused alike for one that never was, was revoked, or belongs to somebody who may not sign in now.
    """
    rows = RevocableAddress.objects.living().select_related("person").filter(kind=kind)
    found = rows.filter(digest=_digest(secret.lower())).first()
    if found is None:
        raise AddressRefused
    person = found.person
    if person is not None and not (person.is_active and employment_lets_in(person, timezone.localdate(at))):
        raise AddressRefused
    return found


def _secret(key: UUID) -> str:
    drawn = salted_hmac(SALT, key.hex, algorithm="sha256").digest()
    return b32encode(drawn).decode().lower()[:LETTERS]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
