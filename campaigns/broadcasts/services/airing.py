"""Taking an episode off, and what is on air."""

from __future__ import annotations

from datetime import datetime

from ..models import Episode
from ..schedule import OnAir, Slot
from ..schedule import on_air as decide

__all__ = ["on_air"]


def on_air(*, at: datetime) -> OnAir:
    """What is on air at ``at``: the episode with its recording, its phase and the next start. Two statements."""
    return decide(_slots(at), at=at)


def _slots(at: datetime) -> list[Slot]:
    found = Episode.objects.approved().select_related("recording")
    return [Slot(episode.airs_at, episode.recording.duration_ms, episode) for episode in found if episode.airs_at]
