"""Tasks of the queue whose worker is gone. The queue itself leaves them RUNNING for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log

from .models import Worker

__all__ = ["TASK_RETRIED", "WorkerGone", "give_up_strangers", "give_up_tasks_of", "retry_task"]

TASK_RETRIED = "core.retry_task"
#: A task that was begun so often and took its worker with it each time is not begun again by itself.
MOST_BEGUN = 3
#: A worker without heartbeat (``db_worker`` by hand) is believed for so long.
STRANGERS_MAY_TAKE = timedelta(hours=1)


class WorkerGone(Exception):
    """The worker was killed in the middle of this task, too often to try it again unasked."""


def give_up_tasks_of(*, worker: str, at: datetime, message: str) -> int:
    """Put what this worker was running back into the queue; how many tasks that were."""
    return sum(_give_up(task, at=at, message=message) for task in _running() if task.worker_ids[-1:] == [worker])


def give_up_strangers(*, at: datetime, message: str) -> int:
    """The same for tasks that a worker without a heartbeat began long ago."""
    known = set(Worker.objects.values_list("pk", flat=True))
    lost = [task for task in _running(begun_before=at - STRANGERS_MAY_TAKE) if not known & set(task.worker_ids[-1:])]
    return sum(_give_up(task, at=at, message=message) for task in lost)


def retry_task(*, task: DBTaskResult, title: str, by: AbstractBaseUser | AnonymousUser) -> bool:
    """Put a failed task back into the queue; False when it has not failed. Kept in the audit log."""
    failed = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED)
    retried = failed.update(status=TaskResultStatus.READY, worker_ids=[], finished_at=None)
    if retried:
        log(task, TASK_RETRIED, user=by, title=title)
    return bool(retried)


def _running(begun_before: datetime | None = None) -> list[DBTaskResult]:
    running = DBTaskResult.objects.running().order_by("pk")
    if begun_before is not None:
        running = running.filter(started_at__lt=begun_before)
    return list(running.only("worker_ids"))


def _give_up(task: DBTaskResult, *, at: datetime, message: str) -> int:
    held = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, worker_ids=task.worker_ids)
    if len(task.worker_ids) < MOST_BEGUN:
        return held.update(status=TaskResultStatus.READY)
    return held.update(
        status=TaskResultStatus.FAILED,
        finished_at=at,
        exception_class_path=f"{WorkerGone.__module__}.{WorkerGone.__qualname__}",
        traceback=message,
    )
