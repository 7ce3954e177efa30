"""Where recordings lie: never below an address of its own. Read when asked, so that a test may move it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

__all__ = ["recording_storage", "upload_folder"]


def recording_storage() -> Storage:
    """Files that leave only by a ticket."""
    return storages["recordings"]


def upload_folder() -> Path:
    """Where unfinished uploads grow. Several web processes must share it."""
    folder = Path(settings.RECORDINGS_UPLOAD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
