"""Write the citizens' pictures into the static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ...portraits import pictures


class Command(BaseCommand):
    """For whoever adds or changes a citizen in ``portraits.py``; the pictures are kept with the code."""

    help = "Writes static/img/citizens/*.svg from the parts in lms/scenarios/portraits.py."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another folder, for looking first."""
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR) / "static/img/citizens")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them all."""
        into: Path = options["into"]
        into.mkdir(parents=True, exist_ok=True)
        drawn = pictures()
        for name, text in drawn.items():
            (into / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(drawn)} pictures in {into}")
