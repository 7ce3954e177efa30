"""The paths people took, as bands from scene to scene (a Sankey picture) in one SVG. Pure; its table stands beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .drawing import FONT, INK, LOOKS, MODEL, QUIET
from .graph import Graph
from .knowing import Way
from .layout import place

__all__ = ["draw_flow"]

COLUMN, BAR, ROW_GAP, MARGIN, HEAD = 190, 14, 34, 16, 20
#: The thickest band, and the thinnest line: a way that too few took is a dashed line of no width.
THICKEST, THINNEST = 90.0, 2.0
FITS = 12


def draw_flow(graph: Graph, ways: Sequence[Way], *, title: str) -> str:
    """Scenes in columns by how far they are from the start; a band is as broad as many people went that way."""
    layer_of = {box.scene.key: box.layer for box in place(graph).boxes}
    most = max((way.people or 0 for way in ways), default=0)
    scale = THICKEST / most if most else 0.0
    broad = {(way.source.key, way.target.key): max(THINNEST, (way.people or 0) * scale) for way in ways}
    inwards: dict[str, float] = defaultdict(float)
    outwards: dict[str, float] = defaultdict(float)
    for (source, target), width in broad.items():
        outwards[source] += width
        inwards[target] += width
    columns: dict[int, list[str]] = defaultdict(list)
    for scene in graph.scenes:
        if scene.key in inwards or scene.key in outwards:
            columns[layer_of[scene.key]].append(scene.key)
    at: dict[str, tuple[float, float]] = {}
    tall: dict[str, float] = {}
    bottom = 0.0
    for number, layer in enumerate(sorted(columns)):
        y = float(MARGIN + HEAD)
        for key in columns[layer]:
            tall[key] = max(inwards[key], outwards[key], 6.0)
            at[key] = (MARGIN + number * COLUMN, y)
            y += tall[key] + ROW_GAP
        bottom = max(bottom, y)
    width, height = MARGIN + len(columns) * COLUMN, round(bottom + MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}" font-family="{FONT}" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_bands(ways, broad, at),
        *_bars(graph, at, tall),
        "</svg>",
    ]
    return "\n".join(parts)


def _bands(ways: Sequence[Way], broad: dict[tuple[str, str], float], at: dict[str, tuple[float, float]]) -> list[str]:
    left: dict[str, float] = defaultdict(float)
    right: dict[str, float] = defaultdict(float)
    parts = []
    # In the order of their targets, so that bands from one scene do not cross at once.
    for way in sorted(ways, key=lambda each: (at[each.source.key], at[each.target.key])):
        source, target = way.source.key, way.target.key
        width = broad[source, target]
        x, y = at[source][0] + BAR, at[source][1] + right[source] + width / 2
        to_x, to_y = at[target][0], at[target][1] + left[target] + width / 2
        right[source] += width
        left[target] += width
        bend = max(40.0, abs(to_x - x) / 2)
        people = pgettext("figure", "hidden") if way.people is None else _("%(people)s people") % {"people": way.people}
        words = f"{way.source.key} → {way.target.key}: {people}"
        dashes = ' stroke-dasharray="3 4"' if way.people is None else ""
        parts.append(
            f'<path class="band" d="M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {to_x - bend:.0f} {to_y:.0f} {to_x:.0f}'
            f' {to_y:.0f}" fill="none" stroke="{MODEL if way.is_model else QUIET}" stroke-opacity="0.45"'
            f' stroke-width="{width:.1f}"{dashes}><title>{escape(words)}</title></path>'
        )
    return parts


def _bars(graph: Graph, at: dict[str, tuple[float, float]], tall: dict[str, float]) -> list[str]:
    parts = []
    for key, (x, y) in at.items():
        scene = graph.by_key[key]
        title = scene.title if len(scene.title) <= FITS else scene.title[: FITS - 1] + "…"
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{BAR}" height="{tall[key]:.0f}" fill="{LOOKS[scene.ending][0]}"/>'
            f'<text x="{x:.0f}" y="{y - 6:.0f}" fill="{INK}">{escape(f"{key} · {title}")}</text>'
        )
    return parts
