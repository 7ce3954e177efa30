"""What runs by itself, each with a sentence about what it did."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from . import services

__all__ = ["heal_completions"]


def heal_completions(*, at: datetime) -> str:
    """Record completions that are due and missing."""
    count = services.heal_completions(at=at)
    return ngettext("%(count)d completion recorded", "%(count)d completions recorded", count) % {"count": count}
