"""What runs by itself, each with a summary of what it did."""

from __future__ import annotations

from datetime import datetime

from . import services

__all__ = ["heal_completions"]


def heal_completions(*, at: datetime) -> str:
    """Record completions that are due and missing."""
    return f"{services.heal_completions(at=at)} completions recorded"
