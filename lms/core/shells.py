"""A whole page that is the same for everybody, rendered once, with named holes for what is personal.

Templates say which is which: ``{% slot %}`` is the same for everybody, ``{% personal %}`` is a hole. The shell is
rendered for a request without a person, a session or a cookie, so that nothing personal can get into it. It is kept
under the content stamp (``core.stamps``), the language, the site and the day, and a request only fills the holes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from io import BytesIO
from secrets import token_hex
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from . import clock, editions, registry
from .parts import TOKEN, with_token

__all__ = ["Shell", "ShellRequest", "fill", "kept_shell", "render_shell"]

SECONDS = 3600
#: What a shell may know of the request it is made for: whose house it is, and at which address.
KNOWN = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "PATH_INFO")


@dataclass(frozen=True)
class Hole:
    """A place for the slot ``name``, whose fillers get the page and these plain values."""

    name: str
    arguments: tuple[tuple[str, Hashable], ...]


Shell = list[str | Hole]


class ShellRequest(WSGIRequest):
    """A request for an address by nobody. Collects the holes of the page that is rendered for it."""

    is_preview = False

    def __init__(self, request: HttpRequest, query: str) -> None:
        known = {name: request.META[name] for name in KNOWN if name in request.META}
        # Django leaves the path decoded in META; a gateway hands it over as bytes in Latin letters. Slugs are Korean.
        known["PATH_INFO"] = request.path_info.encode().decode("iso-8859-1")
        super().__init__(known | {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "wsgi.input": BytesIO()})
        self.mark = token_hex(16)
        self.holes: list[Hole] = []

    def hole(self, name: str, arguments: dict[str, Hashable]) -> str:
        """The mark of a new hole; nobody can write it beforehand."""
        self.holes.append(Hole(name, tuple(arguments.items())))
        return f"{self.mark}:{len(self.holes) - 1};"


def kept_shell(key: str, stamp: str, render: Callable[[], Shell]) -> Shell:
    """The shell of that name as of this stamp, this language and today, rendered where nobody has it yet."""
    edition = f"core.shell:{key}:{get_language()}:{clock.today()}:{stamp}"
    shell: Shell | None = editions.get_many([edition]).get(edition)
    if shell is None:
        shell = render()
        editions.set_many({edition: shell}, SECONDS)
    return shell


def render_shell(template: str, context: dict[str, Any], request: ShellRequest) -> Shell:
    """Render ``template`` and cut it at its holes."""
    html = render_to_string(template, context | {"csrf_token": TOKEN}, request=request)
    pieces = re.split(f"{request.mark}:(\\d+);", html)
    return [request.holes[int(piece)] if place % 2 else piece for place, piece in enumerate(pieces)]


def fill(shell: Shell, request: HttpRequest, **served: Any) -> str:
    """The page for the one who asks. ``served`` (the page) goes to every filler beside the hole's own values."""
    context = {"request": request, "csrf_token": TOKEN, **served}
    pieces = [
        piece
        if isinstance(piece, str)
        else "".join(filler(context, **served, **dict(piece.arguments)) for filler in registry.slot(piece.name))
        for piece in shell
    ]
    return with_token("".join(pieces), request)
