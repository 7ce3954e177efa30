"""다짐 대회: the board's address, and who was there. Taking part is voluntary: nobody but officers sees names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from lms.core import clock, rotating
from lms.people.errors import AddressRefused
from lms.people.models import Person, RevocableAddress
from lms.people.services import (
    current_unit,
    find_address,
    open_address,
    renew_address,
    revoke_address,
    units_of,
)

from ..models import Rally, RallyAttendance

__all__ = [
    "Listed",
    "attend",
    "attendance_claim",
    "attendance_code",
    "attendance_word",
    "board_of",
    "enter_from_sheet",
    "is_claim_for",
    "listed",
    "open_board",
    "rally_on_board",
    "renew_board",
    "revoke_board",
]

#: The kind of a board's revocable address; its subject is the rally's number.
BOARD = "rally_board"
#: The code is shown from an hour before the rally begins until it ends.
EARLY = timedelta(hours=1)
KEY = rotating.key_for("rally")


def board_of(rally: Rally) -> RevocableAddress | None:
    """The living address of the rally's board, if it has one."""
    return RevocableAddress.objects.living().filter(person=None, kind=BOARD, subject=str(rally.pk)).first()


def open_board(*, rally: Rally, by: Person, at: datetime) -> RevocableAddress:
    """Give the board an address. A second click finds the one there is."""
    return open_address(person=None, kind=BOARD, subject=str(rally.pk), by=by, at=at)


def renew_board(*, rally: Rally, by: Person, at: datetime, seen: str = "") -> RevocableAddress:
    """Give the board another address; the one before no longer leads anywhere.

    ``seen`` is the key of the address that the form showed: one that took its place meanwhile stays.
    """
    address = board_of(rally)
    if address is None:
        return open_board(rally=rally, by=by, at=at)
    if seen not in ("", str(address.pk)):
        return address
    return renew_address(address=address, by=by, at=at)


def revoke_board(*, rally: Rally, by: Person, at: datetime) -> None:
    """Take the board's address away. Doing it twice changes nothing."""
    address = board_of(rally)
    if address is not None:
        revoke_address(address=address, by=by, at=at)


def rally_on_board(key: str, *, at: datetime) -> Rally | None:
    """The rally whose board has that address now; None for one that was revoked or never was."""
    try:
        subject = find_address(key, kind=BOARD, at=at).subject
    except AddressRefused:
        return None
    return Rally.objects.select_related("campaign").filter(pk=int(subject)).first()


def is_open(rally: Rally, *, at: datetime) -> bool:
    """Whether one can say now that one is there."""
    return rally.starts_at - EARLY <= at <= rally.ends_at


def attendance_word(rally: Rally, *, at: datetime) -> str | None:
    """What the QR code of this moment holds; None before and after the rally."""
    return rotating.scan_word_at(_subject(rally), at, key=KEY) if is_open(rally, at=at) else None


def attendance_code(rally: Rally, *, at: datetime) -> str | None:
    """The code of this moment for people who type it; None before and after the rally."""
    return rotating.code_at(_subject(rally), at, key=KEY) if is_open(rally, at=at) else None


def attendance_claim(rally: Rally, code: str, *, at: datetime) -> str:
    """Five minutes in which the code, typed or scanned, still counts: long enough to sign in. Raises CodeRefused."""
    return rotating.trade(code, _subject(rally), at, key=KEY)


def is_claim_for(rally: Rally, claim: str, *, at: datetime) -> bool:
    """Whether the claim was got from this rally's screen, and not too long ago."""
    try:
        return rotating.read_claim(claim, at) == _subject(rally)
    except rotating.ClaimRefused:
        return False


def attend(*, rally: Rally, person: Person, at: datetime) -> tuple[RallyAttendance, bool]:
    """The person was there. Twice, or on two phones at once, it is the same attendance."""
    unit = current_unit(person, clock.local_day(at))
    return RallyAttendance.objects.get_or_create(rally=rally, person=person, defaults={"attended_at": at, "unit": unit})


@dataclass
class Listed:
    """People of a sheet by their employee numbers, and the numbers that are nobody's."""

    people: list[Person] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def listed(numbers: Iterable[str]) -> Listed:
    """The people with these numbers, in the order of the sheet, each once."""
    wanted = list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))
    known = {person.employee_number.upper(): person for person in _by_number(wanted)}
    found = Listed()
    for number in wanted:
        if number in known:
            found.people.append(known[number])
        else:
            found.unknown.append(number)
    return found


def _by_number(numbers: list[str]) -> Iterable[Person]:
    # Two spellings are enough for an index: numbers are unique whatever their case.
    return Person.objects.filter(employee_number__in={*numbers, *(number.lower() for number in numbers)})


def enter_from_sheet(*, rally: Rally, people: Iterable[Person], by: Person) -> int:
    """The people of the paper sheet were there, at the time of the rally. Returns how many were not known yet."""
    people = list(people)
    units = units_of([person.pk for person in people], clock.local_day(rally.starts_at))
    with transaction.atomic():
        before = RallyAttendance.objects.filter(rally=rally).count()
        RallyAttendance.objects.bulk_create(
            [
                RallyAttendance(
                    rally=rally, person=person, attended_at=rally.starts_at, unit=units.get(person.pk), entered_by=by
                )
                for person in people
            ],
            ignore_conflicts=True,
        )
        return RallyAttendance.objects.filter(rally=rally).count() - before


def _subject(rally: Rally) -> str:
    return f"rally:{rally.pk}"
