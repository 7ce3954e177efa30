"""Reading promises before others do: approve or return, by people who do not learn whose words they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from lms.core.numbers import whole_number
from lms.people.models import Person

from ..models import Promise
from ..notices import tell_approved, tell_returned

__all__ = ["Seen", "approve", "give_back", "to_be_read"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Microseconds since then, until the year 2286.
MOMENT_DIGITS = 16
AT_ONCE = 500


@dataclass(frozen=True)
class Seen:
    """A promise as a moderator saw it: its number, and when these words were written."""

    promise_id: int
    written_at: datetime

    def __str__(self) -> str:
        return f"{self.promise_id}-{(self.written_at - EPOCH) // timedelta(microseconds=1)}"

    @classmethod
    def of(cls, promise: Promise) -> Seen:
        """What a moderator sees now."""
        return cls(promise.pk, promise.written_at)

    @classmethod
    def parse(cls, word: str) -> Seen | None:
        """From a form; None for a word that nobody wrote for it."""
        number, _dash, moment = word.partition("-")
        promise_id, microseconds = whole_number(number), whole_number(moment, most_digits=MOMENT_DIGITS)
        if not (promise_id and microseconds):
            return None
        return cls(promise_id, EPOCH + timedelta(microseconds=microseconds))


def to_be_read() -> QuerySet[Promise]:
    """Words of living pledges that wait, the oldest first."""
    waiting = Promise.objects.filter(state=Promise.State.WAITING, pledge__withdrawn_at=None)
    return waiting.order_by("written_at", "pk")


def approve(*, seen: Iterable[Seen], by: Person, at: datetime) -> int:
    """Let others read these words; how many this call approved. Each author is told.

    Of two moderators the first to decide decides. Words that were changed since they were seen go on waiting.
    """
    return _decide(seen, [Promise.State.WAITING], Promise.State.APPROVED, by=by, at=at, reason="")


def give_back(*, seen: Iterable[Seen], by: Person, at: datetime, reason: str) -> int:
    """Return words, also approved ones, to their authors, who are told why; how many this call returned.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("whoever gets a promise back learns why")
    states = [Promise.State.WAITING, Promise.State.APPROVED]
    return _decide(seen, states, Promise.State.RETURNED, by=by, at=at, reason=reason.strip())


def _decide(
    seen: Iterable[Seen], states: list[Promise.State], state: Promise.State, *, by: Person, at: datetime, reason: str
) -> int:
    decided = []
    with transaction.atomic():
        for each in list(seen)[:AT_ONCE]:
            # One conditional statement is the whole decision; repeating it finds no row.
            open_ones = Promise.objects.filter(
                pk=each.promise_id, written_at=each.written_at, state__in=states, pledge__withdrawn_at=None
            ).exclude(pledge__person=by)
            if open_ones.update(state=state, moderated_at=at, moderated_by=by, reason=reason):
                decided.append(each.promise_id)
        told = Promise.objects.filter(pk__in=decided).select_related("pledge__campaign")
        tell = tell_approved if state == Promise.State.APPROVED else tell_returned
        tell(list(told), at=at)
    return len(decided)
