"""What the worker does for recordings."""

from __future__ import annotations

from django_tasks import task

from .conversion import convert_upload

__all__ = ["convert"]


@task()
def convert(upload_id: str) -> None:
    """Make an upload playable. Done once, doing it again changes nothing."""
    convert_upload(upload_id=upload_id)
