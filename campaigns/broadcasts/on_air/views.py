"""The on-air page, the one personal answer beside it, reports of what was played, and the question at the end."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core import clock
from lms.core.numbers import whole_number
from lms.core.ratelimit import within_limit
from lms.people.requests import person_of

from ..models import Episode, EpisodePlay, Listening
from ..services import listening
from .page import milliseconds, mine, shared_page

__all__ = ["answer_pulse", "keep_listening", "list_own", "play_episode", "show_mine", "show_on_air", "tell_time"]

#: Twenty plays with as many spans as are kept of each; a player sends no more at once.
MOST_BYTES = 200_000
MOST_REPORTS = 50
#: A player reports every 100 seconds; a person with five devices stays far below.
REPORTS_IN_TEN_MINUTES = 120
PER_PAGE = 30


@login_not_required
@require_safe
def show_on_air(request: HttpRequest) -> HttpResponse:
    """The same bytes for everybody who has a session. Nothing on it is personal, so nobody's row is read for it."""
    if SESSION_KEY not in request.session:
        return redirect_to_login(request.get_full_path())
    found = shared_page(request, at=clock.now())
    same = request.headers.get("If-None-Match") == found.etag
    response: HttpResponse = HttpResponseNotModified() if same else HttpResponse(found.body)
    response.headers["ETag"] = found.etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@login_not_required
@require_safe
def tell_time(request: HttpRequest) -> JsonResponse:
    """The server's time in milliseconds, by which browsers set theirs. Nobody is asked who they are."""
    return _not_kept({"now": milliseconds(clock.now())})


@require_safe
def show_mine(request: HttpRequest) -> JsonResponse:
    """What is one's own: how far one is, the play to report by, the header's personal part."""
    at = clock.now()
    answer = mine(person_of(request), follows_text="text" in request.GET, at=at)
    if "me" in request.GET:
        answer["me"] = render_to_string("core/me.html", request=request)
    # The last thing that is asked, so that reading the database is not taken for a slow line.
    answer["now"] = milliseconds(clock.now())
    return _not_kept(answer)


@require_http_methods(["GET", "POST"])
def play_episode(request: HttpRequest, episode_id: int) -> JsonResponse:
    """In the archive. GET: where the person was. POST: the token of a play that begins now."""
    at = clock.now()
    episode = Episode.objects.audible(at=at).filter(pk=episode_id).select_related("recording").first()
    if episode is None or episode.recording is None:
        raise Http404
    person = person_of(request)
    if request.method == "POST":
        token = listening.start_play(
            person_id=person.pk,
            episode_id=episode.pk,
            recording_id=episode.recording.pk,
            way=EpisodePlay.Way.REPLAY,
            at=at,
        )
        return _not_kept({"token": token})
    heard, place = listening.heard_of(
        person_id=person.pk, episode_id=episode.pk, length_ms=episode.recording.duration_ms
    )
    return _not_kept({"place": place, "percent": heard.percent})


@require_POST
def keep_listening(request: HttpRequest) -> JsonResponse:
    """Reports of what was played, also late ones of earlier plays. What was refused is told and need not come again."""
    person, at = person_of(request), clock.now()
    if not within_limit(f"listening:{person.pk}", limit=REPORTS_IN_TEN_MINUTES, window_seconds=600):
        return JsonResponse({"wait": 120}, status=429)
    text = request.POST.get("reports", "")
    try:
        reports = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        reports = None
    if not isinstance(reports, list) or not all(isinstance(each, dict) for each in reports):
        return JsonResponse({"refused": 1}, status=400)
    touched, refused = listening.keep_listening(person=person, reports=reports[:MOST_REPORTS], at=at)
    shown = request.POST.get("lesson", "")
    recordings: dict[str, Any] = {}
    for heard in touched:
        if shown == str(heard.episode_id):
            is_listened, _has_answered = listening.standing_of(person_id=person.pk, episode_id=heard.episode_id)
            recordings[str(heard.recording_id)] = {"percent": heard.percent, "asked": 0, "listened": is_listened}
    return JsonResponse({"recordings": recordings, "refused": len(refused), "messages": sorted(set(refused))})


@require_POST
def answer_pulse(request: HttpRequest) -> HttpResponse:
    """One answer; a second one changes nothing. What all said is told in groups of five and more."""
    person, at = person_of(request), clock.now()
    episode = Episode.objects.audible(at=at).filter(pk=whole_number(request.POST.get("episode"))).first()
    if episode is None or episode.pulse_question is None:
        raise Http404
    choice = whole_number(request.POST.get("choice"), otherwise=-1)
    if choice < 0:
        return render(
            request, "broadcasts/pulse.html", {"pulse": episode.pulse_question, "episode": episode, "missing": True}
        )
    try:
        answer = listening.answer_pulse(person=person, episode=episode, choice=choice, at=at)
    except ValueError as error:
        raise Http404 from error
    return render(request, "broadcasts/pulse_told.html", {"answer": answer, "told": listening.count_pulse(episode)})


@require_safe
def list_own(request: HttpRequest) -> HttpResponse:
    """내 청취: what one is recognised for. Nobody else sees this list."""
    rows = Listening.objects.filter(person=person_of(request)).select_related("episode").order_by("-recognised_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1")[:6])
    return render(request, "broadcasts/own_listening.html", {"page_obj": page})


def _not_kept(answer: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(answer)
    response.headers["Cache-Control"] = "no-store"
    return response
