"""What runs by itself, each with a summary of what it did."""

from __future__ import annotations

from datetime import datetime

from . import services

__all__ = ["clean_recordings", "retry_conversions"]


def clean_recordings(*, at: datetime) -> str:
    """Unfinished uploads of two days ago, and files that nothing names any more."""
    return f"{services.clean_uploads(at=at)} uploads, {services.clean_files(at=at)} files removed"


def retry_conversions(*, at: datetime) -> str:
    """Conversions whose worker died go to the next one."""
    return f"{services.retry_stuck(at=at)} conversions handed on"
