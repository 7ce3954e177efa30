"""Small personal parts of a page, rendered from plain values alone and once for the same values.

A part knows no request: whatever stands in it was handed over by name, and what was handed over is its key. So the same
state of two people is rendered once, and nobody's values can appear in anybody else's part. What differs in every
answer or for every person without changing a word (the form token, the id in an address) is a mark while the part is
kept, and is set in as it leaves.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

__all__ = ["TOKEN", "part", "with_token"]

_SECRET = salted_hmac("lms.core.parts", "marks").hexdigest()
#: Stands where a form token belongs. Secret, so that no author can write it into a text.
TOKEN = f"form-token-{_SECRET}"
#: The first of the numbers that stand for ids: an id never gets as large.
FIRST_MARK = 10**24 + int(_SECRET[:16], 16) * 1_000
#: Parts a process keeps, one or two kilobytes each.
MOST_PARTS = 8_000

Key = tuple[tuple[str, type, Hashable], ...]


def part(template: str, *, ids: Mapping[str, int] | None = None, **values: Hashable) -> SafeString:
    """``template`` with ``values``, which are all it can show: texts, numbers, days, and tuples and frozen dataclasses
    of them. ``ids`` are numbers that only stand in addresses and attributes; no condition may ask for them.

    Raises TypeError for anything else, a model above all: two editions of a row are equal.
    """
    # The type is part of the key: a text that equals safe markup is not safe for that.
    key = tuple((name, type(value), value) for name, value in values.items())
    names = tuple(ids or ())
    render = _render.__wrapped__ if settings.DEBUG else _render
    html: str = render(template, get_language(), names, key)
    for number, name in enumerate(names):
        html = html.replace(str(FIRST_MARK + number), str(ids[name] if ids else ""))
    return mark_safe(html)  # noqa: S308 - a rendered template


def with_token(html: str, request: HttpRequest) -> str:
    """The same with the request's own form token where a form of it needs one."""
    return html.replace(TOKEN, get_token(request)) if TOKEN in html else html


@lru_cache(maxsize=MOST_PARTS)
def _render(template: str, language: str, ids: tuple[str, ...], key: Key) -> str:
    for _name, _type, value in key:
        _refuse_what_changes(value)
    context: dict[str, Hashable] = {name: value for name, _type, value in key}
    context |= {name: FIRST_MARK + number for number, name in enumerate(ids)}
    return render_to_string(template, context | {"csrf_token": TOKEN})


def _refuse_what_changes(value: object) -> None:
    if value is None or isinstance(value, str | int | date):
        return
    if isinstance(value, tuple):
        for each in value:
            _refuse_what_changes(each)
    elif is_dataclass(value) and not isinstance(value, type) and value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        for field in fields(value):
            _refuse_what_changes(getattr(value, field.name))
    else:
        raise TypeError(f"a part shows plain values, not {type(value).__name__}")
