"""The page of an episode that is not to be heard: when it comes, why it was taken off, until when it was."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.core.clock import local_day

from ..models import Cancellation, Episode

__all__ = ["closed_door"]


def closed_door(request: HttpRequest, page: Episode, *, at: datetime) -> HttpResponse:
    """Answers 404 and names nothing of what is to come: neither title nor theme."""
    cancellation = Cancellation.objects.filter(episode=page.pk).select_related("episode").first()
    coming = Episode.objects.coming(at=at).licensed(at=at).filter(pk=page.pk).first()
    gone = Episode.objects.aired(at=at).filter(pk=page.pk).select_related("recording").first()
    last_day = gone.recording.licensed_until if gone and gone.recording else None
    context = {
        "starts_at": coming.on_air_from if coming else None,
        "notice": cancellation.reason if cancellation else "",
        "was_for": cancellation.episode.airs_at if cancellation else None,
        "last_day": last_day if last_day is not None and last_day < local_day(at) else None,
        "title": gone.title if gone else "",
    }
    return render(request, "broadcasts/closed_door.html", context, status=404)
