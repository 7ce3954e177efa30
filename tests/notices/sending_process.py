"""A process that sends, on the database of the test and at a moment the test chooses.

``forking.start(send, "once", MOMENT, PORT, …)`` runs the job once, by the mail server at that port of this machine;
``work`` is a whole worker with quick heartbeats and no other job.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.test import override_settings

from lms.core import clock, registry
from lms.core.scheduling.loop import Process
from lms.notices import jobs

from .catcher import HOST
from .smtp_world import register_kind


def send(mode: str, moment: str, port: str) -> None:
    """Once, or until a signal ends it."""
    override_settings(
        EMAIL_BACKEND="lms.notices.smtp.EmailBackend",
        EMAIL_HOST=HOST,
        EMAIL_PORT=int(port),
        EMAIL_TIMEOUT=30,
        MAILS_PER_MINUTE=100_000,
        TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
    ).enable()
    first, began = datetime.fromisoformat(moment), time.monotonic()
    clock._source = lambda: first + timedelta(seconds=time.monotonic() - began)
    register_kind()
    if mode == "once":
        jobs.send_due_notices(at=clock.now())
        return
    registry._jobs.clear()
    registry.register_job("send_due_notices", jobs.send_due_notices, title="발송", every_minutes=1)
    Process(task_seconds=0.05, poll_seconds=0.05, beat_seconds=0.1, gone_seconds=1.0).run()
