"""Small groups: what may be told of people who told nothing themselves. Pure.

Voluntary and private things (choices in a scenario, pledges, practice, listening) are shown only of groups of five or
more: the number itself, what is left when it is taken from its whole, and what could be worked out by subtracting one
shown number from another. Figures move on by whole groups only, so that two looks on two days cannot be subtracted to
one person either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeVar

__all__ = ["SMALLEST_GROUP", "Link", "protected", "protected_flow", "share_percent", "whole_groups"]

SMALLEST_GROUP = 5

K = TypeVar("K", bound=Hashable)


def whole_groups(people: int) -> int:
    """So many people are counted: the last, unfinished group of five waits until it is complete."""
    return people - people % SMALLEST_GROUP


def share_percent(part: int, whole: int) -> int | None:
    """``part`` of ``whole`` in whole percent; None where it, or the rest, would speak of fewer than five."""
    if whole < SMALLEST_GROUP or _is_small(part) or _is_small(whole - part):
        return None
    return round(part * 100 / whole)


def protected(counts: Mapping[K, int]) -> dict[K, int | None]:
    """The parts of a whole whose size is known, with None for those that must not be told.

    A part of fewer than five is hidden. If the whole less what is shown would still tell of fewer than five, or of one
    part alone, the next smallest parts are hidden with it. A part of nobody is told: it speaks of no person.
    """
    total = sum(counts.values())
    hidden = {key for key, count in counts.items() if _is_small(count)}
    if total < SMALLEST_GROUP:
        hidden = {key for key, count in counts.items() if count}
    else:
        _widen(hidden, counts, counts, least_parts=2)
    return {key: None if key in hidden else count for key, count in counts.items()}


@dataclass(frozen=True)
class Link:
    """People who went from one place to another."""

    source: Hashable
    target: Hashable
    people: int


def protected_flow(links: Mapping[K, Link]) -> dict[K, int | None]:
    """The links of a flow, with None for those that must not be told.

    As many people leave a place as come to it, so a hidden link can be worked out from shown ones unless it lies on a
    ring of hidden links. Besides, whatever is hidden on one side of a place is five people or more together. Where
    people begin and end counts as one place, which links name as they name any other.
    """
    counts = {key: link.people for key, link in links.items()}
    hidden = {key for key, count in counts.items() if _is_small(count)}
    sides: dict[tuple[str, Hashable], list[K]] = defaultdict(list)
    for key, link in links.items():
        sides["out", link.source].append(key)
        sides["in", link.target].append(key)
    while True:
        before = len(hidden)
        for side in sides.values():
            _widen(hidden, counts, side, least_parts=1)
        for key in sorted(hidden, key=lambda each: counts[each]):
            hidden.update(_cheapest_ring(key, links, hidden))
        if len(hidden) == before:
            return {key: None if key in hidden else count for key, count in counts.items()}


def _cheapest_ring(key: K, links: Mapping[K, Link], hidden: set[K]) -> list[K]:
    """The links that close a ring with this one, of which the fewest people have yet to be hidden."""
    near: dict[Hashable, list[tuple[Hashable, int, K]]] = defaultdict(list)
    for other, link in links.items():
        if other != key and link.people:
            cost = 0 if other in hidden else link.people
            near[link.source].append((link.target, cost, other))
            near[link.target].append((link.source, cost, other))
    start, goal = links[key].target, links[key].source
    best: dict[Hashable, int] = {start: 0}
    by: dict[Hashable, tuple[Hashable, K]] = {}
    queue: list[tuple[int, int, Hashable]] = [(0, 0, start)]
    entered = 0
    while queue:
        cost, _order, place = heappop(queue)
        if place == goal:
            break
        if cost > best[place]:
            continue
        for there, more, other in near[place]:
            if cost + more < best.get(there, cost + more + 1):
                best[there] = cost + more
                by[there] = (place, other)
                entered += 1
                heappush(queue, (cost + more, entered, there))
    ring: list[K] = []
    place = goal
    while place != start and place in by:
        place, other = by[place]
        ring.append(other)
    return ring


def _widen(hidden: set[K], counts: Mapping[K, int], side: Iterable[K], *, least_parts: int) -> None:
    """Hide the next smallest parts until what is hidden is a group of parts with five people."""
    here = [key for key in side if key in hidden]
    if not here:
        return
    shown = sorted((key for key in side if key not in hidden and counts[key]), key=lambda key: counts[key])
    while shown and (len(here) < least_parts or sum(counts[key] for key in here) < SMALLEST_GROUP):
        here.append(shown.pop(0))
    hidden.update(here)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_GROUP
