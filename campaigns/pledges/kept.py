"""Answers that are the same for everybody and may be a moment old: worked out once, however many ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.cache import cache

__all__ = ["kept"]

T = TypeVar("T")

LONGEST_SECONDS = 3600


def kept(key: str, *, at: datetime, seconds: float, make: Callable[[], T]) -> T:
    """What ``make`` gave in this stretch of ``seconds``: whoever comes first works it out.

    Who comes meanwhile gets what was true in the stretch before.
    """
    stretch = int(at.timestamp() / seconds)
    found: Any = cache.get(key)
    if found is not None and (found[0] == stretch or not cache.add(f"{key}:{stretch}", 1, int(seconds) + 5)):
        before: T = found[1]
        return before
    made = make()
    cache.set(key, (stretch, made), LONGEST_SECONDS)
    return made
