"""The trend as a picture: signatures added up day by day, with the target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Step

__all__ = ["HEIGHT", "WIDTH", "Trend", "trend_of"]

WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 712, 28, 190


@dataclass(frozen=True)
class Trend:
    """A line, the area below it and the height of the target, in one coordinate system."""

    points: str
    area: str
    target_y: float | None
    first: Step
    last: Step
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    bottom: int = _BOTTOM


def trend_of(steps: Sequence[Step], *, whole: int, target_percent: int) -> Trend | None:
    """The picture of these days; None for fewer than two."""
    if len(steps) < 2:
        return None
    target = whole * target_percent / 100
    top = max(target * 1.1, *((step.people or 0) for step in steps), 1)
    places = [
        (round(_LEFT + (_RIGHT - _LEFT) * index / (len(steps) - 1), 1), _height(step.people or 0, top))
        for index, step in enumerate(steps)
    ]
    line = " ".join(f"{x},{y}" for x, y in places)
    return Trend(
        points=line,
        area=f"{_LEFT},{_BOTTOM} {line} {_RIGHT},{_BOTTOM}",
        target_y=_height(target, top) if target else None,
        first=steps[0],
        last=steps[-1],
    )


def _height(people: float, top: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * people / top, 1)
