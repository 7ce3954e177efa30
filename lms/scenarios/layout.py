"""Where everything stands on the map of a scenario: scenes in layers from the start downwards, arrows between. Pure.

After Sugiyama: turn back arrows round, give every scene its layer, let long arrows bend between the scenes of the
layers they cross, order the layers so that few arrows cross, and pull what belongs together above one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .graph import Graph
from .scenes import Scene

__all__ = ["Arrow", "Box", "Layout", "place"]

WIDTH, HEIGHT = 168, 52
GAP, LAYER_GAP, MARGIN = 24, 56, 16
#: Room that a long arrow takes where it crosses a layer.
LANE = 10
SWEEPS = 6
#: With more bends than this arrows go straight: a map of hundreds of scenes is looked at, not traced.
MOST_BENDS = 1_500

#: What stands in a layer: a scene by its key, or the bend of a long arrow.
Spot = str | tuple[str, str, int]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Box:
    """A scene on the map, by its upper left corner."""

    scene: Scene
    x: float
    y: float
    layer: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Arrow:
    """Replies of one scene that lead to another, and the points their arrow goes through."""

    source: str
    target: str
    replies: tuple[str, ...]
    is_model: bool
    is_back: bool
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    """The whole map."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def place(graph: Graph) -> Layout:
    """Place every scene that has a key, and one arrow for every pair of scenes that replies join."""
    scenes = {key: scene for key, scene in graph.by_key.items() if key}
    order = [key for key in dict.fromkeys(scene.key for scene in graph.scenes) if key]
    if not order:
        return Layout((), (), 2 * MARGIN, 2 * MARGIN)
    pairs = _pairs(scenes, order)
    start = graph.start.scene if graph.start.scene in scenes else order[0]
    back = _back_pairs(order, start, pairs)
    forward = [pair for pair in pairs if pair[0] != pair[1] and pair not in back]
    layer_of = _layers(order, start, forward)
    on_model_path = _along_model(start, scenes)
    chains = _chains(pairs, layer_of)
    layers = _ordered(order, layer_of, chains)
    centres = _centres(layers, chains)
    boxes = {key: Box(scenes[key], centres[key] - WIDTH / 2, _top(layer_of[key]), layer_of[key]) for key in order}
    arrows = [
        Arrow(
            source=pair[0],
            target=pair[1],
            replies=tuple(each.key for each in replies),
            is_model=pair[0] in on_model_path and any(each.is_model for each in replies),
            is_back=layer_of[pair[1]] <= layer_of[pair[0]],
            points=_points(pair, boxes, chains[pair], centres),
        )
        for pair, replies in pairs.items()
    ]
    right = max([box.x + WIDTH for box in boxes.values()] + [x for arrow in arrows for x, _y in arrow.points])
    bottom = max([box.y + HEIGHT for box in boxes.values()] + [y for arrow in arrows for _x, y in arrow.points])
    return Layout(tuple(boxes.values()), tuple(arrows), right + MARGIN, bottom + MARGIN)


def _pairs(scenes: Mapping[str, Scene], order: Iterable[str]) -> dict[Pair, list]:
    found: dict[Pair, list] = {}
    for key in order:
        for reply in scenes[key].replies:
            for to in dict.fromkeys(reply.next):
                if to in scenes:
                    found.setdefault((key, to), []).append(reply)
    return found


def _along_model(start: str, scenes: Mapping[str, Scene]) -> set[str]:
    """Scenes one comes to by model replies alone."""
    seen, todo = {start}, [start]
    while todo:
        for reply in scenes[todo.pop()].replies:
            ahead = [to for to in reply.next if reply.is_model and to in scenes and to not in seen]
            seen.update(ahead)
            todo += ahead
    return seen


def _back_pairs(order: Sequence[str], start: str, pairs: Iterable[Pair]) -> set[Pair]:
    """Arrows that lead back to a scene one is coming from: without them nothing goes round."""
    ahead: dict[str, list[str]] = {key: [] for key in order}
    for source, target in pairs:
        ahead[source].append(target)
    back: set[Pair] = set()
    open_now: set[str] = set()
    seen: set[str] = set()
    for root in [start, *order]:
        if root in seen:
            continue
        seen.add(root)
        open_now.add(root)
        stack = [(root, iter(ahead[root]))]
        while stack:
            key, rest = stack[-1]
            for to in rest:
                if to in open_now:
                    back.add((key, to))
                elif to not in seen:
                    seen.add(to)
                    open_now.add(to)
                    stack.append((to, iter(ahead[to])))
                    break
            else:
                open_now.discard(key)
                stack.pop()
    return back


def _layers(order: Sequence[str], start: str, forward: Sequence[Pair]) -> dict[str, int]:
    """The longest way from the start decides; scenes nobody comes to begin below the start."""
    ahead: dict[str, list[str]] = {key: [] for key in order}
    waiting = dict.fromkeys(order, 0)
    for source, target in forward:
        ahead[source].append(target)
        waiting[target] += 1
    layer = {key: 0 if key == start else 1 for key in order}
    ready = [key for key in order if not waiting[key]]
    while ready:
        key = ready.pop()
        for to in ahead[key]:
            layer[to] = max(layer[to], layer[key] + 1)
            waiting[to] -= 1
            if not waiting[to]:
                ready.append(to)
    return layer


def _chains(pairs: Iterable[Pair], layer_of: Mapping[str, int]) -> dict[Pair, list[Spot]]:
    """For every arrow the spots it passes through, from the upper scene to the lower one."""
    chains: dict[Pair, list[Spot]] = {}
    bends = sum(max(0, abs(layer_of[source] - layer_of[target]) - 1) for source, target in pairs)
    for source, target in pairs:
        upper, lower = (source, target) if layer_of[source] <= layer_of[target] else (target, source)
        between = range(layer_of[upper] + 1, layer_of[lower]) if bends <= MOST_BENDS else ()
        chains[source, target] = [upper, *((source, target, layer) for layer in between), lower]
    return chains


def _ordered(order: Sequence[str], layer_of: Mapping[str, int], chains: Mapping[Pair, list[Spot]]) -> list[list[Spot]]:
    """The spots of every layer from left to right, swept down and up so that few arrows cross."""
    layers: list[list[Spot]] = [[] for _ in range(max(layer_of.values()) + 1)]
    for key in order:
        layers[layer_of[key]].append(key)
    for chain in chains.values():
        for spot in chain[1:-1]:
            layers[int(spot[2])].append(spot)
    above, below = _neighbours(chains)
    for sweep in range(SWEEPS):
        near, walk = (above, layers[1:]) if sweep % 2 == 0 else (below, layers[-2::-1])
        at = {spot: place for layer in layers for place, spot in enumerate(layer)}
        for layer in walk:
            wanted = {
                spot: sum(at[each] for each in near[spot]) / len(near[spot]) if near.get(spot) else at[spot]
                for spot in layer
            }
            layer.sort(key=wanted.__getitem__)
            at.update({spot: place for place, spot in enumerate(layer)})
    return layers


def _neighbours(chains: Mapping[Pair, list[Spot]]) -> tuple[dict[Spot, list[Spot]], dict[Spot, list[Spot]]]:
    above: dict[Spot, list[Spot]] = {}
    below: dict[Spot, list[Spot]] = {}
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            if upper != lower:
                above.setdefault(lower, []).append(upper)
                below.setdefault(upper, []).append(lower)
    return above, below


def _centres(layers: Sequence[Sequence[Spot]], chains: Mapping[Pair, list[Spot]]) -> dict[Spot, float]:
    """The middle of every spot: near those it is joined to, never over its neighbour in the layer."""
    above, below = _neighbours(chains)
    centre: dict[Spot, float] = {}
    for layer in layers:
        right = 0.0
        for spot in layer:
            centre[spot] = right + _half(spot)
            right += 2 * _half(spot) + GAP
    for sweep in range(SWEEPS):
        near, walk = (above, layers) if sweep % 2 == 0 else (below, layers[::-1])
        for layer in walk:
            wanted = [median(centre[each] for each in near[spot]) if near.get(spot) else centre[spot] for spot in layer]
            for spot, middle in zip(layer, _apart(layer, wanted), strict=True):
                centre[spot] = middle
    left = min(centre[spot] - _half(spot) for spot in centre)
    return {spot: middle - left + MARGIN for spot, middle in centre.items()}


def _apart(layer: Sequence[Spot], wanted: Sequence[float]) -> list[float]:
    """Middles as near to those wanted as keeping order and distance allows: pushed from both sides, then halved."""
    halves = [_half(spot) for spot in layer]
    rightwards, leftwards = list(wanted), list(wanted)
    for index in range(1, len(layer)):
        least = rightwards[index - 1] + halves[index - 1] + halves[index] + GAP
        rightwards[index] = max(rightwards[index], least)
    for index in range(len(layer) - 2, -1, -1):
        most = leftwards[index + 1] - halves[index + 1] - halves[index] - GAP
        leftwards[index] = min(leftwards[index], most)
    return [(right + left) / 2 for right, left in zip(rightwards, leftwards, strict=True)]


def _half(spot: Spot) -> float:
    return WIDTH / 2 if isinstance(spot, str) else LANE / 2


def _top(layer: int) -> float:
    return MARGIN + layer * (HEIGHT + LAYER_GAP)


def _points(
    pair: Pair, boxes: Mapping[str, Box], chain: Sequence[Spot], centres: Mapping[Spot, float]
) -> tuple[tuple[float, float], ...]:
    source, target = boxes[pair[0]], boxes[pair[1]]
    if source.layer == target.layer:
        return _beside(source, target)
    between = []
    for spot in chain[1:-1]:
        top = _top(int(spot[2]))
        # A long arrow goes straight down between the scenes of the layer it crosses.
        between += [(centres[spot], top), (centres[spot], top + HEIGHT)]
    upper, lower = boxes[str(chain[0])], boxes[str(chain[-1])]
    down = [
        (upper.x + WIDTH / 2, upper.y + HEIGHT),
        *between,
        (lower.x + WIDTH / 2, lower.y),
    ]
    return tuple(down if source is upper else down[::-1])


def _beside(source: Box, target: Box) -> tuple[tuple[float, float], ...]:
    """Out at the foot and in again: to itself, or to a scene of the same layer."""
    foot = source.y + HEIGHT
    if source is target:
        right = source.x + WIDTH
        return ((right - 40, foot), (right - 40, foot + 18), (right - 12, foot + 18), (right - 12, foot))
    away = 1 if target.x > source.x else -1
    out, in_ = source.x + WIDTH / 2 + away * 30, target.x + WIDTH / 2 - away * 30
    return ((out, foot), (out, foot + 22), (in_, foot + 22), (in_, foot))
