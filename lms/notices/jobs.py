"""What runs by itself."""

from __future__ import annotations

from datetime import datetime

from .services import send_due

__all__ = ["send_due_notices"]


def send_due_notices(*, at: datetime) -> str:
    """Plan what was told and send what is due."""
    return str(send_due(at=at))
