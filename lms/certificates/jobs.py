"""What runs by itself, each with a sentence about what it did."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from . import services

__all__ = ["issue_missing_certificates"]


def issue_missing_certificates(*, at: datetime) -> str:
    """Issue and render what a crash between completion and certificate left."""
    count = services.issue_missing_certificates(at=at)
    return ngettext("%(count)d certificate issued", "%(count)d certificates issued", count) % {"count": count}
