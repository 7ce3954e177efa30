"""Where branches and leaves of 친절나무 stand in its picture. Pure, and the same every time.

The skeleton is drawn from the units there are, never from who signed: a branch keeps its place while the tree fills,
and a leaf's place follows from its own number and its branch alone. So no leaf moves when others sign or withdraw; it
moves once when its unit gets a branch of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["HEIGHT", "WIDTH", "Limb", "Place", "Slot", "leaf_place", "leaf_size", "rim", "skeleton"]

WIDTH, HEIGHT = 1280, 960
#: The crown: middle and half axes of the ellipse in which branches end.
MIDDLE_X, MIDDLE_Y, ACROSS, UP = 640.0, 490.0, 430.0, 385.0
FORK_Y, GROUND_Y = 690.0, 900.0
#: From low on the left over the top to low on the right, in degrees.
FIRST_ANGLE, LAST_ANGLE = 192.0, -12.0
#: Steps of a sequence that fills a square evenly however many of its points are taken (the plastic number).
STEP_U, STEP_V = 0.7548776662466927, 0.5698402909980532
#: How far the leaves of a branch spread from which nothing grows.
ALONE = 260.0
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Limb:
    """A piece of wood: a curve from a thick to a thin end."""

    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]

    def point(self, share: float) -> tuple[float, float]:
        """The point at that share of the way."""
        (ax, ay), (bx, by), (cx, cy) = self.start, self.bend, self.end
        one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
        return one * ax + two * bx + three * cx, one * ay + two * by + three * cy


@dataclass(frozen=True)
class Slot:
    """The place of one branch: where its foliage is, how large that may be, and the wood that leads to it."""

    path: str
    level: int
    x: float
    y: float
    radius: float
    angle: float
    limb: Limb | None
    #: Degrees of the crown that belong to it, where it is a bough.
    spread: float = 0.0


@dataclass(frozen=True)
class Place:
    """The place of one leaf: its stalk's end, the direction in degrees it points to, and its shade (0–3)."""

    x: float
    y: float
    angle: float
    shade: int


def skeleton(root: str, below: Mapping[str, list[str]]) -> dict[str, Slot]:
    """Slots for ``root``, what grows from it, and what grows from that, by path."""
    boughs = list(below.get(root, []))
    twigs = {bough: list(below.get(bough, [])) for bough in boughs}
    weights = [1.5 + len(twigs[bough]) for bough in boughs]
    radius = _radius(1 + sum(1 + len(each) for each in twigs.values()))
    own = ALONE if not boughs else radius * 1.1
    slots = {root: Slot(root, 0, MIDDLE_X, MIDDLE_Y + (UP * 0.02 if boughs else -60), own, -90.0, None)}
    turned = 0.0
    for bough, weight in zip(boughs, weights, strict=True):
        width = (FIRST_ANGLE - LAST_ANGLE) * weight / sum(weights)
        first = FIRST_ANGLE - turned
        turned += width
        middle = first - width / 2
        slots[bough] = _slot(bough, 1, middle, 0.44 if twigs[bough] else 0.72, radius, fork=None, spread=width)
        for number, twig in enumerate(twigs[bough]):
            across = ((number + 1) * GOLDEN) % 1.0
            angle = first - width * (0.08 + 0.84 * across)
            out = math.sqrt(0.11 + 0.89 * (number + 0.6) / len(twigs[bough]))
            slots[twig] = _slot(twig, 2, angle, out, radius, fork=slots[bough])
    return slots


def _radius(slots: int) -> float:
    area = math.pi * ACROSS * UP * 0.78
    return round(min(120.0, max(16.0, 0.6 * math.sqrt(area / slots))), 1)


def _slot(
    path: str, level: int, degrees: float, out: float, radius: float, *, fork: Slot | None, spread: float = 0.0
) -> Slot:
    turn = math.radians(degrees)
    x = MIDDLE_X + ACROSS * out * math.cos(turn)
    y = MIDDLE_Y - UP * out * math.sin(turn)
    if fork is None:
        # Low boughs leave the trunk lower down; all of them rise before they spread.
        start = (MIDDLE_X + 10 * math.cos(turn), FORK_Y + 46 - 60 * math.sin(turn))
        bend = (MIDDLE_X + ACROSS * out * 0.42 * math.cos(turn), min(start[1] - 20, y + 0.34 * (start[1] - y)))
    else:
        start = fork.limb.point(0.66) if fork.limb and out < 0.66 else (fork.x, fork.y)
        bend = ((start[0] * 0.55 + x * 0.45), (start[1] * 0.4 + y * 0.6))
    return Slot(path, level, round(x, 1), round(y, 1), radius, degrees, Limb(start, bend, (x, y)), spread)


def rim(slot: Slot) -> tuple[float, float]:
    """A point outside of the crown, in the direction of a slot: where its name is written."""
    turn = math.radians(slot.angle)
    return MIDDLE_X + ACROSS * 1.16 * math.cos(turn), MIDDLE_Y - UP * 1.16 * math.sin(turn)


def leaf_place(slot: Slot, number: int) -> Place:
    """The place of the leaf with that number on a branch."""
    out = math.sqrt((0.5 + number * STEP_U) % 1.0)
    turn = 2 * math.pi * ((0.5 + number * STEP_V) % 1.0)
    reach = slot.radius * (0.22 + 0.88 * out)
    x = slot.x + reach * math.cos(turn)
    y = slot.y + reach * math.sin(turn) * 0.9
    lean = (number * 47) % 70 - 35
    return Place(round(x, 1), round(y, 1), round(math.degrees(turn) + lean) % 360, (number * 5 + number // 7) % 4)


def leaf_size(slot: Slot, leaves: int) -> float:
    """How large the leaves of a branch are; smaller where there are many, in few steps."""
    steps = 0 if leaves <= 1 else math.ceil(math.log(leaves, 4))
    return round(max(0.28, min(1.25, slot.radius / 46 * 1.5 / 1.45**steps)), 2)
