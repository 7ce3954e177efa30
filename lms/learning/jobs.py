"""What runs by itself, each with a sentence about what it did."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from . import services
from .reminders import remind_of_due_dates as remind

__all__ = ["heal_completions", "remind_of_due_dates"]


def heal_completions(*, at: datetime) -> str:
    """Record completions that are due and missing."""
    count = services.heal_completions(at=at)
    return ngettext("%(count)d completion recorded", "%(count)d completions recorded", count) % {"count": count}


def remind_of_due_dates(*, at: datetime) -> str:
    """Tell whoever has a due date near or behind."""
    count = remind(on=timezone.localdate(at), at=at)
    return ngettext("%(count)d person reminded of a due date", "%(count)d people reminded of a due date", count) % {
        "count": count
    }
