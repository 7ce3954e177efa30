"""System checks that keep our own rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from .records import missing_triggers


@register(Tags.database)
def records_are_protected(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Every table of records still has the triggers that refuse UPDATE and DELETE."""
    return [
        Error(
            f"{label} has lost the triggers that protect its records.",
            hint="Add a ProtectRecord operation after the migration that rebuilt the table.",
            id="core.E001",
        )
        for alias in databases or []
        for label in missing_triggers(connections[alias])
    ]
