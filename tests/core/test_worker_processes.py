"""Real worker processes on the test's database: started together, killed in the middle, stopped in good order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.core.models import ScheduledJob, Worker
from tests import forking
from tests.core.worker_process import work
from tests.forking import ended

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def eventually(holds: Callable[[], object], what: str) -> None:
    """Look again and again, up to a minute, until it is so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.03)


@pytest.fixture
def traces(tmp_path: Path) -> Callable[[str], list[int]]:
    """``traces("slow")``: the process numbers of every run, in order."""

    def read(name: str) -> list[int]:
        file = tmp_path / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    return read


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], ForkServerProcess]]:
    """Start a worker process; whatever is left of them at the end is killed."""
    processes: list[ForkServerProcess] = []

    def begin() -> ForkServerProcess:
        processes.append(forking.start(work, str(tmp_path), log=tmp_path / "log"))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        assert ended(process, within=10) is not None


def due_now(*names: str) -> None:
    for name in names:
        ScheduledJob.objects.create(name=name, next_run_at=timezone.now() - timedelta(minutes=1))


def queue_long_task() -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="tests.core.worker_tasks.long_task",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now() - timedelta(minutes=1),
    )


def test_two_workers_share_the_work_and_what_a_killed_one_held_is_run_again_by_the_other(start, traces, tmp_path):
    due_now("quick", "slow")
    task = queue_long_task()
    workers = {process.pid: process for process in (start(), start())}
    eventually(lambda: traces("slow") and traces("task") and traces("quick"), "both kinds of work have begun")
    eventually(lambda: Worker.objects.count() == 2, "both workers beat")
    # Each due moment went to one of the two, however often both have looked since.
    assert [len(traces(name)) for name in ("quick", "slow", "task")] == [1, 1, 1]

    killed = workers.pop(traces("task")[0])
    killed.kill()
    assert ended(killed, within=10) == -signal.SIGKILL
    (survivor,) = workers.values()
    eventually(lambda: traces("task") == [killed.pid, survivor.pid], "the task is run again")
    if traces("slow")[0] == killed.pid:
        ScheduledJob.objects.filter(pk="slow").update(next_run_at=timezone.now())  # spare the test the minute's pause
        eventually(lambda: traces("slow") == [killed.pid, survivor.pid], "the job is run again")

    # SIGTERM finishes what is running, then takes the worker's row away.
    survivor.terminate()
    eventually(lambda: "Stopping" in (tmp_path / "log").read_text(), "it has heard")
    assert survivor.is_alive()
    (tmp_path / "go").touch()
    assert ended(survivor, within=30) == 0, (tmp_path / "log").read_text()[-2000:]
    task.refresh_from_db()
    assert (task.status, task.return_value, len(task.worker_ids)) == (TaskResultStatus.SUCCESSFUL, "끝", 2)
    assert ScheduledJob.objects.get(pk="slow").outcome == ScheduledJob.Outcome.SUCCEEDED
    assert not Worker.objects.exists()


def test_an_idle_worker_stops_at_once_and_leaves_nothing_behind(start):
    worker = start()
    eventually(Worker.objects.exists, "the worker beats")
    worker.terminate()
    assert ended(worker, within=30) == 0
    assert not Worker.objects.exists()


def test_a_second_signal_stops_at_once_and_what_was_running_is_run_again(start, traces, tmp_path):
    due_now("slow")
    task = queue_long_task()
    impatient = start()
    eventually(lambda: traces("slow") and traces("task"), "both kinds of work have begun")
    os.kill(impatient.pid, signal.SIGINT)
    eventually(lambda: "Stopping" in (tmp_path / "log").read_text(), "it has heard")
    os.kill(impatient.pid, signal.SIGINT)
    assert ended(impatient, within=30) == 1
    (tmp_path / "go").touch()
    next_one = start()
    eventually(lambda: traces("task") == [impatient.pid, next_one.pid], "the task is run again")
    eventually(lambda: _status(task) == TaskResultStatus.SUCCESSFUL, "and succeeds")
    assert ScheduledJob.objects.get(pk="slow").failures == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file cannot hang up")
def test_a_worker_whose_database_hangs_up_on_it_goes_on(start, traces):
    worker = start()
    eventually(Worker.objects.exists, "the worker beats")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1
    ScheduledJob.objects.filter(pk="quick").delete()
    due_now("quick")
    queue_long_task()
    eventually(lambda: traces("quick") == [worker.pid], "it runs jobs again")
    eventually(lambda: traces("task") == [worker.pid], "it runs tasks again")
    before = Worker.objects.get().beats
    eventually(lambda: Worker.objects.get().beats > before, "it beats again")


def _status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status
