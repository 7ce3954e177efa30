"""How the home page greets: by the hour, as one would in the corridor."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

__all__ = ["greeting"]


def greeting(at: datetime) -> str:
    """The words for a local time of day, without a name."""
    if 5 <= at.hour < 12:
        return _("Good morning")
    if 12 <= at.hour < 18:
        return _("Good afternoon")
    return _("Good evening")
