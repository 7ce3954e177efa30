"""What runs by itself, each with a summary of what it did."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import services

__all__ = ["clean_recordings", "retry_conversions"]


def clean_recordings(*, at: datetime) -> str:
    """Unfinished uploads of two days ago, and files that nothing names any more."""
    removed = {"uploads": services.clean_uploads(at=at), "files": services.clean_files(at=at)}
    return _("%(uploads)d uploads and %(files)d files removed") % removed


def retry_conversions(*, at: datetime) -> str:
    """Conversions whose worker died go to the next one."""
    count = services.retry_stuck(at=at)
    return ngettext("%(count)d conversion handed on", "%(count)d conversions handed on", count) % {"count": count}
