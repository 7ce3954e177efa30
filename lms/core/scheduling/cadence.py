"""When a periodic job is due: pure rules over moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..working_days import next_working_day

__all__ = ["Cadence", "Daily", "Every", "after_failure", "believable"]

#: A job that failed, or whose worker was killed, is tried again after 1, 5, 15 and then every 60 minutes, or when its
#: cadence says so, if that is sooner.
PAUSES = (1, 5, 15, 60)
#: How far a clock may be set back without anybody having to care; a time server moves it by seconds.
TOLERANCE = timedelta(hours=1)


class Cadence(Protocol):
    """How often."""

    def next_after(self, moment: datetime) -> datetime:
        """The first due moment after ``moment``. What was missed meanwhile is due once, not once for each time."""

    def words(self) -> str:
        """As the screen says it."""


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from the last start."""

    minutes: int

    def next_after(self, moment: datetime) -> datetime:
        return moment + timedelta(minutes=self.minutes)

    def words(self) -> str:
        if self.minutes % 60 == 0:
            hours = self.minutes // 60
            return ngettext("every hour", "every %(count)d hours", hours) % {"count": hours}
        return ngettext("every minute", "every %(count)d minutes", self.minutes) % {"count": self.minutes}


@dataclass(frozen=True)
class Daily:
    """Once a day at a time of the institution's zone, if asked only on working days."""

    at: time
    on_working_days: bool = False

    def next_after(self, moment: datetime) -> datetime:
        day = timezone.localdate(moment)
        if timezone.make_aware(datetime.combine(day, self.at)) <= moment:
            day += timedelta(days=1)
        if self.on_working_days:
            day = next_working_day(day)
        return timezone.make_aware(datetime.combine(day, self.at))

    def words(self) -> str:
        if self.on_working_days:
            return _("on working days at %(time)s") % {"time": f"{self.at:%H:%M}"}
        return _("daily at %(time)s") % {"time": f"{self.at:%H:%M}"}


def after_failure(cadence: Cadence, *, at: datetime, failures: int) -> datetime:
    """When to try again after the ``failures``-th failure in a row."""
    pause = PAUSES[min(failures, len(PAUSES)) - 1]
    return min(cadence.next_after(at), at + timedelta(minutes=pause))


def believable(due_at: datetime, cadence: Cadence, *, at: datetime) -> datetime:
    """``due_at``, unless it lies further ahead than the cadence ever sets it.

    Then the clock ran ahead when it was written and has been set right since: without this, a job would wait for as
    long as the clock was wrong.
    """
    return due_at if due_at <= cadence.next_after(at + TOLERANCE) else cadence.next_after(at)
