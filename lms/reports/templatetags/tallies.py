"""How a tally is drawn and read."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..choices import Standing
from ..rules import Tally

register = template.Library()

#: The order of the pieces of a bar; who is not enrolled is the empty rest.
PIECES = (Standing.COMPLETED, Standing.IN_PROGRESS, Standing.FAILED, Standing.NOT_STARTED)
#: Shades of the table of courses and units, one for every twenty percent.
SHADES = 5


@register.filter
def percent(tally: Tally) -> str:
    """``87.4%``; empty where a share may not be shown."""
    permille = tally.permille
    return "" if permille is None else f"{number_format(permille / 10, 1)}%"


@register.filter
def shade(tally: Tally) -> str:
    """The number of the shade behind a cell; empty where a share may not be shown."""
    permille = tally.permille
    return "" if permille is None else str(min(permille * SHADES // 1000, SHADES - 1))


@register.simple_tag
def tally_bar(tally: Tally) -> SafeString:
    """A bar of the pieces. It is a picture: the numbers stand beside it as text."""
    total = tally.population or 1
    left = 0.0
    pieces: list[tuple[Any, ...]] = []
    for standing in PIECES:
        width = 100 * getattr(tally, standing.value) / total
        if width:
            pieces.append((standing.value, f"{left:.3f}", f"{width:.3f}"))
        left += width
    return format_html(
        '<svg class="reports-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="reports-piece--{}" x="{}" width="{}" height="8"/>', pieces),
    )
