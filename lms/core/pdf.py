"""Documents: a template in, PDF or PNG bytes out. No request ever leaves the process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pypdfium2
from django.template.loader import render_to_string

__all__ = ["render_pdf", "render_picture"]

#: The rasteriser is one for the process and not made for threads.
_rasteriser = threading.Lock()


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """Render a template to a tagged PDF/A-2a document with embedded, subset fonts.

    Pictures and style sheets are named ``static:path`` or ``media:path``. Raises ``TemplateDoesNotExist`` for an
    unknown template; a missing picture is left out by the renderer, so callers check what must be there.
    """
    from .pdf_engine import write_pdf  # noqa: PLC0415 - half a second that most processes can do without

    return write_pdf(render_to_string(template, dict(context)))


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
