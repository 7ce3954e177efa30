"""Periodic work of this room."""

from __future__ import annotations

from datetime import datetime

from .services import finish_left_at_end, forget_old_practice

__all__ = ["finish_played", "forget_practice"]


def finish_played(*, at: datetime) -> str:
    """Hand in what was played to its end in a window that was closed before the result was opened."""
    return f"{finish_left_at_end(at=at)} plays handed in"


def forget_practice(*, at: datetime) -> str:
    """Nobody needs what was tried out weeks ago."""
    return f"{forget_old_practice(at=at)} practices forgotten"
