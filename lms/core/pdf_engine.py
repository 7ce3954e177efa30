"""The one module that touches WeasyPrint.

It takes half a second to load: the web and the worker do so at their start, other commands when they first need it.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

__all__ = ["write_pdf"]

_STATIC = "static:"
_MEDIA = "media:"


class _LocalFetcher(URLFetcher):
    """Answers ``static:`` and ``media:`` addresses from disk and refuses everything else but ``data:``."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
        if url.startswith(_STATIC):
            found = finders.find(unquote(url.removeprefix(_STATIC)))
            if not found:
                raise URLFetchingError(f"no static file {url}")
            return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})
        if url.startswith(_MEDIA):
            with default_storage.open(unquote(url.removeprefix(_MEDIA))) as opened:
                return URLFetcherResponse(url, opened.read(), {"Content-Type": kind})
        raise URLFetchingError(f"a document may not fetch {url}")


def write_pdf(html: str) -> bytes:
    """A page of HTML as a tagged PDF/A-2a document with embedded, subset fonts."""
    page = HTML(string=html, base_url="static:", url_fetcher=_LocalFetcher())
    pdf: bytes = page.render(font_config=FontConfiguration()).write_pdf(pdf_variant="pdf/a-2a")
    return pdf
