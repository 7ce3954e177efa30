"""``{% slot "name" page=page %}``: what upper rooms have to say at this place."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from .. import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **arguments: Any) -> SafeString:
    """Render every filler of the slot, in order. A filler gets the context as a dict and the tag's arguments."""
    fillers = registry.slot(name)
    if not fillers:
        return mark_safe("")
    flat = context.flatten()
    return mark_safe("".join(filler(flat, **arguments) for filler in fillers))  # noqa: S308 - fillers render templates
