"""Which workers are alive. One heartbeat in the database answers for tasks, for jobs and for ``/readyz``."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from . import jobs, tasks
from .models import Worker

__all__ = [
    "BEAT_SECONDS",
    "GONE_SECONDS",
    "Watch",
    "any_alive",
    "beat",
    "bury",
    "gone_message",
    "leave",
    "silent_workers",
]

BEAT_SECONDS = 15.0
#: A worker whose beat stood still for so long, on the watcher's own steady clock, is gone.
GONE_SECONDS = 60.0


def beat(*, worker: str, host: str, process: int, at: datetime) -> None:
    """One sign of life. A worker that was given up while it slept comes back with a new row."""
    if not Worker.objects.filter(pk=worker).update(seen_at=at, beats=F("beats") + 1):
        Worker.objects.get_or_create(
            pk=worker, defaults={"host": host, "process": process, "started_at": at, "seen_at": at}
        )


def leave(*, worker: str) -> None:
    """The worker stops in good order and runs nothing any more."""
    Worker.objects.filter(pk=worker).delete()


def any_alive(*, at: datetime, within_seconds: float) -> bool:
    """Whether a worker gave a sign of life lately. A stamp from the future is as wrong as an old one."""
    margin = timedelta(seconds=within_seconds)
    return Worker.objects.filter(seen_at__range=(at - margin, at + margin)).exists()


class Watch:
    """Finds silent workers by a steady clock of its own: setting the wall clock never kills a worker."""

    def __init__(self, gone_seconds: float = GONE_SECONDS) -> None:
        self.gone_seconds = gone_seconds
        self._since: dict[str, tuple[int, float]] = {}

    def silent(self, beats: dict[str, int], *, steady: float) -> dict[str, int]:
        """Of the workers and their beats, those whose beat has not moved for long; ``steady`` in seconds."""
        for worker, count in beats.items():
            if self._since.get(worker, (None, 0.0))[0] != count:
                self._since[worker] = (count, steady)
        self._since = {worker: self._since[worker] for worker in beats}
        return {
            worker: count for worker, count in beats.items() if steady - self._since[worker][1] >= self.gone_seconds
        }


def silent_workers(watch: Watch, *, me: str, steady: float) -> dict[str, int]:
    """The other workers that are gone, with the beat at which they stopped."""
    beats = dict(Worker.objects.exclude(pk=me).values_list("pk", "beats"))
    return watch.silent(beats, steady=steady)


@transaction.atomic
def bury(*, worker: str, beats: int, at: datetime) -> bool:
    """Give what a silent worker was running back to the others; False if it gave a sign of life just now."""
    if not Worker.objects.filter(pk=worker, beats=beats).delete()[0]:
        return False
    jobs.give_up_jobs_of(worker=worker, at=at, message=gone_message())
    tasks.give_up_tasks_of(worker=worker, at=at, message=gone_message())
    return True


def gone_message() -> str:
    """What the screen says of a run whose worker is gone."""
    return _("The worker that was running this is gone: the process was killed or the machine stopped.")
