"""A cache for values whose key names their edition: what was once true under a key stays true.

Such a value can be kept by every process as well as by the shared cache; nobody ever has to be told to forget it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache, caches

__all__ = ["get_many", "set_many"]

PROCESS_SECONDS = 600


def get_many(keys: Iterable[str]) -> dict[str, Any]:
    """The values that are kept, by key; what this process does not have is asked of the shared cache at once."""
    wanted = list(keys)
    found: dict[str, Any] = caches["process"].get_many(wanted)
    if len(found) < len(wanted):
        shared = cache.get_many([key for key in wanted if key not in found])
        caches["process"].set_many(shared, PROCESS_SECONDS)
        found |= shared
    return found


def set_many(values: Mapping[str, Any], seconds: int) -> None:
    """Keep values for ``seconds`` in the shared cache."""
    cache.set_many(dict(values), seconds)
