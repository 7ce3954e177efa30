"""The one clock. Edges (views, commands, tasks) read it; services and rules take time as an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.utils import timezone

__all__ = ["local_day", "now", "set_to", "today"]

_source: Callable[[], datetime] = timezone.now


def now() -> datetime:
    """The current aware datetime."""
    return _source()


def today() -> date:
    """Today's date in the institution's time zone."""
    return timezone.localdate(_source())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware ``moment`` for the whole process. For tests and demo content."""
    global _source  # noqa: PLW0603 - one clock for the process is the point
    before = _source
    _source = lambda: moment  # noqa: E731
    try:
        yield
    finally:
        _source = before


def local_day(moment: datetime) -> date:
    """The day of a moment in the institution's time zone."""
    return timezone.localdate(moment)
