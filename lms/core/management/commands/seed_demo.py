"""Fill an empty installation with the fictional city of 가온시. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ... import clock, registry


class Command(BaseCommand):
    """Run every room's demo seeder in order."""

    help = "Create or complete the demo city: people, courses, learning records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--outside-development", action="store_true", help="also where demo accounts are not allowed"
        )
        parser.add_argument(
            "--yes-i-know", action="store_true", help="said twice, because demo accounts share a password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        told_twice = options["outside_development"] and options["yes_i_know"]
        if not settings.DEMO_ALLOWED and not told_twice:
            raise CommandError(
                "Demo accounts share one password; pass --outside-development and --yes-i-know to insist."
            )
        for seeder in registry.demo_seeders():
            seeder(at=clock.now(), stdout=self.stdout)
