"""System checks that keep our own rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from .records import missing_triggers


@register(Tags.database)
def records_are_protected(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Every table of records still has the triggers that refuse UPDATE and DELETE.

    A database that is not migrated yet is not judged: ``migrate`` asks its checks first, and what it is about to run
    may be what protects the table. The next check finds what is missing then.
    """
    return [
        Error(
            f"{label} has lost the triggers that protect its records.",
            hint="Add a ProtectRecord operation after the migration that rebuilt the table.",
            id="core.E001",
        )
        for alias in databases or []
        for label in missing_triggers(connections[alias])
        if _is_migrated(alias)
    ]


def _is_migrated(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
