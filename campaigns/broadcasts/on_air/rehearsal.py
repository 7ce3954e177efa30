"""시험 방송: one editor hears an episode alone, as everybody will. Nothing of it is counted anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.people.requests import person_of

from ..archive.files import ticket_address
from ..models import Episode
from ..schedule import OnAir, Phase
from ..services.airing import may_rehearse, rehearse
from ..timetable import Facts, sound_of
from .page import milliseconds, moments, page_context

__all__ = ["show_rehearsal", "tell_rehearsal"]

#: Between opening the page and its moment: long enough to press the button.
LEAD = timedelta(seconds=10)


@require_safe
def show_rehearsal(request: HttpRequest, episode_id: int) -> HttpResponse:
    """The on-air page with a moment of its own, ten seconds after it is opened."""
    episode = _own(request, episode_id)
    at = clock.now()
    if "since" not in request.GET:
        here = reverse("broadcasts:rehearse", args=[episode_id])
        return redirect(f"{here}?since={milliseconds(at + LEAD)}")
    found = _found(episode, request, at)
    tells = f"{reverse('broadcasts:rehearse_mine', args=[episode_id])}?since={milliseconds(found.starts_at)}&"
    is_early = found.phase == Phase.BEFORE
    context = moments(found) if is_early else page_context(found, _draft(episode))
    return render(request, "broadcasts/on_air.html", context | {"rehearsal": tells})


@require_safe
def tell_rehearsal(request: HttpRequest, episode_id: int) -> JsonResponse:
    """The server's time and the file; no token, so that nothing can be reported."""
    episode = _own(request, episode_id)
    at = clock.now()
    found = _found(episode, request, at)
    draft = _draft(episode)
    answer = {
        "now": milliseconds(clock.now()),
        "phase": str(found.phase),
        "starts": milliseconds(found.starts_at),
        "ends": milliseconds(found.ends_at),
        "length": draft.recording.duration_ms if draft.recording else 0,
        "token": "",
    }
    if draft.recording is not None and draft.recording.file:
        sound = sound_of(draft.recording)
        answer["source"] = ticket_address(sound, person=person_of(request), at=at, gate=None)
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def _own(request: HttpRequest, episode_id: int) -> Episode:
    episode = Episode.objects.filter(pk=episode_id).select_related("recording").first()
    if episode is None or not may_rehearse(person_of(request), episode) or not _draft(episode).recording_id:
        raise Http404
    return episode


def _draft(episode: Episode) -> Episode:
    draft: Episode = episode.get_latest_revision_as_object() if episode.has_unpublished_changes else episode
    return draft


def _found(episode: Episode, request: HttpRequest, at: datetime) -> OnAir:
    try:
        since = datetime.fromtimestamp(int(request.GET.get("since", "")) / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Http404 from error
    found = rehearse(episode, since=since, at=at)
    facts = Facts(
        pk=episode.pk,
        title=found.episode.title,
        theme=found.episode.theme,
        summary="",
        url="",
        series_title=episode.series.title,
        sound=sound_of(found.episode.recording) if found.episode.recording else None,
    )
    return replace(found, episode=facts, phase=Phase.BEFORE if at < since else found.phase)
