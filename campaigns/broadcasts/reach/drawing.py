"""The pictures: a column for each broadcast, and the line of an episode with the marks of its parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .curve import Curve, PartHeard
from .lines import BroadcastLine

__all__ = ["Column", "Columns", "Line", "columns_of", "line_of"]

WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 712, 16, 190
#: The widest column, so that one broadcast alone is not a wall.
_WIDEST = 48
#: More points than this a line of this width does not show.
_MOST_POINTS = 240


@dataclass(frozen=True)
class Column:
    """One broadcast. ``height`` is 0 where its number is not told, which ``is_told`` says apart from a real nought."""

    x: float
    y: float
    width: float
    height: float
    is_told: bool
    label: str


@dataclass(frozen=True)
class Columns:
    """All columns over one base line; full height is 100%."""

    columns: tuple[Column, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


@dataclass(frozen=True)
class Mark:
    """Where a part begins; ``number`` is its place in the table."""

    x: float
    number: int


@dataclass(frozen=True)
class Line:
    """The share of listeners over the seconds, the area below it, and the marks of the parts."""

    points: str
    area: str
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def columns_of(lines: Sequence[BroadcastLine]) -> Columns | None:
    """A column for each broadcast in order; None without one."""
    if not lines:
        return None
    room = (_RIGHT - _LEFT) / len(lines)
    width = round(min(room * 0.7, _WIDEST), 1)
    columns = []
    for place, line in enumerate(lines):
        height = round((_BOTTOM - _TOP) * (line.count.percent if line.count else 0) / 100, 1)
        columns.append(
            Column(
                x=round(_LEFT + room * place + (room - width) / 2, 1),
                y=round(_BOTTOM - height, 1),
                width=width,
                height=height,
                is_told=line.count is not None,
                label=f"{line.broadcast.on.month}. {line.broadcast.on.day}.",
            )
        )
    return Columns(tuple(columns))


def line_of(curve: Curve, parts: Sequence[PartHeard]) -> Line | None:
    """The picture of an episode; None where nothing of it may be told."""
    if not curve.is_told:
        return None
    length = len(curve.people)
    step = max(1, length // _MOST_POINTS)
    seconds = [*range(0, length, step)]
    places = [(_across(second, length), _height(curve.percent_at(second))) for second in seconds]
    places.append((float(_RIGHT), places[-1][1]))
    line = " ".join(f"{x},{y}" for x, y in places)
    marks = tuple(Mark(_across(part.begins, length), number) for number, part in enumerate(parts, start=1))
    return Line(line, f"{_LEFT},{_BOTTOM} {line} {_RIGHT},{_BOTTOM}", marks)


def _across(second: int, length: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * second / length, 1)


def _height(percent: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * percent / 100, 1)
