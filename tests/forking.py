"""Processes for tests that begin at once: forked from one in which Django is loaded, which takes three seconds.

That one is clean. It is not forked from the tests but started by itself, has opened no database and runs no thread;
it lives as long as the tests do and works on the database they had when they first asked.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest import mock

from django.db import connection

__all__ = ["ended", "start"]

_CONTEXT = multiprocessing.get_context("forkserver")
#: The product's own way to be loaded.
_LOADED = "lms.wsgi"


def start(act: Callable[..., None], *arguments: str, log: Path) -> ForkServerProcess:
    """A process that does ``act``, a function of a module, with these arguments. What it prints is added to ``log``."""
    forkserver.set_forkserver_preload([_LOADED])
    settings = {"DATABASE_URL": _database_url(), "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    with mock.patch.dict(os.environ, settings):
        process = _CONTEXT.Process(target=_act, args=(act, arguments, log))
        process.start()
    return process


def ended(process: ForkServerProcess, *, within: float) -> int | None:
    """Its exit code once it has ended, negative for the signal that ended it; None if it runs after that many seconds.

    Like every look at an exit code, this also takes note that it ended.
    """
    process.join(within)
    return process.exitcode


def _act(act: Callable[..., None], arguments: tuple[str, ...], log: Path) -> None:
    printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(printed, stream)
    act(*arguments)


def _database_url() -> str:
    """The address of the database this test runs on, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
