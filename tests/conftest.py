"""Shared fixtures, and what lets transactional tests clean up although records refuse to be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests.cast import *  # noqa: F403 - fixtures are found by name

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that commits gets the migrated rows back afterwards: pages, groups, permissions.

    The flush after such a test removes Wagtail's root page and our roles; the next one would find neither.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        said = dict(mark.kwargs) if mark else {}
        fixtures = set(getattr(item, "fixturenames", ()))
        if said.get("transaction") or fixtures & {"transactional_db", "live_server"}:
            whole = said | {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**whole), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in the product: in memory, two writers fail at once instead of waiting for each other."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def flush_past_record_triggers() -> Iterator[None]:
    """SQLite flushes by DELETE, which records refuse: lift their triggers for just that moment.

    PostgreSQL truncates, which fires no row trigger. Only tests do this; the product never does.
    """
    operations = DatabaseWrapper.ops_class
    original = operations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(TRIGGERS).fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                original(self, sql_list)
            finally:
                for _, sql in triggers:
                    cursor.execute(sql.replace("%", "%%"))

    operations.execute_sql_flush = flush
    yield
    operations.execute_sql_flush = original


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another one cached, failed sign-ins among it."""
    cache.clear()
