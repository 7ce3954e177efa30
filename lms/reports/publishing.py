"""Which numbers of a tree of units may be told. Pure.

A cell is safe when both its part and the rest are groups of five or more. A unit's people are split over the units
below only into safe cells: small branches are merged with the next smallest until what they are together is safe. So
everything that is published is a sum of safe cells that do not overlap, and whatever somebody adds or subtracts, the
least that comes out is a safe cell. What is published depends on the tree alone, not on who asks.

Nought and all are not told either: of something voluntary, 0 of 12 names twelve people who have not signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lms.core.groups import SMALLEST_GROUP, whole_groups

__all__ = ["Count", "Node", "Publication", "Published", "publish"]


@dataclass(frozen=True)
class Count:
    """``part`` of ``whole`` people; an average over several occasions is exact until it is told."""

    part: int | Fraction = 0
    whole: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.part + other.part, self.whole + other.whole)

    @property
    def is_safe(self) -> bool:
        """Whether neither those who did nor those who did not are fewer than five."""
        return self.part >= SMALLEST_GROUP and self.whole - self.part >= SMALLEST_GROUP

    @property
    def shown(self) -> int:
        """The part as it is told: the last, unfinished group of five waits until it is complete."""
        return whole_groups(int(self.part))

    @property
    def percent(self) -> int:
        """What is told of the part, in whole percent rounded down."""
        return self.shown * 100 // self.whole if self.whole else 0


@dataclass
class Node:
    """A unit with the people directly in it and the units below. ``key`` is unique in the tree."""

    key: str
    own: Count = field(default_factory=Count)
    children: list[Node] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """Everybody in it and below."""
        return sum((child.total for child in self.children), self.own)

    def walk(self) -> Iterator[Node]:
        """It and everything below."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Published:
    """One cell: a unit below (``keys`` names it alone), the people directly in the unit, or several together."""

    keys: tuple[str, ...]
    count: Count
    is_direct: bool = False

    @property
    def is_merged(self) -> bool:
        """Whether small branches stand together here."""
        return len(self.keys) > 1


@dataclass(frozen=True)
class Publication:
    """What may be told of the units of a tree: their own totals, and how each splits over what is below it."""

    totals: dict[str, Count]
    splits: dict[str, tuple[Published, ...]]


def publish(root: Node) -> Publication:
    """The cells of the whole tree. Nothing at all where the tree as a whole is not safe."""
    totals: dict[str, Count] = {}
    splits: dict[str, tuple[Published, ...]] = {}
    if root.total.is_safe:
        _open(root, totals, splits)
    return Publication(totals, splits)


def _open(node: Node, totals: dict[str, Count], splits: dict[str, tuple[Published, ...]]) -> None:
    """A node that is published by itself, and below it whatever stands alone in its split."""
    totals[node.key] = node.total
    splits[node.key] = _split(node)
    alone = {cell.keys[0] for cell in splits[node.key] if not cell.is_merged and not cell.is_direct}
    for child in node.children:
        if child.key in alone:
            _open(child, totals, splits)


def _split(node: Node) -> tuple[Published, ...]:
    cells = [Published((child.key,), child.total) for child in node.children if _is_inhabited(child.total)]
    if _is_inhabited(node.own):
        cells.append(Published((node.key,), node.own, is_direct=True))
    kept, merged = _merged(cells)
    return (*kept, *merged)


def _is_inhabited(count: Count) -> bool:
    return bool(count.whole or count.part)


def _merged(cells: Sequence[Published]) -> tuple[list[Published], list[Published]]:
    """The cells that stand alone, in their order, and what became of the others: one cell, or none."""
    rest = [cell for cell in cells if not cell.count.is_safe]
    by_size = sorted((cell for cell in cells if cell.count.is_safe), key=lambda cell: (cell.count.whole, cell.keys))
    while rest and by_size and not _sum(rest).is_safe:
        rest.append(by_size.pop(0))
    if not rest:
        return list(cells), []
    # At least two: the whole is safe, so that one unsafe cell never stands alone.
    together = Published(tuple(key for cell in rest for key in cell.keys), _sum(rest))
    return [cell for cell in cells if cell not in rest], [together]


def _sum(cells: Iterable[Published]) -> Count:
    return sum((cell.count for cell in cells), Count())
