"""What programs ask for under a person's secret. No sign-in, no cookie: the address is the key, and can be revoked."""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lms.core import clock, stamps
from lms.core.models import SiteSettings
from lms.people.errors import AddressRefused
from lms.people.services import find_address
from lms.recordings.files import captions_response, file_response
from lms.recordings.services import current_captions
from lms.recordings.tickets import Ticket

from ..archive.listing import archive
from ..models import BroadcastIndexPage, Episode
from ..timetable import last_turn
from .calendar import build_calendar
from .kinds import CALENDAR, FEED
from .podcast import Addresses, build_feed, chapters_of

__all__ = ["show_calendar", "show_chapters", "show_feed", "show_recording", "show_transcript"]

#: As many of the latest as a feed holds; older ones stay in the archive.
MOST_EPISODES = 100
SUFFIXES = {"audio/mp4": "m4a", "video/mp4": "mp4", "video/webm": "webm"}


def _by_secret(kind: str) -> Any:
    """For who has a living address of that kind; everybody else learns nothing, not even that there was one."""

    def decorate(view: Any) -> Any:
        @login_not_required
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, secret: str, **arguments: Any) -> HttpResponseBase:
            at = clock.now()
            try:
                find_address(secret, kind=kind, at=at)
            except AddressRefused as refusal:
                response = HttpResponse(str(refusal), status=404, content_type="text/plain; charset=utf-8")
                response.headers["Cache-Control"] = "no-store"
                return response
            # Programs bring no language of their own; what they show is what the city broadcasts.
            with override("ko"):
                found: HttpResponseBase = view(request, secret, at=at, **arguments)
            found.headers["X-Robots-Tag"] = "noindex"
            return found

        return answer

    return decorate


@_by_secret(FEED.key)
def show_feed(request: HttpRequest, secret: str, *, at: datetime) -> HttpResponseBase:
    """The podcast. A program that has the latest edition gets 304 after three small statements."""
    etag = _etag(request, secret, at)
    if unchanged := _unchanged(request, etag):
        return unchanged
    institution = SiteSettings.for_request(request)
    episodes = list(_audible(at)[:MOST_EPISODES])
    index = BroadcastIndexPage.objects.live().first()
    changed = [moment for each in episodes for moment in (each.on_air_from, each.last_published_at) if moment]
    published_at = max((each for each in changed if each <= at), default=at)
    feed = build_feed(
        episodes,
        title=f"{index.title if index else ''} · {institution.product_name}".strip(" ·"),
        description=_about(institution.organisation_name),
        author=institution.organisation_name,
        addresses=_addresses(request, secret, index),
        captions=current_captions([each.recording_id for each in episodes if each.recording_id]),
        published_at=published_at,
    )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    return _kept(request, response, etag, published_at)


@_by_secret(FEED.key)
def show_recording(
    request: HttpRequest, secret: str, *, at: datetime, episode_id: int, suffix: str
) -> HttpResponseBase:
    """The file itself, with byte ranges: an app goes on where its download broke off."""
    recording = _episode(episode_id, at).recording
    if recording is None or not recording.file:
        raise Http404
    ticket = Ticket(str(recording.file.name), f'"{recording.file_digest[:32]}"', recording.file_type)
    return file_response(request, ticket)


@_by_secret(FEED.key)
def show_transcript(request: HttpRequest, secret: str, *, at: datetime, episode_id: int) -> HttpResponseBase:
    """What is said, with times."""
    episode = _episode(episode_id, at)
    captions = current_captions(episode.recording_ids()).get(episode.recording_id or 0)
    if captions is None:
        raise Http404
    return captions_response(captions)


@_by_secret(FEED.key)
def show_chapters(request: HttpRequest, secret: str, *, at: datetime, episode_id: int) -> HttpResponseBase:
    """Where each part begins."""
    response = JsonResponse(chapters_of(_episode(episode_id, at)), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/json+chapters"
    return response


@_by_secret(CALENDAR.key)
def show_calendar(request: HttpRequest, secret: str, *, at: datetime) -> HttpResponseBase:
    """The plan for a calendar program."""
    etag = _etag(request, secret, at)
    if unchanged := _unchanged(request, etag):
        return unchanged
    institution = SiteSettings.for_request(request)
    calendar, changed_at = build_calendar(at=at, name=institution.product_name, host=request.get_host())
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    return _kept(request, response, etag, changed_at)


def _audible(at: datetime) -> Any:
    """What the archive of the site shows; what was taken off or lost its licence is in neither."""
    return archive(stamps.current(stamps.CONTENT), at=at).defer(None)


def _episode(episode_id: int, at: datetime) -> Episode:
    found = _audible(at).filter(pk=episode_id).first()
    if found is None:
        raise Http404
    episode: Episode = found
    return episode


def _about(organisation: str) -> str:
    return f"{organisation} 직원이 만드는 아침 친절방송입니다. 앱에서 들은 것은 청취로 기록되지 않습니다."


def _addresses(request: HttpRequest, secret: str, index: BroadcastIndexPage | None) -> Addresses:
    whole = request.build_absolute_uri

    def recording(episode: Episode) -> str:
        suffix = SUFFIXES.get(episode.recording.file_type if episode.recording else "", "m4a")
        return whole(reverse("broadcasts:show_feed_recording", args=[secret, episode.pk, suffix]))

    return Addresses(
        feed=whole(reverse("broadcasts:show_feed", args=[secret])),
        site=whole(index.url if index and index.url else "/"),
        picture=whole(static("img/brand/podcast.png")),
        recording=recording,
        transcript=lambda each: whole(reverse("broadcasts:show_feed_transcript", args=[secret, each.pk])),
        chapters=lambda each: whole(reverse("broadcasts:show_feed_chapters", args=[secret, each.pk])),
    )


def _etag(request: HttpRequest, secret: str, at: datetime) -> str:
    """Changes with the content, with every turn of the day's timetable, and at midnight, when a licence may end."""
    stamp = stamps.current(stamps.CONTENT)
    files = stamps.current(stamps.FILES)
    turn = last_turn(stamp, at=at)
    parts = (secret, request.get_host(), request.path, stamp, files, str(turn), str(clock.local_day(at)))
    return quote_etag(sha256("|".join(parts).encode()).hexdigest()[:32])


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    if "If-None-Match" not in request.headers:
        return None
    response = HttpResponse()
    answer = get_conditional_response(request, etag=etag, response=response)
    return None if answer is response else answer


def _kept(request: HttpRequest, response: HttpResponse, etag: str, changed_at: datetime) -> HttpResponse:
    """The answer with its two marks, or 304 for who has it by its date."""
    seconds = int(changed_at.timestamp())
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(seconds)
    response.headers["Cache-Control"] = "private, max-age=300"
    return get_conditional_response(request, etag=etag, last_modified=seconds, response=response) or response
