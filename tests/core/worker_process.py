"""A worker process for tests, on the database of the test, with jobs and tasks that leave traces in a folder.

``forking.start(work, FOLDER, …)``: quick heartbeats; every run writes a line into a file named after it.
"""

from __future__ import annotations

import logging
import os
import time
from datetime import datetime
from pathlib import Path

from django.test import override_settings

from lms.core import registry
from lms.core.scheduling.loop import Process

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
#: A run that waits for the file ``go`` gives up after this.
PATIENCE_SECONDS = 60


def leave_trace(name: str) -> None:
    """One line for each run: the process that ran it."""
    with (Path(os.environ["TRACES"]) / name).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")


def wait_to_go() -> None:
    """Until the test says so, as a long piece of work would."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (Path(os.environ["TRACES"]) / "go").exists() and time.monotonic() < end:
        time.sleep(0.02)


def quick(at: datetime) -> str:
    """A job that is over at once."""
    leave_trace("quick")
    return "끝"


def slow(at: datetime) -> str:
    """A job in the middle of which a worker can be killed."""
    leave_trace("slow")
    wait_to_go()
    return "끝"


def work(folder: str) -> None:
    """Until a signal ends it."""
    os.environ["TRACES"] = folder
    override_settings(TASKS=DATABASE_TASKS).enable()
    logging.basicConfig(level=logging.INFO)
    registry._jobs.clear()
    for name, run in (("quick", quick), ("slow", slow)):
        registry.register_job(name, run, title=name, every_minutes=24 * 60)
    Process(task_seconds=0.05, poll_seconds=0.05, beat_seconds=0.1, gone_seconds=1.0).run()
