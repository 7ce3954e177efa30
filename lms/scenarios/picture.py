"""The three scales over a play as lines of a drawing; beside it the page shows the same numbers as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["HEIGHT", "WIDTH", "Curve", "Label", "Picture", "picture_of"]

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 500, 24, 252
#: Labels at the end of the lines keep at least this distance, so that equal values can be read.
_APART = 32


class Point(Protocol):
    """One moment of a play."""

    @property
    def safety(self) -> int: ...
    @property
    def procedure(self) -> int: ...
    @property
    def empathy(self) -> int: ...


@dataclass(frozen=True)
class Curve:
    """One scale."""

    name: str
    label: str
    points: str
    dots: list[tuple[float, float]]
    value: int
    label_y: float


@dataclass(frozen=True)
class Label:
    """A word beside an axis."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """Lines and axes in one coordinate system of WIDTH × HEIGHT."""

    curves: list[Curve]
    levels: list[Label]
    moves: list[Label]
    label_x: float = _RIGHT + 12
    left: int = _LEFT
    right: int = _RIGHT
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(readings: Sequence[Point], labels: dict[str, str]) -> Picture:
    """The picture of these moments, the first of which is the beginning."""
    across = [_LEFT + (_RIGHT - _LEFT) * place / max(1, len(readings) - 1) for place in range(len(readings))]
    values = {name: [getattr(reading, name) for reading in readings] for name in labels}
    ends = _apart({name: _height(found[-1]) for name, found in values.items()})
    curves = []
    for name, found in values.items():
        dots = [(round(x, 1), round(_height(value), 1)) for x, value in zip(across, found, strict=True)]
        curves.append(
            Curve(name, labels[name], " ".join(f"{x},{y}" for x, y in dots), dots, found[-1], round(ends[name], 1))
        )
    every = max(1, len(readings) // 8)
    return Picture(
        curves=curves,
        levels=[Label(str(level), _LEFT - 8, _height(level)) for level in (0, 50, 100)],
        moves=[
            Label(str(place), round(x, 1), HEIGHT - 12)
            for place, x in enumerate(across)
            if place and place % every == 0
        ],
    )


def _height(value: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / 100


def _apart(heights: dict[str, float]) -> dict[str, float]:
    """The heights with room between them, from the top down; pushed up again where they would leave the picture."""
    names = sorted(heights, key=lambda name: heights[name])
    placed: list[float] = []
    for name in names:
        placed.append(max(heights[name], placed[-1] + _APART) if placed else heights[name])
    overflow = max(0.0, placed[-1] - _BOTTOM) if placed else 0.0
    return {name: y - overflow for name, y in zip(names, placed, strict=True)}
