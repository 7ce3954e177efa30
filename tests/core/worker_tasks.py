"""A task for the queue in which a worker can be killed."""

from __future__ import annotations

from django_tasks import task

from tests.core.worker_process import leave_trace, wait_to_go


@task()
def long_task() -> str:
    """Leaves a trace, then takes until the test says go."""
    leave_trace("task")
    wait_to_go()
    return "끝"
