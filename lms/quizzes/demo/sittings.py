"""What the demo city's people answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

__all__ = ["seed_sittings"]


def seed_sittings(*, at: datetime, stdout: Any) -> None:
    """Believable sittings where the demo's progress shows a quiz score. Safe to repeat."""
