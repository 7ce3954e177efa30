"""Answers that carry a file: byte ranges by ourselves, or handed to nginx by a header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

from . import ranges
from .models import Captions
from .storages import recording_storage
from .tickets import Ticket

__all__ = ["captions_response", "file_response"]

READ = 256 * 1024


def file_response(request: HttpRequest, ticket: Ticket) -> HttpResponseBase:
    """The bytes that a request with a valid ticket asks for: 200, 206, 304 or 416. Raises Http404 for a lost file."""
    if settings.RECORDINGS_ACCEL_PREFIX:
        # nginx sends it, with ranges and If-Range of its own.
        response: HttpResponseBase = HttpResponse(content_type=ticket.file_type)
        response.headers["X-Accel-Redirect"] = settings.RECORDINGS_ACCEL_PREFIX + quote(ticket.name)
        return _guarded(response)
    storage = recording_storage()
    try:
        size, modified = storage.size(ticket.name), http_date(storage.get_modified_time(ticket.name).timestamp())
    except (OSError, ValueError) as error:
        raise Http404 from error
    if ticket.etag in [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
    else:
        # A HEAD asks what a GET without a range would bring.
        asked = request.headers.get("Range", "") if request.method == "GET" else ""
        if_range = request.headers.get("If-Range", "")
        answer = ranges.decide(asked=asked, if_range=if_range, size=size, etag=ticket.etag, modified=modified)
        response = _bytes(storage, ticket, answer, size, is_head=request.method == "HEAD")
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = ticket.etag
    response.headers["Last-Modified"] = modified
    return _guarded(response)


def captions_response(captions: Captions) -> HttpResponse:
    """The captions as a browser's text track wants them."""
    response = HttpResponse(captions.webvtt, content_type="text/vtt; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _bytes(storage: Storage, ticket: Ticket, answer: ranges.Answer, size: int, *, is_head: bool) -> HttpResponseBase:
    response: HttpResponseBase
    if answer.status == 416:
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    if is_head:
        response = HttpResponse(content_type=ticket.file_type)
    elif answer.length <= ranges.PIECE:
        with storage.open(ticket.name) as opened:
            opened.seek(answer.start)
            response = HttpResponse(opened.read(answer.length), content_type=ticket.file_type)
    else:
        response = StreamingHttpResponse(
            _read(storage.open(ticket.name), answer.start, answer.length), content_type=ticket.file_type
        )
    response.status_code = answer.status
    response.headers["Content-Length"] = str(answer.length)
    if answer.status == 206:
        response.headers["Content-Range"] = f"bytes {answer.start}-{answer.end}/{size}"
    return response


def _read(opened: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with opened:
        opened.seek(start)
        while length > 0 and (read := opened.read(min(READ, length))):
            length -= len(read)
            yield read


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-transform, max-age=3600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    return response
