"""Issue and render what a crash left behind. Safe to run at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lms.core import clock

from ...services import issue_missing_certificates


class Command(BaseCommand):
    """Nightly, or by hand after an outage."""

    help = "Issue the certificates of completions that have none and render those without a document."

    def handle(self, *args: Any, **options: Any) -> None:
        issued = issue_missing_certificates(at=clock.now())
        self.stdout.write(f"{issued} certificates issued")
