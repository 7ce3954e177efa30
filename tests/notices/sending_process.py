"""A process that sends, on the database of the test and at a moment the test chooses.

``python -m tests.notices.sending_process once MOMENT`` runs the job once; ``work MOMENT`` is a whole worker with quick
heartbeats and no other job.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta

import django
from django.conf import settings


def main() -> None:
    mode, moment = sys.argv[1], datetime.fromisoformat(sys.argv[2])
    settings.EMAIL_BACKEND = "lms.notices.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 30
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django.setup()
    from lms.core import clock, registry
    from lms.core.scheduling.loop import Process
    from lms.notices import jobs
    from tests.notices.smtp_world import register_kind

    began = time.monotonic()
    clock._source = lambda: moment + timedelta(seconds=time.monotonic() - began)
    register_kind()
    if mode == "once":
        jobs.send_due_notices(at=clock.now())
        return
    registry._jobs.clear()
    registry.register_job("send_due_notices", jobs.send_due_notices, title="발송", every_minutes=1)
    Process(task_seconds=0.05, poll_seconds=0.05, beat_seconds=0.1, gone_seconds=1.0).run()


if __name__ == "__main__":
    main()
