"""One's own practice as a line: a point for each check that was answered, from the signature to day 90. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .practice import DAYS, MOST

__all__ = ["HEIGHT", "WIDTH", "Dot", "Picture", "picture_of"]

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 120, 600, 24, 204
#: Days stand evenly: three steps of a habit, not a measure of time.
_STEP = (_RIGHT - _LEFT) / len(DAYS)


@dataclass(frozen=True)
class Dot:
    """A place in the picture, and what stands beside it."""

    x: float
    y: float
    label: str = ""


@dataclass(frozen=True)
class Picture:
    """Everything in one coordinate system of WIDTH × HEIGHT."""

    dots: tuple[Dot, ...]
    steps: tuple[Dot, ...]
    days: tuple[Dot, ...]
    left: int = _LEFT
    right: int = _RIGHT
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def points(self) -> str:
        """The line through the dots."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def picture_of(answers: Sequence[tuple[int, tuple[int, ...]]], *, steps: Sequence[str], days: Sequence[str]) -> Picture:
    """``answers`` are day and answers of the checks that were answered; ``steps`` and ``days`` are words for the axes.

    A check's height is the mean of its answers.
    """
    return Picture(
        dots=tuple(Dot(_across(day), _up(sum(given) / len(given))) for day, given in answers),
        steps=tuple(Dot(_LEFT - 10, _up(step), words) for step, words in enumerate(steps)),
        days=tuple(Dot(_across(day), HEIGHT - 24, words) for day, words in zip(DAYS, days, strict=True)),
    )


def _across(day: int) -> float:
    return round(_LEFT + _STEP * (DAYS.index(day) + 0.5), 1)


def _up(step: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * step / MOST, 1)
