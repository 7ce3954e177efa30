"""Django's in-memory cache without pickling: what a process keeps for itself, it gets back as it put it in.

Nobody may change such a value, for the next request has the same one. Counting (``incr``) belongs in the shared cache.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

__all__ = ["ProcessCache"]


class ProcessCache(LocMemCache):
    """``LocMemCache`` for values that are never changed: putting one together anew costs as much as a small query."""

    _cache: OrderedDict[str, Any]
    _lock: Lock
    _has_expired: Callable[[str], bool]
    _set: Callable[..., None]
    _delete: Callable[[str], bool]

    def make_and_validate_key(self, key: Any, version: int | None = None) -> str:
        """Any key will do: the warnings are about memcached's."""
        return self.make_key(key, version=version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(
        self, key: Any, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            self._set(key, value, timeout)

    def add(
        self, key: Any, value: Any, timeout: float | object | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            if is_free := self._has_expired(key):
                self._set(key, value, timeout)
            return is_free
