"""When mail may go out, how much of it, and whose fault it is when it does not. Pure: no database, no clock.

Moments are aware and in the institution's time zone; ``works`` says whether a day is a working day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeVar

from .choices import Cadence, Cause

__all__ = [
    "ALONE_AT_MOST",
    "RETRY_AFTER",
    "TROUBLES_IN_A_ROW",
    "Hours",
    "Plan",
    "Step",
    "Verdict",
    "allowance",
    "arrange",
    "next_digest",
    "next_opening",
    "next_try",
    "pause_after",
    "plan",
    "verdict",
]

Works = Callable[[date], bool]
Item = TypeVar("Item")

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)

#: More mails than this at one moment for one person come together in one.
ALONE_AT_MOST = 2
#: How long a refused mail waits for its next try; after the last one it has failed.
RETRY_AFTER = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
#: How long the whole sending waits when the server itself is in trouble, by how often in a row it was.
PAUSES = (1, 5, 15, 30, 60)
#: After so many mails in a row without one accepted, it is the server and not the mails.
TROUBLES_IN_A_ROW = 3
REFUSALS_IN_A_ROW = 10


@dataclass(frozen=True)
class Hours:
    """On working days mail goes out from ``start`` until before ``end``; a digest at ``digest_at``."""

    start: time
    end: time
    digest_at: time


def next_opening(at: datetime, *, hours: Hours, works: Works) -> datetime:
    """``at`` itself within the hours of a working day, else the next moment when they begin."""
    if works(at.date()) and hours.start <= at.time() < hours.end:
        return at
    day = at.date() if at.time() < hours.start else at.date() + _DAY
    return _moment(_working_day_from(day, works), hours.start, at)


def next_digest(at: datetime, *, cadence: str, hours: Hours, works: Works) -> datetime:
    """The next daily digest, or that of the first working day of a week."""
    if cadence == Cadence.WEEKLY:
        monday = at.date() - timedelta(days=at.weekday())
        while (moment := _moment(_working_day_from(monday, works), hours.digest_at, at)) < at:
            monday += timedelta(days=7)
        return moment
    day = at.date() if at.time() <= hours.digest_at else at.date() + _DAY
    return _moment(_working_day_from(day, works), hours.digest_at, at)


def _working_day_from(day: date, works: Works) -> date:
    while not works(day):
        day += _DAY
    return day


def _moment(day: date, at_time: time, like: datetime) -> datetime:
    return datetime.combine(day, at_time, tzinfo=like.tzinfo)


@dataclass(frozen=True)
class Plan:
    """How and when a notice is mailed; without a moment never, for a cause."""

    cadence: str
    moment: datetime | None
    cause: str = Cause.NONE


def plan(*, cadence: str, at: datetime, relevant_until: datetime | None, hours: Hours, works: Works) -> Plan:
    """The slowest cadence up to the wished one that comes while the notice still makes sense."""
    if cadence == Cadence.OFF:
        return Plan(cadence, None, Cause.SWITCHED_OFF)
    slow_to_fast = (Cadence.WEEKLY, Cadence.DAILY, Cadence.AT_ONCE)
    for chosen in slow_to_fast[slow_to_fast.index(Cadence(cadence)) :]:
        if chosen == Cadence.AT_ONCE:
            moment = next_opening(at, hours=hours, works=works)
        else:
            moment = next_digest(at, cadence=chosen, hours=hours, works=works)
        if relevant_until is None or moment < relevant_until:
            return Plan(chosen, moment)
    return Plan(cadence, None, Cause.TOO_LATE)


def arrange(*, alone: Sequence[Item], digest: Sequence[Item], sent_today: int, ceiling: int) -> list[list[Item]]:
    """What one person gets now: each of ``alone`` by itself and the digest, or all in one mail; nothing at the ceiling.

    One mail when there are many at once (an outage is over), or when the day's ceiling leaves no room for more.
    """
    if sent_today >= ceiling:
        return []
    mails = [[each] for each in alone] + ([list(digest)] if digest else [])
    if len(alone) > ALONE_AT_MOST or sent_today + len(mails) > ceiling:
        return [[*alone, *digest]]
    return mails


def allowance(*, began_at: datetime | None, taken: int, at: datetime, per_minute: int) -> tuple[int, datetime, int]:
    """How many mails may still be claimed, and the beginning of the minute with what was taken in it."""
    if began_at is None or at >= began_at + _MINUTE or at < began_at - _MINUTE:
        return per_minute, at, 0
    return max(0, per_minute - taken), began_at, taken


def next_try(attempts: int) -> timedelta | None:
    """How long a mail waits after so many refused tries; None when they are used up."""
    return RETRY_AFTER[attempts - 1] if 0 < attempts <= len(RETRY_AFTER) else None


def pause_after(troubles: int) -> timedelta:
    """How long the server is left alone after so many troubles in a row."""
    return timedelta(minutes=PAUSES[min(max(troubles, 1), len(PAUSES)) - 1])


class Step(Enum):
    """How far the talk with the server had come."""

    CONNECT = "connect"
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"


class Verdict(Enum):
    """What is to be done about an answer of the server."""

    RETRY = "retry"
    BOUNCE = "bounce"
    FAIL = "fail"
    #: It does not want this mail from us: our set-up if it says so again and again, else a rule of that mailbox.
    POLICY = "policy"
    SERVER = "server"


_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RELAYING = re.compile(r"relay", re.IGNORECASE)
#: No such mailbox, no such host, bad address, moved, disabled.
_NO_ADDRESS = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
_NO_ADDRESS_CODES = {550, 551, 553}
_FULL = {"5.2.2", "5.2.3"}


def verdict(*, step: Step, code: int, text: str) -> Verdict:
    """Whose fault a refusal is. Only an address that does not exist bounces; our own set-up never fills that list."""
    if step == Step.SENDER and code == 552:
        return Verdict.FAIL  # this mail is too large; others are not
    if code == 421 or step in (Step.CONNECT, Step.SENDER):
        return Verdict.SERVER
    if code < 500:
        return Verdict.RETRY
    return Verdict.FAIL if step == Step.TEXT else _recipient_verdict(code, text)


def _recipient_verdict(code: int, text: str) -> Verdict:
    found = _ENHANCED.search(text)
    enhanced = found.group(1) if found else ""
    if enhanced in _FULL or code == 552:
        return Verdict.RETRY
    if enhanced.startswith("5.7.") or _RELAYING.search(text):
        return Verdict.POLICY
    if enhanced in _NO_ADDRESS or (not enhanced and code in _NO_ADDRESS_CODES):
        return Verdict.BOUNCE
    return Verdict.POLICY if code == 554 else Verdict.RETRY
