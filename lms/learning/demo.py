"""Learning records of the past year and this one for the demo city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

__all__ = ["seed_learning"]


def seed_learning(*, at: datetime, stdout: Any) -> None:
    """Enrolments, progress and completions of the demo city's people. Safe to repeat."""
