"""Plan what people were told, and send the mail that is due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lms.core import clock

from ...services import send_due


class Command(BaseCommand):
    """What the worker does every minute, once, by hand. Safe beside a running worker."""

    help = "Plan what people were told and send the mail that is due, as far as this minute allows."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(send_due(at=clock.now())))
