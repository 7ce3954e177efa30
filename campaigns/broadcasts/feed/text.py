"""What a strict program can read: one pasted control character in a title would end the whole feed for everybody."""

from __future__ import annotations

import re

__all__ = ["readable"]

#: What XML 1.0 forbids; calendars forbid the control characters too.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """The text without characters that no program accepts."""
    return _FORBIDDEN.sub("", text)
