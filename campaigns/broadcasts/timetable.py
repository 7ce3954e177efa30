"""The day's timetable: its slots with what one may know of each, kept under the content stamp.

Whatever changes it (a page published or withdrawn, a broadcast taken off, a recording, the settings) renews the stamp
in the same transaction; nothing here is ever forgotten by hand, and nothing waits for a job.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lms.core import editions
from lms.core.clock import local_day
from lms.core.working_days import is_working_day, previous_working_day
from lms.recordings.models import Recording

from .models import BroadcastSeries, BroadcastSettings, Episode
from .schedule import OnAir, Slot, on_air, turns

__all__ = ["Facts", "Sound", "Timetable", "last_turn", "now_on", "read_timetable", "sound_of", "timetable"]

SECONDS = 3600


@dataclass(frozen=True)
class Sound:
    """The file of an episode: what a play and a ticket need to know of it."""

    recording_id: int
    length_ms: int
    name: str
    digest: str
    file_type: str


@dataclass(frozen=True)
class Facts:
    """What a page says of an episode without asking for it."""

    pk: int
    title: str
    theme: str
    summary: str
    url: str
    series_title: str
    #: None only at a rehearsal of an episode that has no recording yet.
    sound: Sound | None


@dataclass(frozen=True)
class Timetable:
    """A day: its slots (``episode`` is a ``Facts``), the next start on a later day, the settings that held."""

    day: date
    slots: tuple[Slot, ...]
    next_starts_at: datetime | None
    replays_from: datetime

    @property
    def turns(self) -> tuple[datetime, ...]:
        """The moments of the day at which any page looks different."""
        replays = {max(slot.ends_at, self.replays_from) for slot in self.slots if slot.episode is not None}
        return tuple(sorted({*turns(self.slots, self.day), *replays}))

    def not_yet_replayed(self, at: datetime) -> frozenset[int]:
        """Episodes that began today and are only heard together so far."""
        return frozenset(
            slot.episode.pk
            for slot in self.slots
            if slot.episode is not None and not slot.is_rerun and at < max(slot.ends_at, self.replays_from)
        )

    def replay_starts_at(self, episode_id: int) -> datetime | None:
        """From when an episode of today is in the archive; None for one of another day."""
        for slot in self.slots:
            if slot.episode is not None and slot.episode.pk == episode_id and not slot.is_rerun:
                return max(slot.ends_at, self.replays_from)
        return None


def timetable(stamp: str, *, at: datetime) -> Timetable:
    """The timetable of the day of ``at``; read anew only under a new stamp. Without a stamp nothing is kept."""
    day = local_day(at)
    if not stamp:
        return read_timetable(day)
    key = f"broadcasts.timetable:{day}:{stamp}"
    found: Timetable | None = editions.get_many([key]).get(key)
    if found is None:
        found = read_timetable(day)
        editions.set_many({key: found}, SECONDS)
    return found


def now_on(stamp: str, *, at: datetime) -> OnAir:
    """What is on air, with ``Facts`` for an episode."""
    table = timetable(stamp, at=at)
    return on_air(table.slots, at=at, later=table.next_starts_at)


def last_turn(stamp: str, *, at: datetime) -> str:
    """The last moment of the day at which pages changed by the clock, as a word; empty before the first."""
    moments = timetable(stamp, at=at).turns
    place = bisect_right(moments, at)
    return moments[place - 1].isoformat() if place else ""


def read_timetable(day: date) -> Timetable:
    """The same from the database, in four statements."""
    settings = BroadcastSettings.current()
    first = previous_working_day(day) if settings.has_reruns and is_working_day(day) else day
    end = _midnight(day + timedelta(days=1))
    names = dict(BroadcastSeries.objects.values_list("path", "title"))
    rows = list(_rows().filter(airs_at__gte=_midnight(first), airs_at__lt=end))
    slots = [_slot(row, names, day) for row in rows if local_day(_moment(row)) == day]
    is_silent = any(slot.episode is None for slot in slots)
    if first != day and not is_silent:
        again = [_slot(row, names, day) for row in rows if local_day(_moment(row)) == first]
        slots += _reruns(again, starts_at=timezone.make_aware(datetime.combine(day, settings.rerun_time)))
    return Timetable(
        day=day,
        slots=tuple(sorted(slots, key=lambda slot: slot.starts_at)),
        next_starts_at=_next_start(end),
        replays_from=timezone.make_aware(datetime.combine(day, settings.replays_from)),
    )


def _rows() -> Any:
    """Approved ones and those that were taken off, with what was put in their place."""
    found = Episode.objects.live().filter(recording__isnull=False, airs_at__isnull=False)
    return found.select_related("recording", "cancellation__replaced_by__recording").order_by("airs_at")


def _slot(row: Episode, names: dict[str, str], day: date) -> Slot:
    cancellation = getattr(row, "cancellation", None)
    notice = cancellation.reason if cancellation else ""
    played = row if cancellation is None else cancellation.replaced_by
    assert row.recording is not None
    if played is None or played.recording is None or not _may_be_heard(played, day):
        return Slot(_moment(row), row.recording.duration_ms, None, notice)
    facts = Facts(
        pk=played.pk,
        title=played.title,
        theme=played.theme,
        summary=played.summary,
        url=played.url or "",
        series_title=names.get(row.path[: -Episode.steplen], ""),
        sound=sound_of(played.recording),
    )
    return Slot(_moment(row), played.recording.duration_ms, facts, notice)


def sound_of(recording: Recording) -> Sound:
    """What is known of a recording's file."""
    return Sound(
        recording.pk, recording.duration_ms, str(recording.file.name), recording.file_digest, recording.file_type
    )


def _may_be_heard(episode: Episode, day: date) -> bool:
    recording = episode.recording
    if recording is None or recording.published_at is None or not episode.live:
        return False
    return bool(recording.is_licensed(on=day))


def _reruns(slots: list[Slot], *, starts_at: datetime) -> list[Slot]:
    """What was heard the working day before, one after the other."""
    again = []
    for slot in slots:
        if slot.episode is not None:
            again.append(Slot(starts_at, slot.length_ms, slot.episode, "", is_rerun=True))
            starts_at = again[-1].ends_at
    return again


def _next_start(after: datetime) -> datetime | None:
    stands = Q(cancellation__isnull=True) | Q(cancellation__replaced_by__isnull=False)
    found = Episode.objects.live().filter(stands, recording__isnull=False, airs_at__gte=after)
    return found.order_by("airs_at").values_list("airs_at", flat=True).first()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moment(row: Episode) -> datetime:
    assert row.airs_at is not None
    return row.airs_at
