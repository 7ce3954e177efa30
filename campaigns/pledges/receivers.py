"""A new edition of a text stands on a page that is kept for everybody."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from lms.core.receivers import content_changed

from .models import PledgeText

__all__ = ["connect"]


def connect() -> None:
    """Pages are rendered anew when a text is saved or makes room."""
    for signal in (post_save, post_delete):
        signal.connect(content_changed, sender=PledgeText, dispatch_uid=f"pledges.text.{id(signal)}")
