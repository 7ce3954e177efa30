"""The worker process: tasks of the queue, periodic jobs and a heartbeat, side by side.

The main thread runs tasks one after another, as ``db_worker`` does. One thread looks for due jobs and gives each a
thread of its own, so that a mail server that hangs does not keep a page from being published. One thread beats, buries
workers that fell silent and puts back what they were running.
"""

from __future__ import annotations

import logging
import math
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from .. import clock
from . import jobs, tasks, workers

__all__ = ["POLL_SECONDS", "Process"]

logger = logging.getLogger(__name__)

#: How long a due job may wait to be seen. A look costs three small reads.
POLL_SECONDS = 5.0
JOBS_AT_ONCE = 3
AFTER_ERROR_SECONDS = 5.0


class Process:
    """One worker process, from its first heartbeat to its last."""

    def __init__(
        self,
        *,
        task_seconds: float = 1.0,
        poll_seconds: float = POLL_SECONDS,
        beat_seconds: float = workers.BEAT_SECONDS,
        gone_seconds: float = workers.GONE_SECONDS,
    ) -> None:
        self.id = get_random_string(32)
        self.task_seconds = task_seconds
        self.poll_seconds = poll_seconds
        self.beat_seconds = beat_seconds
        self._watch = workers.Watch(gone_seconds)
        self._tasks: TaskWorker | None = None
        # A signal only writes this: an event could be in the middle of being waited for, and would wait for itself.
        self._is_stopping = False
        self._no_more_work = threading.Event()
        self._no_more_beats = threading.Event()
        self._running: dict[str, threading.Thread] = {}

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then finish what is running. A second signal stops at once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        # Whatever this process claims, it is known to be alive; and it may be started before its database.
        while not self._is_stopping and not _attempted(self._beat):
            self._pause(AFTER_ERROR_SECONDS)
        # Daemons, so that a second signal does not wait for them.
        scheduler = threading.Thread(target=self._schedule, name="scheduler", daemon=True)
        heart = threading.Thread(target=self._keep_beating, name="heart", daemon=True)
        scheduler.start()
        heart.start()
        try:
            self._work_on_tasks()
        finally:
            self._no_more_work.set()
            scheduler.join()
            self._no_more_beats.set()
            heart.join()
            workers.leave(worker=self.id)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._is_stopping:
            # As if killed: whatever is running is found by the others and run again, instead of counting as failed.
            os._exit(1)
        logger.info("Stopping as soon as what is running is done; a second signal stops at once")
        self._is_stopping = True
        if self._tasks is not None:
            self._tasks.running = False

    # Tasks, in the main thread

    def _work_on_tasks(self) -> None:
        if not isinstance(task_backends["default"], DatabaseBackend):
            # Another kind of queue has workers of its own; this process only keeps time.
            self._pause()
            return
        self._tasks = TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=self.task_seconds,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.id,
        )
        while not self._is_stopping:
            if not _attempted(self._tasks.run):
                self._pause(AFTER_ERROR_SECONDS)

    def _pause(self, seconds: float = math.inf) -> None:
        end = time.monotonic() + seconds
        while not self._is_stopping and time.monotonic() < end:
            time.sleep(0.5)

    # Periodic jobs, in a thread that only looks, and one thread for each that runs

    def _schedule(self) -> None:
        while not self._is_stopping:
            _attempted(self._start_due_jobs)
            self._no_more_work.wait(self.poll_seconds)
        for thread in self._running.values():
            thread.join()

    def _start_due_jobs(self) -> None:
        at = clock.now()
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        # A database that went away while a result was being kept leaves a job that nobody runs in my name.
        jobs.give_up_jobs_of(
            worker=self.id, at=at, message=_("How the run ended could not be recorded."), but=set(self._running)
        )
        jobs.ensure_rows(at=at)
        while len(self._running) < JOBS_AT_ONCE and (claim := jobs.claim_due(worker=self.id, at=at)):
            thread = threading.Thread(target=_run_job, args=[claim], name=f"job-{claim.job.name}", daemon=True)
            self._running[claim.job.name] = thread
            thread.start()

    # The heart, in a thread that nothing can hold up

    def _keep_beating(self) -> None:
        while not self._no_more_beats.wait(self.beat_seconds):
            _attempted(self._beat)

    def _beat(self) -> None:
        at = clock.now()
        workers.beat(worker=self.id, host=socket.gethostname()[:64], process=os.getpid(), at=at)
        for worker, beats in workers.silent_workers(self._watch, me=self.id, steady=time.monotonic()).items():
            if workers.bury(worker=worker, beats=beats, at=at):
                logger.warning("Worker %s is gone; what it was running is run again", worker)
        tasks.give_up_strangers(at=at, message=workers.gone_message())


def _run_job(claim: jobs.Claim) -> None:
    try:
        _attempted(lambda: jobs.run_claimed(claim))
    finally:
        connections.close_all()


def _attempted(do: Callable[[], Any]) -> bool:
    """Do it. A database that does not answer for a while is told to the log and is no reason to stop working."""
    try:
        close_old_connections()
        do()
    except Exception:
        logger.exception("The worker could not go on and tries again")
        connections.close_all()
        return False
    return True
