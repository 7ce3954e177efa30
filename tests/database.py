"""One migrated SQLite file, made once for a set of migrations and copied by whoever needs a database.

It holds what the migrations make and no more. Permissions, roles and whatever else follows from the code of the day
are added to each copy by its own ``migrate``, which finds nothing to apply and takes half a second instead of twenty.

The file's name is a digest of all that decides what is in it, so an outdated one is never taken; it is written beside
and renamed, so a half-written one is never seen. ``rm -r .pytest_cache`` removes it at any time.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

__all__ = ["copy_migrated", "edition", "keep_migrated"]

ROOT = Path(__file__).resolve().parents[1]
OURS = ("lms", "campaigns")


def copy_migrated(kept: Path, target: Path) -> None:
    """Put a migrated database at ``target``, from the folder ``kept``, where it is made first if it is not there yet.

    Raises RuntimeError with what was said when the migrations fail.
    """
    shutil.copyfile(keep_migrated(kept), target)


def keep_migrated(kept: Path) -> Path:
    """The migrated database in the folder ``kept``, made unless it is there; who comes meanwhile waits for it.

    Raises RuntimeError with what was said when the migrations fail.
    """
    file = kept / f"{edition()}.sqlite3"
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            for old in kept.glob("*.sqlite3"):
                old.unlink()
            _make(file)
    return file


def edition() -> str:
    """A digest of our migrations and what they import, of the settings, and of every installed package."""
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for installed in sorted({f"{each.name}=={each.version}" for each in distributions()}):
        digest.update(installed.encode())
    for file in sorted({Path(__file__), *_deciding_files()}):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _deciding_files() -> Iterator[Path]:
    yield from (ROOT / "lms/settings").glob("*.py")
    for room in OURS:
        for migration in (ROOT / room).glob("**/migrations/*.py"):
            yield migration
            yield from _imported(migration)


def _imported(file: Path) -> Iterator[Path]:
    """Modules of ours that ``file`` imports: operations of our own, and fields."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    for name in names:
        place = ROOT.joinpath(*name.split("."))
        if name.startswith(OURS):
            yield from (each for each in (place.with_suffix(".py"), place / "__init__.py") if each.exists())


def _make(file: Path) -> None:
    """By a process of its own, which knows nothing of the database that the tests may be using."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        env |= {"LMS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
        command = [sys.executable, "-m", "tests.database"]
        done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        (Path(folder) / "db.sqlite3").rename(file)


def _migrate_and_no_more() -> None:
    """Into the database of the environment, as one file without a log beside it."""
    from unittest import mock

    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    with mock.patch("django.core.management.commands.migrate.emit_post_migrate_signal"):
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
    connection.close()


if __name__ == "__main__":
    _migrate_and_no_more()
