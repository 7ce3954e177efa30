"""친절나무 as SVG: trunk, boughs, and leaves or, where there are too many to see one, sprays of leaves. Pure.

Presentation attributes only, so that it looks the same in a page, on paper and as a file; a page's style sheet may
still change it by its classes. Numbers are rounded and shapes are used again: twenty thousand leaves weigh little more
than some hundred do.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from .crown import GROUND_Y, HEIGHT, MIDDLE_X, WIDTH, Limb, Place, Slot, leaf_place, leaf_size, rim

__all__ = ["Foliage", "Leaf", "draw", "mark"]

GREENS = ("#4c9f5a", "#228738", "#7ec88e", "#267337")
SOFT, WARM, WARM_DARK, WOOD, WOOD_LIGHT, GROUND = "#d8eedd", "#d63d4a", "#ab2b36", "#6f5d50", "#8b7768", "#eaf6ec"
INK, QUIET = "#1e2124", "#464c53"
FONT = "Pretendard GOV, Noto Sans KR, NanumGothic, sans-serif"
#: A leaf of length 24 that points to the right from its stalk, with its midrib.
LEAF = "M0 0C5-9 16-11 24-1 17 9 6 9 0 0z"
RIB = "M2 0Q11-1 20-1"
#: Sprays in one picture, whatever there is to show; each stands for some dozens of leaves.
MOST_SPRAYS = 640
LEAVES_IN_SPRAY = 26
#: Degrees of the crown below which a name has no room.
NARROWEST = 9.0


@dataclass(frozen=True)
class Leaf:
    """One leaf that is drawn by itself. ``words`` only where they were approved."""

    id: int
    is_new: bool = False
    words: str = ""


@dataclass
class Foliage:
    """What grows on one slot: so many leaves, of which those in ``leaves`` are drawn one by one."""

    count: int
    leaves: list[Leaf] = field(default_factory=list)
    label: str = ""
    link: str = ""
    #: Leaves on this branch and all that grow from it, to be said beside the label.
    total: int = 0


def draw(
    slots: Mapping[str, Slot],
    foliage: Mapping[str, Foliage],
    *,
    title: str,
    labels: Collection[str] = (),
    inner: str = "",
) -> str:
    """An SVG document. ``labels`` are the paths whose names are written; ``inner`` is put on top of the leaves."""
    # What holds links is no single picture to a screen reader.
    role = "group" if any(each.link for each in foliage.values()) else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" viewBox="0 0 {WIDTH} {HEIGHT}" role="{role}"'
        f' aria-label="{escape(title)}" font-family="{FONT}">',
        *_shapes(),
        f'<ellipse class="tree__ground" cx="{MIDDLE_X:.0f}" cy="{GROUND_Y + 6:.0f}" rx="330" ry="26" fill="{GROUND}"/>',
        '<g class="tree__view">',
        *_shade(slots, foliage),
        f'<g class="tree__wood" fill="{WOOD}">',
        _trunk(),
        *_wood(slots, foliage),
        "</g>",
        *_buds(slots, foliage),
        *_leaves(slots, foliage),
        inner,
        *_labels(slots, foliage, labels),
        "</g></svg>",
    ]
    return "".join(parts)


def mark(place: Place, *, size: float, name: str) -> str:
    """A ring around one leaf, to be laid over the picture."""
    turn = math.radians(place.angle)
    x, y = place.x + 12 * size * math.cos(turn), place.y + 12 * size * math.sin(turn)
    leaf = _use("n", place, max(size, 0.6))
    return (
        f'<g class="tree__mark tree__mark--{escape(name)}">{leaf}<circle cx="{x:.0f}" cy="{y:.0f}"'
        f' r="{max(15, 17 * size):.0f}" fill="none" stroke="{WARM_DARK}" stroke-width="3.5"/></g>'
    )


def _shapes() -> Iterator[str]:
    yield "<defs>"
    for number, green in enumerate(GREENS):
        rib = GREENS[3] if number != 3 else GREENS[2]
        yield (
            f'<g id="l{number}"><path class="tree__leaf tree__leaf--{number}" d="{LEAF}" fill="{green}"/>'
            f'<path class="tree__rib" d="{RIB}" fill="none" stroke="{rib}" stroke-width=".9"/></g>'
        )
    yield (
        f'<g id="n"><path class="tree__leaf tree__leaf--new" d="{LEAF}" fill="{WARM}"/>'
        f'<path class="tree__rib" d="{RIB}" fill="none" stroke="{WARM_DARK}" stroke-width=".9"/></g>'
    )
    for name, seed in (("s0", 3), ("s1", 11), ("s2", 29)):
        yield f'<g id="{name}">{"".join(_spray(seed))}</g>'
    yield "</defs>"


def _spray(seed: int) -> Iterator[str]:
    """A handful of leaves in a circle of radius 100, those at the rim first."""
    slot = Slot("", 0, 0.0, 0.0, 92.0, 0.0, None)
    places = [leaf_place(slot, seed * 131 + number) for number in range(LEAVES_IN_SPRAY)]
    for number, place in enumerate(sorted(places, key=lambda each: -math.hypot(each.x, each.y))):
        yield _use(f"l{(number + seed) % 4}", place, 1.35 + 0.3 * ((number * 7) % 3))


def _use(shape: str, place: Place, size: float) -> str:
    return (
        f'<use href="#{shape}" transform="translate({place.x:.0f} {place.y:.0f})rotate({place.angle:.0f})'
        f'scale({size:.2g})"/>'
    )


def _shade(slots: Mapping[str, Slot], foliage: Mapping[str, Foliage]) -> Iterator[str]:
    """A soft green behind the leaves, so that the crown is one."""
    yield f'<g class="tree__shade" fill="{SOFT}">'
    for path, slot in slots.items():
        count = foliage[path].count if path in foliage else 0
        if count:
            grown = 0.55 + 0.17 * min(4, math.log(count, 5) if count > 1 else 0)
            yield f'<circle cx="{slot.x:.0f}" cy="{slot.y:.0f}" r="{slot.radius * grown * 1.3:.0f}"/>'
    yield "</g>"


def _trunk() -> str:
    """From the ground to the fork, with two roots; a lighter stroke where the light falls."""
    x, foot, top = MIDDLE_X, GROUND_Y, 510.0
    return (
        f'<path d="M{x - 86:.0f} {foot + 8:.0f}'
        f"C{x - 44:.0f} {foot - 8:.0f} {x - 34:.0f} {foot - 90:.0f} {x - 27:.0f} 700"
        f"C{x - 22:.0f} 620 {x - 14:.0f} 560 {x - 5:.0f} {top:.0f}L{x + 5:.0f} {top:.0f}"
        f"C{x + 14:.0f} 560 {x + 23:.0f} 620 {x + 29:.0f} 700"
        f'C{x + 36:.0f} {foot - 90:.0f} {x + 48:.0f} {foot - 6:.0f} {x + 92:.0f} {foot + 8:.0f}Z"/>'
        f'<path class="tree__bark" d="M{x - 12:.0f} {foot - 20:.0f}C{x - 8:.0f} 800 {x - 10:.0f} 730 {x - 4:.0f} 640" '
        f'fill="none" stroke="{WOOD_LIGHT}" stroke-width="5" stroke-linecap="round"/>'
    )


def _wood(slots: Mapping[str, Slot], foliage: Mapping[str, Foliage]) -> Iterator[str]:
    many = len(slots) > 90
    boughs = max(1, sum(slot.level == 1 for slot in slots.values()))
    thick = 30 / math.sqrt(boughs)
    for path, slot in slots.items():
        if slot.limb is None:
            continue
        total = foliage[path].total if path in foliage else 0
        strength = math.log10(1 + total)
        if slot.level == 1:
            yield _limb(slot.limb, thick * (1.2 + 0.35 * strength), 4 + 1.2 * strength)
        else:
            yield _limb(slot.limb, (3 if many else 5) + 1.2 * strength, 1.6)


def _limb(limb: Limb, thick: float, thin: float) -> str:
    (ax, ay), (bx, by), (cx, cy) = limb.start, limb.bend, limb.end
    middle = (thick + thin) / 2
    (anx, any_), (bnx, bny), (cnx, cny) = (
        _across(limb.start, limb.bend),
        _across(limb.start, limb.end),
        _across(limb.bend, limb.end),
    )
    a, b, c = thick / 2, middle / 2, thin / 2
    there = f"{bx + bnx * b:.0f} {by + bny * b:.0f} {cx + cnx * c:.1f} {cy + cny * c:.1f}"
    back = f"{bx - bnx * b:.0f} {by - bny * b:.0f} {ax - anx * a:.0f} {ay - any_ * a:.0f}"
    return f'<path d="M{ax + anx * a:.0f} {ay + any_ * a:.0f}Q{there}L{cx - cnx * c:.1f} {cy - cny * c:.1f}Q{back}Z"/>'


def _across(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    return -dy / length, dx / length


def _buds(slots: Mapping[str, Slot], foliage: Mapping[str, Foliage]) -> Iterator[str]:
    """Where nobody has signed yet, buds wait."""
    yield f'<g class="tree__buds" fill="{GREENS[2]}">'
    for path, slot in slots.items():
        if slot.limb is not None and not (path in foliage and foliage[path].count):
            size = 3.2 if len(slots) > 90 else 5
            yield f'<ellipse cx="{slot.x:.0f}" cy="{slot.y - size:.0f}" rx="{size * 0.62:.1f}" ry="{size}"/>'
    yield "</g>"


def _leaves(slots: Mapping[str, Slot], foliage: Mapping[str, Foliage]) -> Iterator[str]:
    crowded = [path for path, each in foliage.items() if each.count > len(each.leaves) and path in slots]
    each_gets = max(1, min(6, MOST_SPRAYS // max(1, len(crowded))))
    for path, slot in slots.items():
        growing = foliage.get(path)
        if growing is None or not growing.count:
            continue
        said = escape(f"{growing.label} {growing.count:,}" if growing.label else f"{growing.count:,}")
        opening = f'<a class="tree__branch" href="{escape(growing.link)}" tabindex="-1">' if growing.link else "<g>"
        yield f"{opening}<title>{said}</title>"
        if growing.count > len(growing.leaves):
            yield from _sprays(slot, growing.count - len(growing.leaves), each_gets)
        size = leaf_size(slot, min(growing.count, 300))
        yield from _stalks(slot, growing.leaves)
        for leaf in sorted(growing.leaves, key=lambda each: each.is_new):
            place = leaf_place(slot, leaf.id)
            shape = _use("n" if leaf.is_new else f"l{place.shade}", place, size)
            if leaf.words:
                shape = f'<g data-leaf="{leaf.id}"><title>{escape(leaf.words)}</title>{shape}</g>'
            yield shape
        yield "</a>" if growing.link else "</g>"


def _stalks(slot: Slot, leaves: Sequence[Leaf]) -> Iterator[str]:
    """From the end of the wood to every leaf, where they can be seen."""
    if not 0 < len(leaves) <= 16:
        return
    lines = []
    for leaf in leaves:
        place = leaf_place(slot, leaf.id)
        bend_x, bend_y = (slot.x * 2 + place.x) / 3, (slot.y + place.y) / 2 - 6
        lines.append(f"M{slot.x:.0f} {slot.y:.0f}Q{bend_x:.0f} {bend_y:.0f} {place.x:.0f} {place.y:.0f}")
    yield f'<path class="tree__stalk" d="{"".join(lines)}" fill="none" stroke="{WOOD_LIGHT}" stroke-width="1.6"/>'


def _sprays(slot: Slot, leaves: int, most: int) -> Iterator[str]:
    """The more leaves, the more sprays, up to what the picture may hold."""
    number = max(1, min(most, round(math.log2(1 + leaves / 8))))
    for each in range(number):
        turn = math.radians(slot.angle) + each * 2.4
        away = 0.0 if each == 0 else slot.radius * (0.34 + 0.07 * each)
        x, y = slot.x + away * math.cos(turn), slot.y - away * math.sin(turn) * 0.9
        size = slot.radius / 100 * (1.12 - 0.07 * each) * min(1.0, 0.66 + leaves / 160)
        turned = (each * 83 + int(slot.y)) % 360
        yield (
            f'<use href="#s{(each + int(slot.x)) % 3}" transform="translate({x:.0f} {y:.0f})rotate({turned})'
            f'scale({size:.2f})"/>'
        )


def _labels(slots: Mapping[str, Slot], foliage: Mapping[str, Foliage], labels: Collection[str]) -> Iterator[str]:
    """Names around the crown, each where its bough has room for it."""
    yield f'<g class="tree__labels" font-size="21" font-weight="700" fill="{INK}">'
    for path in labels:
        slot, growing = slots[path], foliage.get(path)
        if growing is None or not growing.total or slot.spread < NARROWEST:
            continue
        x, y = rim(slot)
        side = math.cos(math.radians(slot.angle))
        # Above the crown the number below a name needs room too.
        y -= 18 * max(0.0, math.sin(math.radians(slot.angle)))
        anchor = "middle" if abs(side) < 0.35 else "start" if side > 0 else "end"
        yield (
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(growing.label)}<tspan x="{x:.0f}" dy="23"'
            f' font-size="18" font-weight="400" fill="{QUIET}">{growing.total:,}</tspan></text>'
        )
    yield "</g>"
