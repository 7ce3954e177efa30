"""Words that change with the content: what was rendered from content is kept under them and never has to be forgotten.

They stand in the database, so they change in the same moment as the content itself, for every process and whatever
cache there is.
"""

from __future__ import annotations

from uuid import uuid4

from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Subquery

from .models import Stamp

__all__ = ["CONTENT", "FILES", "current", "in_query", "notice", "remembered", "renew"]

#: Whatever an editor can change: pages, pictures, documents, the institution's names, categories, runs.
CONTENT = "content"
#: Pictures and documents only: they are no part of a page's revision.
FILES = "files"

_memories: set[str] = set()
_last_seen = ""


def renew(*names: str) -> None:
    """Something has changed; call it in the transaction that changes it.

    Editors never wait for each other here: where somebody else is just renewing a stamp, ours follows right after the
    commit, when this transaction holds no other row that they could wait for.
    """
    rows = Stamp.objects.filter(name__in=names)
    if connection.in_atomic_block and connection.features.has_select_for_update_skip_locked:
        free = set(rows.select_for_update(skip_locked=True).values_list("name", flat=True))
        if busy := set(names) - free:
            transaction.on_commit(lambda: renew(*busy))
        rows = Stamp.objects.filter(name__in=free)
    rows.update(value=uuid4().hex)


def current(name: str) -> str:
    """The stamp as it is now; empty where the row is missing, and then nothing may be kept."""
    return Stamp.objects.filter(name=name).values_list("value", flat=True).first() or ""


def in_query(name: str) -> Subquery:
    """The stamp as a column of another query."""
    return Subquery(Stamp.objects.filter(name=name).values("value")[:1])


def remembered(key: str) -> str:
    """Say that a key of the process's cache holds content without a stamp (the institution's names, a menu's address);
    the key."""
    _memories.add(key)
    return key


def notice(stamp: str) -> bool:
    """Tell this process which content stamp holds; whether it was new here.

    What a process remembers for some seconds without a stamp is then forgotten, so that nothing older is rendered under
    the new one.
    """
    global _last_seen  # noqa: PLW0603 - one memory for the process is the point
    if stamp == _last_seen:
        return False
    caches["process"].delete_many(_memories)
    _last_seen = stamp
    return True
