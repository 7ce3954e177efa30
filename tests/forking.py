"""Processes for tests that begin at once: forked from one in which Django is loaded, which takes two seconds.

That one is clean. It is not forked from the tests but started by itself, has opened no database and runs no thread;
it lives as long as the tests do and works on the database they had when they first asked.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from importlib import import_module
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest import mock

from django.db import connection

__all__ = ["ended", "start"]

_CONTEXT = multiprocessing.get_context("forkserver")
_LOADED = "tests.loaded"
#: The databases that the clean process was started for: one.
_databases: set[str] = set()


def start(act: Callable[..., None], *arguments: str, log: Path) -> ForkServerProcess:
    """A process that does ``act``, a function of a module, with these arguments. What it prints is added to ``log``."""
    _databases.add(_database_url())
    assert len(_databases) == 1, "the clean process was started for another database"
    log.touch()
    forkserver.set_forkserver_preload([_LOADED])
    settings = {"DATABASE_URL": _database_url(), "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    with mock.patch.dict(os.environ, settings):
        process = _CONTEXT.Process(target=_act, args=(act.__module__, act.__name__, arguments, log), daemon=True)
        process.start()
    return process


def ended(process: ForkServerProcess, *, within: float) -> int | None:
    """Its exit code once it has ended, negative for the signal that ended it; None if it runs after that many seconds.

    Like every look at an exit code, this also takes note that it ended.
    """
    process.join(within)
    return process.exitcode


def _act(module: str, name: str, arguments: tuple[str, ...], log: Path) -> None:
    """Loads only here what it does, so that what is wrong with it stands in the log."""
    printed = os.open(log, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(printed, stream)
    import_module(_LOADED)
    assert connection.connection is None, "what was forked shares a connection"
    getattr(import_module(module), name)(*arguments)


def _database_url() -> str:
    """The address of the database this test runs on, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
