"""A small brake for public pages, counted in the shared cache."""

from __future__ import annotations

from django.core.cache import cache

__all__ = ["within_limit"]


def within_limit(key: str, *, limit: int, window_seconds: int) -> bool:
    """Count one use of ``key`` and say whether it is still within ``limit`` uses per window."""
    counter = f"ratelimit:{key}"
    if cache.add(counter, 1, window_seconds):
        return True
    try:
        return bool(cache.incr(counter) <= limit)
    except ValueError:  # the window ended between the two calls
        return True
