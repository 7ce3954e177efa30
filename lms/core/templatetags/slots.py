"""What other rooms have to say at a place: ``{% slot %}`` the same to everybody, ``{% personal %}`` to one person."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from .. import registry
from ..parts import with_token
from ..shells import ShellRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **arguments: Any) -> SafeString:
    """Render every filler of the slot, in order. A filler gets the context as a dict and the tag's arguments."""
    fillers = registry.slot(name)
    if not fillers:
        return mark_safe("")
    flat, request = context.flatten(), context.get("request")
    html = "".join(filler(flat, **arguments) for filler in fillers)
    # A block of a body is rendered for no request at all; the shell around it gets its tokens as it is filled.
    if request is None or isinstance(request, ShellRequest):
        return mark_safe(html)  # noqa: S308 - fillers render templates
    return mark_safe(with_token(html, request))  # noqa: S308


@register.simple_tag(takes_context=True)
def personal(context: template.Context, name: str, **arguments: Any) -> SafeString:
    """The same for what depends on the person: a hole in a shell. Arguments are plain values; every filler gets the
    page that is served as ``page``.
    """
    fillers = registry.slot(name)
    if not fillers:
        return mark_safe("")
    request = context["request"]
    if isinstance(request, ShellRequest):
        return mark_safe(request.hole(name, arguments))  # noqa: S308 - a mark of ours
    flat = context.flatten()
    html = "".join(filler(flat, page=flat.get("page"), **arguments) for filler in fillers)
    return mark_safe(with_token(html, request))  # noqa: S308 - fillers render templates
