"""The map of a scenario as SVG: a picture for the editor's margin, and a file that stands alone. Pure.

Attributes only, no style sheet and no script: it looks the same in the page, in a file and in a word processor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from .findings import Finding, Level
from .kinds import Ending
from .layout import Arrow, Box, Layout

__all__ = ["draw"]

#: Frame, ground and word of a box. The word says what the colour says.
LOOKS: Mapping[Ending | None, tuple[str, str]] = {
    None: ("#58616a", "#ffffff"),
    Ending.MODEL: ("#267337", "#eaf6ec"),
    Ending.PARTIAL: ("#8a5a00", "#fff5dc"),
    Ending.DANGER: ("#bd2c0f", "#fdefec"),
}
INK, QUIET, MODEL = "#1e2124", "#8a949e", "#0b50d0"
MARKS = {Level.ERROR: ("#bd2c0f", "!"), Level.WARNING: ("#8a5a00", "?")}
#: Letters of a title that fit into a box.
FITS = 13
FONT = "Pretendard GOV, Pretendard, Noto Sans KR, Malgun Gothic, sans-serif"


def draw(layout: Layout, *, title: str, found: Collection[Finding] = (), start: str = "", link: str = "#scene-") -> str:
    """An SVG document. Every box is a link to ``link`` and its scene's key; ``found`` marks what is wrong."""
    levels: dict[str, Level] = {}
    for finding in found:
        if levels.get(finding.scene) is not Level.ERROR:
            levels[finding.scene] = finding.level
    width, height = round(layout.width), round(layout.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="group" aria-label="{escape(title)}" font-family="{FONT}" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_head(*each) for each in (("arrow", QUIET), ("arrow-model", MODEL))),
        # The model path lies on top of what crosses it.
        *(_arrow(each) for each in sorted(layout.arrows, key=lambda arrow: arrow.is_model)),
    ]
    for box in layout.boxes:
        parts += _box(box, levels.get(box.scene.key), is_start=box.scene.key == start, link=link)
    return "\n".join([*parts, "</svg>"])


def _head(name: str, colour: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"'
        f' markerUnits="userSpaceOnUse"><path d="M0 0 8 4 0 8z" fill="{colour}"/></marker>'
    )


def _arrow(arrow: Arrow) -> str:
    colour, width, head = (MODEL, 2.5, "arrow-model") if arrow.is_model else (QUIET, 1.25, "arrow")
    dashes = ' stroke-dasharray="5 4"' if arrow.is_back else ""
    words = _("%(source)s → %(target)s: reply %(replies)s") % {
        "source": arrow.source,
        "target": arrow.target,
        "replies": ", ".join(arrow.replies),
    }
    return (
        f'<path class="arrow" data-from="{escape(arrow.source)}" data-to="{escape(arrow.target)}"'
        f' d="{_curve(arrow.points)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}'
        f' marker-end="url(#{head})"><title>{escape(words)}</title></path>'
    )


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Through all points, leaving and arriving upright."""
    (x, y), *rest = points
    parts = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        if round(x) == round(to_x) or round(y) == round(to_y):
            parts.append(f"L{to_x:.0f} {to_y:.0f}")
        else:
            middle = (y + to_y) / 2
            parts.append(f"C{x:.0f} {middle:.0f} {to_x:.0f} {middle:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return "".join(parts)


def _box(box: Box, level: Level | None, *, is_start: bool, link: str) -> Iterator[str]:
    scene = box.scene
    frame, ground = LOOKS[scene.ending]
    kind = _("Start") if is_start else str(scene.ending.label) if scene.ending else ""
    title = scene.title if len(scene.title) <= FITS else scene.title[: FITS - 1] + "…"
    said = " · ".join(each for each in (scene.key, scene.title, kind) if each)
    key = escape(scene.key)
    yield f'<a class="box" href="{escape(link)}{key}" data-scene="{key}"><title>{escape(said)}</title>'
    yield (
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width}" height="{box.height}" rx="{_round(scene.ending)}"'
        f' fill="{ground}" stroke="{frame}" stroke-width="{2.5 if is_start else 1.25}"/>'
    )
    yield _text(box.x + 12, box.y + 20, f"{scene.key}{' · ' + kind if kind else ''}", frame, 11)
    yield _text(box.x + 12, box.y + 40, title, INK, 13)
    if level is not None:
        colour, sign = MARKS[level]
        x, y = box.x + box.width - 4, box.y + 4
        yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="9" fill="{colour}" stroke="#ffffff" stroke-width="2"/>'
        yield (
            f'<text x="{x:.0f}" y="{y + 4.5:.1f}" fill="#ffffff" font-size="13" font-weight="700"'
            f' text-anchor="middle">{sign}</text>'
        )
    yield "</a>"


def _round(ending: Ending | None) -> int:
    """Endings are round, scenes are square: seen without colour too."""
    return 26 if ending else 6


def _text(x: float, y: float, words: str, colour: str, size: int) -> str:
    if len(words) > 24:
        words = words[:23] + "…"
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}">{escape(words)}</text>'
