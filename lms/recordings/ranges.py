"""Which bytes a request asks for (RFC 9110, 14). Pure: no file, no request."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["PIECE", "Answer", "decide"]

#: An open range is answered with this much at most. A server thread hands it over at once and is free, however slow
#: the reader is; a player asks for the next piece by itself.
PIECE = 1024 * 1024

_RANGE = re.compile(r"bytes\s*=\s*(?:(\d{1,18})\s*-\s*(\d{1,18})?|-\s*(\d{1,18}))", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """200 with everything, 206 with ``start`` to ``end`` (both counted), or 416."""

    status: int
    start: int = 0
    end: int = -1

    @property
    def length(self) -> int:
        return self.end - self.start + 1


def decide(*, asked: str, if_range: str, size: int, etag: str, modified: str, piece: int = PIECE) -> Answer:
    """The answer to a GET with ``Range`` and ``If-Range`` as sent, empty where they were not.

    Several ranges at once, and whatever is no range of bytes, are ignored, as the standard allows: the whole file is
    the answer. ``If-Range`` holds only for exactly this ``etag``, or exactly this date.
    """
    whole = Answer(200, 0, size - 1)
    found = _RANGE.fullmatch(asked.strip())
    if found is None or (if_range and if_range.strip() not in (etag, modified)):
        return whole
    first, last, suffix = found.groups()
    if suffix is not None:
        if int(suffix) == 0 or size == 0:
            return Answer(416)
        start, end = max(0, size - int(suffix)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return whole  # not a range at all
        if start >= size:
            return Answer(416)
    return Answer(206, start, min(end, start + piece - 1))
