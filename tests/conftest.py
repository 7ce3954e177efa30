"""Shared fixtures, and what lets transactional tests clean up although records refuse to be deleted."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.models.signals import post_delete, post_migrate, post_save
from modelsearch import signal_handlers as search_signals
from modelsearch.index import get_indexed_models
from modelsearch.tasks import insert_or_update_object_task
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key
from wagtail.signal_handlers import (
    connect_reference_index_signal_handlers,
    disconnect_reference_index_signal_handlers,
)
from xdist.scheduler import LoadScopeScheduling

from campaigns.broadcasts import receivers as broadcast_receivers
from lms.courses import receivers as course_receivers
from tests.cast import *  # noqa: F403 - fixtures are found by name
from tests.database import copy_migrated, keep_migrated
from tests.migrated_rows import put_back_quickly

#: Journeys that wait more than they work. What is on the air is seen by those that follow in the same city.
WAITING = tuple(f"tests/browser/test_{name}.py" for name in ("broadcast_authoring", "lobby", "on_air", "recordings"))
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

# As in ``lms.wsgi``: what the frameworks keep is not walked through over and over, a fifth of what a test costs.
gc.set_threshold(20_000, 20, 100)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that hands out the tests has the database made while the others still collect them."""
    workers = getattr(session.config.option, "numprocesses", None)
    if workers and connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        kept = session.config.cache.mkdir("migrated")
        threading.Thread(target=keep_migrated, args=(kept,), daemon=True).start()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Nor are the tests themselves."""
    gc.collect()
    gc.freeze()


class LanesForTheBrowser(LoadScopeScheduling):  # type: ignore[misc]
    """The journeys go in two lanes, each with a city and a Chromium of its own, and go first.

    In one they wait for a moment or a recording; in the other they hurry. The other workers begin with the
    rest meanwhile, and all share what remains. Groups by mark would say the same, but pytest-xdist 3.8 loses them
    without a word under pytest 9.2 (pytest-dev/pytest-xdist#1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith("tests/browser/"):
            return nodeid
        return "browser, waiting" if nodeid.startswith(WAITING) else "browser"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LanesForTheBrowser:
    """Asked once by the process that hands out the tests."""
    return LanesForTheBrowser(config, log)


def pytest_runtest_logstart(nodeid: str) -> None:
    """The journeys are the longest way to the end: whoever does something else in another process gives way to them."""
    if "PYTEST_XDIST_WORKER" in os.environ and not nodeid.startswith("tests/browser/"):
        _give_way()


@cache
def _give_way() -> None:
    os.nice(5)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that commits begins with the migrated rows: pages, groups, permissions.

    The flush after such a test removes Wagtail's root page and our roles; the next one would find neither.
    """
    for item in items:
        if _commits(item):
            mark = item.get_closest_marker("django_db")
            said = dict(mark.kwargs) if mark else {}
            whole = said | {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**whole), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """The last test that commits hands the migrated rows on to whatever follows.

    A test that comes by its database late, through ``request.getfixturevalue``, is sorted behind those that commit.
    """
    yield
    if nextitem is not None and _commits(item) and not _commits(nextitem):
        connection = connections[DEFAULT_DB_ALIAS]
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            connection.close()


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    late = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(late or (mark and mark.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def migrated_databases(pytestconfig: pytest.Config) -> Path:
    """The folder that keeps a migrated database from one run to the next, for ``database.copy_migrated``."""
    return pytestconfig.cache.mkdir("migrated")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
    migrated_databases: Path,
) -> None:
    """SQLite in a file, as in the product: in memory, two writers fail at once instead of waiting for each other."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        copy_migrated(migrated_databases, file)
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """SQLite: what was copied is to be kept, so that ``migrate`` finds its work done."""
    return django_db_keepdb or connections[DEFAULT_DB_ALIAS].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every connection of the process knows the migrated rows, for what commits.

    Beside the event loop of a browser's driver Django opens another connection than elsewhere in the same thread.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if hasattr(connection, "_test_serialized_contents"):
        type(connection)._test_serialized_contents = connection._test_serialized_contents
    with django_db_blocker.unblock():
        put_back_quickly(connection)


@pytest.fixture(autouse=True, scope="session")
def flush_past_record_triggers() -> Iterator[None]:
    """SQLite flushes by DELETE, which records refuse: lift their triggers for just that moment.

    PostgreSQL deletes past them (``migrated_rows``) or truncates. Only tests do this; the product never does.
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
    for kept in ("default", "process"):
        caches[kept].clear()


@pytest.fixture(autouse=True, scope="session")
def nothing_is_indexed() -> Iterator[None]:
    """Indexing (search, "where is this used") is a quarter of what a test with pages costs, and few ask for it."""
    _disconnect_search()
    disconnect_reference_index_signal_handlers()
    # Wagtail connects them again after every migrate, the one that makes the test database among them.
    post_migrate.disconnect(connect_reference_index_signal_handlers)
    with pytest.MonkeyPatch.context() as patch:
        for receivers in (course_receivers, broadcast_receivers):
            patch.setattr(receivers, "insert_or_update_object_task", SimpleNamespace(enqueue=lambda *named: None))
        yield


@pytest.fixture
def search_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages and people are indexed as they are saved and as what they tell changes, as in the product."""
    search_signals.register_signal_handlers()
    for receivers in (course_receivers, broadcast_receivers):
        monkeypatch.setattr(receivers, "insert_or_update_object_task", insert_or_update_object_task)
    yield
    _disconnect_search()


def _disconnect_search() -> None:
    for model in get_indexed_models():
        post_save.disconnect(search_signals.post_save_signal_handler, sender=model)
        post_delete.disconnect(search_signals.post_delete_signal_handler, sender=model)
