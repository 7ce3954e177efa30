"""The text of the running campaign, read aloud line by line with captions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lms.people.models import Person
from lms.recordings.demo.making import can_make, encode, make_audio
from lms.recordings.demo.seeder import publish_made
from lms.recordings.models import Recording

__all__ = ["read_aloud"]


def read_aloud(*, slug: str, title: str, lines: Iterable[str], by: Person | None, at: datetime) -> Recording | None:
    """A recording of what is read together in a hall; None where espeak-ng or ffmpeg is missing."""
    if by is None or not can_make():
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = encode(make_audio([{"text": line} for line in lines], folder), folder / "pledge.m4a")
        return publish_made(made, slug=f"pledge-{slug}", title=title, by=by, at=at)
