"""Numbers as forms and addresses send them: by our pages, or typed by hand."""

from __future__ import annotations

__all__ = ["whole_number"]


def whole_number(text: str | None, *, most_digits: int = 9, otherwise: int = 0) -> int:
    """The number that was sent, without a sign; ``otherwise`` for anything else. No row has the number 0.

    ``str.isdigit`` alone lets ² through, which is no number, and thousands of digits, which no database takes.
    """
    is_whole = text is not None and text.isascii() and text.isdigit() and len(text) <= most_digits
    return int(text) if text is not None and is_whole else otherwise
