"""Parts of a page that are the same for everybody, rendered once per published revision.

The key names the revision, the stamp of pictures and files (which are no part of a revision) and the day (a licence
ends at midnight), so publishing needs no forgetting and two processes never disagree. A page's shell (``core.shells``)
is made of them: it is rendered anew when anything was published anywhere, the parts only when their own page was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from . import clock, editions, stamps

__all__ = ["fragment", "fragments"]

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
    stamp = stamps.current(stamps.FILES)
    keys = {page.pk: _key(name, page, stamp) for page in pages if stamp and page.live and page.live_revision_id}
    cached = editions.get_many(keys.values())
    found = {pk: cached[key] for pk, key in keys.items() if key in cached}
    missing = [page for page in pages if page.pk not in found]
    if missing:
        rendered = render(missing)
        editions.set_many({keys[pk]: str(html) for pk, html in rendered.items() if pk in keys}, SECONDS)
        found |= rendered
    return {pk: mark_safe(html) for pk, html in found.items()}  # noqa: S308 - rendered templates


def _key(name: str, page: Page, stamp: str) -> str:
    return f"core.fragment:{name}:{page.pk}:{page.live_revision_id}:{stamp}:{get_language()}:{clock.today()}"
