"""Small parts of the trainers' screens."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..findings import Finding
from ..whereabouts import place_words as words

register = template.Library()


@register.filter
def place_words(finding: Finding) -> str:
    """Where a finding is, in words."""
    return words(finding)


@register.filter
def safe_svg(svg: str) -> SafeString:
    """A drawing of ours: ``drawing`` escapes every word that an author wrote."""
    return mark_safe(svg)  # noqa: S308


@register.simple_tag
def share(part: int, whole: int) -> int:
    """``part`` of ``whole`` in percent, never less than one where there is something."""
    return max(1, part * 100 // whole) if part and whole else 0
