"""Notices of the demo accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

__all__ = ["seed_notices"]


def seed_notices(*, at: datetime, stdout: Any) -> None:
    """Nothing yet."""
