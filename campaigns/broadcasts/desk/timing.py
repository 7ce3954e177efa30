"""How long each part of an episode takes to read, against what was planned for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ..script import seconds_for, time_words

__all__ = ["PartTime", "part_times", "per_minute"]

#: A part may be so much longer or shorter than planned before the desk says so.
TOLERANCE = 0.25


@dataclass(frozen=True)
class PartTime:
    """One part: ``seconds`` to read, ``planned`` for it."""

    key: str
    kind: str
    title: str
    script: str
    seconds: int
    planned: int

    @property
    def words(self) -> str:
        return time_words(self.seconds)

    @property
    def planned_words(self) -> str:
        return time_words(self.planned)

    @property
    def difference(self) -> str:
        """``long`` or ``short`` where it is far from the plan, else empty. What is not written yet is not short."""
        if not self.seconds:
            return "empty"
        if self.seconds > self.planned * (1 + TOLERANCE):
            return "long"
        return "short" if self.seconds < self.planned * (1 - TOLERANCE) else ""


def per_minute() -> int:
    """The presenter's pace in syllables a minute."""
    return int(settings.SPOKEN_SYLLABLES_PER_MINUTE)


def part_times(segments: Any) -> list[PartTime]:
    """The parts of an episode's ``segments`` in order, each with its times."""
    pace = per_minute()
    kinds: dict[str, Any] = {}
    found = []
    for block in segments:
        value = block.value
        if not kinds:
            kinds = dict(value.block.child_blocks["kind"].field.choices)
        found.append(
            PartTime(
                key=str(block.id or ""),
                kind=str(kinds.get(value["kind"], value["kind"])),
                title=value["title"],
                script=value["script"] or "",
                seconds=seconds_for(value["script"] or "", per_minute=pace),
                planned=value["planned_seconds"] or 0,
            )
        )
    return found
