"""Periodic work of this room."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from .services import finish_left_at_end, forget_old_practice

__all__ = ["finish_played", "forget_practice"]


def finish_played(*, at: datetime) -> str:
    """Hand in what was played to its end in a window that was closed before the result was opened."""
    count = finish_left_at_end(at=at)
    return ngettext("%(count)d conversation handed in", "%(count)d conversations handed in", count) % {"count": count}


def forget_practice(*, at: datetime) -> str:
    """Nobody needs what was tried out weeks ago."""
    count = forget_old_practice(at=at)
    return ngettext("%(count)d practice forgotten", "%(count)d practices forgotten", count) % {"count": count}
