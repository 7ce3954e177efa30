"""코너 of an episode with the second at which each begins."""

from __future__ import annotations

from typing import Any

from lms.recordings.captions import clock_time

from ..models import Episode

__all__ = ["parts_of"]


def parts_of(episode: Episode) -> list[dict[str, Any]]:
    """Title, second and clock of each part within the recording; one without a second follows what was planned."""
    parts, begins = [], 0
    for block in episode.segments:
        value = block.value
        begins = value["starts_at_seconds"] if value["starts_at_seconds"] is not None else begins
        parts.append({"title": value["title"], "seconds": begins, "clock": clock_time(begins * 1000)})
        begins += value["planned_seconds"]
    length = episode.recording.seconds if episode.recording else 0
    return [each for each in parts if not length or each["seconds"] < length]
