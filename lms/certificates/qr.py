"""The verification address as a QR code."""

from __future__ import annotations

import segno

__all__ = ["qr_data_uri"]


def qr_data_uri(address: str) -> str:
    """An SVG data URI, error correction M, without a quiet zone (the page gives it room)."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=0, dark="#1e2124"))
