"""Record completions that are due and missing. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lms.core import clock

from ...jobs import heal_completions


class Command(BaseCommand):
    """The nightly job, by hand."""

    help = "Record every completion that is due and missing, for example after a policy was lowered."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(heal_completions(at=clock.now()))
