"""The one module that touches WeasyPrint: a template in, PDF bytes out. No request ever leaves the process."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypdfium2
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

__all__ = ["render_pdf", "render_picture"]

#: The rasteriser is one for the process and not made for threads.
_rasteriser = threading.Lock()

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


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """Render a template to a tagged PDF/A-2a document with embedded, subset fonts.

    Pictures and style sheets are named ``static:path`` or ``media:path``. Raises ``TemplateDoesNotExist`` for an
    unknown template; a missing picture is left out by the renderer, so callers check what must be there.
    """
    html = render_to_string(template, dict(context))
    document = HTML(string=html, base_url="static:", url_fetcher=_LocalFetcher()).render(
        font_config=FontConfiguration()
    )
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-2a")
    return pdf


def render_picture(template: str, context: Mapping[str, Any], *, width: int) -> bytes:
    """The first page of such a document as a PNG, ``width`` pixels wide."""
    pdf = render_pdf(template, context)
    with _rasteriser:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            picture = page.render(scale=width / page.get_width()).to_pil()
        finally:
            document.close()
    answer = BytesIO()
    picture.save(answer, "PNG", optimize=True)
    return answer.getvalue()
