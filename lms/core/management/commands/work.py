"""The background worker: tasks, periodic jobs, heartbeat. Start as many as you like; they share the work."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand

from ...scheduling.loop import Process

LOGGERS = ("lms", "django_tasks", "django_tasks_db")


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT and finishes what it is doing."""

    help = "Run background tasks and periodic jobs; needs no cron."

    def handle(self, *args: Any, **options: Any) -> None:
        # It renders certificates: what the system lacks for that is told now, not by the first of them.
        import_module("lms.core.pdf_engine")
        handler = logging.StreamHandler(self.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        for name in LOGGERS:
            logging.getLogger(name).addHandler(handler)
            logging.getLogger(name).setLevel(logging.INFO)
        Process().run()
