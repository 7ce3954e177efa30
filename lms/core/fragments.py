"""Parts of a page that are the same for everybody, rendered once per published revision.

The key names the revision, so publishing needs no forgetting and two processes never disagree. Pictures and files
are not part of a revision: a common stamp changes when one of them does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

__all__ = ["forget_files", "fragment", "fragments"]

FILES_STAMP = "core.files_stamp"
SECONDS = 3600


def fragment(name: str, page: Page, request: HttpRequest | None, render: Callable[[], str]) -> SafeString:
    """The part ``name`` of one page. Previews, and pages without a published revision, are rendered every time."""
    return fragments(name, [page], request, lambda pages: {page.pk: render()})[page.pk]


def fragments(
    name: str,
    pages: Iterable[Page],
    request: HttpRequest | None,
    render: Callable[[list[Page]], dict[int, str]],
) -> dict[int, SafeString]:
    """The same part of many pages, by page id, in one trip to the cache; ``render`` gets only what is missing."""
    pages = list(pages)
    if getattr(request, "is_preview", False):
        return {pk: mark_safe(html) for pk, html in render(pages).items()}  # noqa: S308 - rendered templates
    keys = {page.pk: _key(name, page) for page in pages if page.live and page.live_revision_id}
    cached = cache.get_many([FILES_STAMP, *keys.values()])
    stamp = cached.get(FILES_STAMP) or _new_stamp()
    found = {pk: cached[key][1] for pk, key in keys.items() if key in cached and cached[key][0] == stamp}
    missing = [page for page in pages if page.pk not in found]
    if missing:
        rendered = render(missing)
        cache.set_many({keys[pk]: (stamp, str(html)) for pk, html in rendered.items() if pk in keys}, SECONDS)
        found |= rendered
    return {pk: mark_safe(html) for pk, html in found.items()}  # noqa: S308 - rendered templates


def forget_files() -> None:
    """Everything rendered so far may name a file that has changed."""
    _new_stamp()


def _new_stamp() -> str:
    stamp = uuid4().hex
    cache.set(FILES_STAMP, stamp, None)
    return stamp


def _key(name: str, page: Page) -> str:
    return f"core.fragment:{name}:{page.pk}:{page.live_revision_id}:{get_language()}"
