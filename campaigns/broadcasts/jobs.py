"""What runs by itself for stories and listeners, each with a sentence about what it did. Each may be repeated."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import ngettext

from .feed.morning import tell_morning
from .services.stories import clear_old_stories
from .stories.notices import tell_aired

__all__ = ["clear_stories", "tell_before_broadcast", "thank_senders"]


def thank_senders(*, at: datetime) -> str:
    """Whoever's story was on the air is told."""
    count = tell_aired(at=at)
    return ngettext("%(count)d sender thanked", "%(count)d senders thanked", count) % {"count": count}


def tell_before_broadcast(*, at: datetime) -> str:
    """Whoever asked for it is told that the broadcast begins."""
    count = tell_morning(at=at)
    return ngettext("%(count)d person told", "%(count)d people told", count) % {"count": count}


def clear_stories(*, at: datetime) -> str:
    """Stories whose time is over are deleted, as their senders were told."""
    count = clear_old_stories(at=at, kept_days=settings.STORIES_KEPT_DAYS)
    return ngettext("%(count)d story deleted", "%(count)d stories deleted", count) % {"count": count}
