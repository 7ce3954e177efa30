"""Addresses as QR codes, error correction M: a thumb or a fold over the picture does no harm."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

__all__ = ["qr_data_uri", "qr_svg"]

INK = "#1e2124"
#: ISO/IEC 18004 asks for four modules around the symbol; without them readers miss it on a dark page.
QUIET_ZONE = 4


def qr_data_uri(address: str) -> str:
    """An SVG data URI without a quiet zone (the page gives it room). For paper."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=0, dark=INK))


def qr_svg(address: str) -> SafeString:
    """An ``<svg class="qr">`` for a page or a projector: own white ground and quiet zone, as large as its box.

    The picture is hidden from screen readers: write the address or the code beside it.
    """
    picture = segno.make(address, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, dark=INK, light="#ffffff", omitsize=True, svgclass="qr", lineclass=None
    )
    hidden = picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(hidden)  # noqa: S308 - drawn by segno; the address is only modules in it
