"""Bring an installation up to date before it serves: schema, demo city on first start, static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS


class Command(BaseCommand):
    """Repeatable; a second run takes seconds and keeps the data."""

    help = "Migrate, seed the demo city into an empty development database, collect changed static files."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        # Before anybody is served: migrating may have cost a table of records its protection.
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        if settings.DEMO_ALLOWED and not get_user_model().objects.exists():
            self.stdout.write("Seeding the demo city of 가온시 (once)")
            call_command("seed_demo")
        if self._static_files_changed():
            self.stdout.write("Collecting static files")
            call_command("collectstatic", interactive=False, verbosity=0)

    def _static_files_changed(self) -> bool:
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if not manifest.exists():
            return True
        collected_at = manifest.stat().st_mtime
        sources = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
        return any(Path(source).stat().st_mtime > collected_at for source in sources)
