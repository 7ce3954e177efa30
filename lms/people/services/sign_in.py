"""Who is let in, and the lock after repeated wrong passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from ..models import EmploymentPeriod, Person, SignInFailures
from ..rules import may_sign_in

__all__ = ["SignInLock", "count_attempt", "employment_lets_in", "end_sessions", "forgive_failures"]


@dataclass(frozen=True)
class SignInLock:
    """How many wrong passwords in a row lock a name, and for how long after the last."""

    limit: int
    duration: timedelta


def _key(login: str) -> str:
    """One key for the employee number and the mail of a person, so that both share one lock."""
    name = login.strip()
    person_id = (
        Person.objects.filter(Q(employee_number__iexact=name) | Q(email__iexact=name) & ~Q(email=""))
        .values_list("pk", flat=True)
        .first()
    )
    return sha256(f"person:{person_id}".encode() if person_id else f"name:{name.casefold()}".encode()).hexdigest()


@transaction.atomic
def count_attempt(*, login: str, at: datetime, lock: SignInLock) -> datetime | None:
    """Count one attempt, before the password is looked at; ``forgive_failures`` takes it back when it was right.

    Counting first means that many guesses sent at once are counted as many. Returns None when the attempt may go on,
    else the moment until which the name is locked. An attempt while locked does not make the lock longer.
    """
    SignInFailures.objects.filter(last_at__lt=at - lock.duration).delete()
    key = _key(login)
    SignInFailures.objects.get_or_create(key=key, defaults={"last_at": at})
    failures = SignInFailures.objects.select_for_update().get(key=key)
    if failures.count >= lock.limit:
        return failures.last_at + lock.duration
    failures.count += 1
    failures.last_at = at
    failures.save(update_fields=["count", "last_at"])
    return None


def forgive_failures(*, login: str) -> None:
    """The password was right, or was set anew through the work mail."""
    SignInFailures.objects.filter(key=_key(login)).delete()


def employment_lets_in(person: Person, on: date) -> bool:
    """Whether the person's employment lets them sign in on that day; see ``rules.may_sign_in``. One query."""
    periods = list(EmploymentPeriod.objects.filter(person=person).values_list("state", "valid_from", "valid_to"))
    today = [state for state, start, end in periods if start <= on and (end is None or end >= on)]
    return may_sign_in(today[0] if today else None, has_history=bool(periods))


def end_sessions(*, person: Person) -> int:
    """Sign a person out everywhere, at once. Returns how many sessions that ended."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
