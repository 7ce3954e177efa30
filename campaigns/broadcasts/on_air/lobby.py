"""로비 화면: the broadcast on a screen where nobody signs in. It shows nothing personal, counts and writes nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.recordings.files import file_response
from lms.recordings.tickets import Ticket

from ..schedule import Phase
from ..services.airing import on_air
from ..services.lobby import is_lobby
from .page import milliseconds, shared_page

__all__ = ["play_in_lobby", "show_lobby"]


@login_not_required
@require_safe
def show_lobby(request: HttpRequest, key: str) -> HttpResponse:
    """The screen, and what the open screen asks for every few seconds: the same bytes under every address.

    The header X-Now is the server's clock in milliseconds, also beside a 304. An address that was revoked shows that
    (404), and nothing of the broadcast.
    """
    # A screen brings no language of its own; what it shows is what the city broadcasts.
    with override("ko"):
        if not is_lobby(key, at=clock.now()):
            return _unseen(render(request, "people/screen_closed.html", status=404))
        found = shared_page(request, at=clock.now(), template="broadcasts/lobby.html")
    same = request.headers.get("If-None-Match") == found.etag
    response: HttpResponse = HttpResponseNotModified() if same else HttpResponse(found.body)
    response.headers["ETag"] = found.etag
    # The last thing that is asked, so that reading the database is not taken for a slow line.
    response.headers["X-Now"] = str(milliseconds(clock.now()))
    return _unseen(response)


@login_not_required
@require_safe
def play_in_lobby(request: HttpRequest, key: str, episode_id: int) -> HttpResponseBase:
    """The sound of what is on the air at this moment, in pieces; each piece asks the address and the clock again."""
    at = clock.now()
    if not is_lobby(key, at=at):
        raise Http404
    found = on_air(at=at)
    if found.phase != Phase.LIVE or found.episode.pk != episode_id:
        raise Http404
    sound = found.episode.sound
    return file_response(request, Ticket(sound.name, f'"{sound.digest[:32]}"', sound.file_type))


def _unseen(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Language"] = "ko"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
