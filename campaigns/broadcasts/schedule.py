"""What is on air at a moment. Pure: no database, no clock, no request; every moment is aware.

A day has slots: the moment of an approved episode, with whatever is played then. A slot that was taken off plays
nothing, or the one that stands in for it. Which slot counts at a moment is decided here, for the on-air page, the home
page, the archive and the tests alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.core.clock import local_day

__all__ = ["LEAD", "OnAir", "Phase", "Slot", "on_air", "turns"]

#: After one broadcast of the day has ended, the next one is counted down to from this long before it.
LEAD = timedelta(minutes=60)


class Phase(StrEnum):
    """Where the day's broadcast is."""

    #: Later today; the page counts down to ``starts_at``.
    BEFORE = "before"
    LIVE = "live"
    #: Over, until the next one of the day comes near or the day ends.
    ENDED = "ended"
    #: Nothing today, or today's was taken off and nothing stands in for it (``notice`` then says why).
    NONE = "none"


@dataclass(frozen=True)
class Slot:
    """One place in the plan. ``episode`` is what is played (an ``Episode``, or any stand-in of the caller's); None when
    it was taken off without another one in its place. ``notice`` is why it was taken off, empty when it was not.
    A rerun repeats, on the next working day, what was heard together the day before.
    """

    starts_at: datetime
    length_ms: int
    episode: Any = None
    notice: str = ""
    is_rerun: bool = False

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it no longer plays."""
        return self.starts_at + timedelta(milliseconds=self.length_ms)


@dataclass(frozen=True)
class OnAir:
    """The answer for one moment.

    ``episode``, ``starts_at`` and ``ends_at`` belong together and are None when the phase is NONE. ``position_ms`` is
    where the recording is: 0 before, its length after. ``next_starts_at`` is the first start after the moment asked
    about, on whatever day. ``notice`` is the reason for which something of today was taken off.
    """

    phase: Phase
    episode: Any = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    position_ms: int = 0
    next_starts_at: datetime | None = None
    notice: str = ""
    is_rerun: bool = False


def on_air(slots: Iterable[Slot], *, at: datetime, later: datetime | None = None) -> OnAir:
    """What is on air at ``at``, from the slots of its day. ``later`` is the first start on a later day, if known."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    played = [slot for slot in ordered if slot.episode is not None]
    later = next((slot.starts_at for slot in played if slot.starts_at > at), later)
    today = [slot for slot in ordered if local_day(slot.starts_at) == local_day(at)]
    chosen, phase = _choose([slot for slot in today if slot.episode is not None], at)
    if chosen is None:
        return OnAir(Phase.NONE, next_starts_at=later, notice=_notice(today))
    position = (min(at, chosen.ends_at) - chosen.starts_at) // timedelta(milliseconds=1)
    return OnAir(
        phase=phase,
        episode=chosen.episode,
        starts_at=chosen.starts_at,
        ends_at=chosen.ends_at,
        position_ms=max(0, position),
        next_starts_at=later,
        notice=chosen.notice or _notice([slot for slot in today if slot.episode is None]),
        is_rerun=chosen.is_rerun,
    )


def turns(slots: Iterable[Slot], day: date) -> list[datetime]:
    """The moments of a day at which the answer changes, in order: every start, every end, every approach."""
    ordered = sorted((slot for slot in slots if local_day(slot.starts_at) == day), key=lambda slot: slot.starts_at)
    moments = {edge for slot in ordered for edge in (slot.starts_at - LEAD, slot.starts_at, slot.ends_at)}
    return sorted(moments)


def _choose(today: Sequence[Slot], at: datetime) -> tuple[Slot | None, Phase]:
    begun = [slot for slot in today if slot.starts_at <= at]
    coming = [slot for slot in today if slot.starts_at > at]
    if begun and at < begun[-1].ends_at:
        return begun[-1], Phase.LIVE
    if coming and (not begun or coming[0].starts_at - at <= LEAD):
        return coming[0], Phase.BEFORE
    return (begun[-1], Phase.ENDED) if begun else (None, Phase.NONE)


def _notice(slots: Sequence[Slot]) -> str:
    return next((slot.notice for slot in reversed(slots) if slot.notice), "")
