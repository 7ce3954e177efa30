"""Parts of a page that are the same for everybody, rendered once per published revision.

The key names the revision and a common stamp that changes with any picture or file (which are no part of a revision),
so publishing needs no forgetting and two processes never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

from django.core.cache import cache, caches
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from . import editions

__all__ = ["forget_files", "fragment", "fragments"]

FILES_STAMP = "core.files_stamp"
SECONDS = 3600
STAMP_SECONDS = 5


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
    stamp = _files_stamp()
    keys = {page.pk: _key(name, page, stamp) for page in pages if page.live and page.live_revision_id}
    cached = editions.get_many(keys.values())
    found = {pk: cached[key] for pk, key in keys.items() if key in cached}
    missing = [page for page in pages if page.pk not in found]
    if missing:
        rendered = render(missing)
        editions.set_many({keys[pk]: str(html) for pk, html in rendered.items() if pk in keys}, SECONDS)
        found |= rendered
    return {pk: mark_safe(html) for pk, html in found.items()}  # noqa: S308 - rendered templates


def forget_files() -> None:
    """Everything rendered so far may name a file that has changed."""
    _new_stamp()


def _files_stamp() -> str:
    """The common stamp, asked of the shared cache every few seconds: other processes see a new picture that late."""
    stamp: str | None = caches["process"].get(FILES_STAMP)
    if stamp is None:
        stamp = cache.get(FILES_STAMP) or _new_stamp()
        caches["process"].set(FILES_STAMP, stamp, STAMP_SECONDS)
    return stamp


def _new_stamp() -> str:
    stamp = uuid4().hex
    cache.set(FILES_STAMP, stamp, None)
    caches["process"].set(FILES_STAMP, stamp, STAMP_SECONDS)
    return stamp


def _key(name: str, page: Page, stamp: str) -> str:
    return f"core.fragment:{name}:{page.pk}:{page.live_revision_id}:{stamp}:{get_language()}"
