"""The files of an episode: each request asks the clock, the cancellation and the licence before a ticket is given."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.clock import local_day
from lms.people.models import Person
from lms.people.requests import person_of
from lms.recordings.files import captions_response
from lms.recordings.models import Recording
from lms.recordings.services import current_captions
from lms.recordings.tickets import mint_ticket

from ..models import Episode
from ..services.airing import may_rehearse
from ..timetable import Sound, sound_of

__all__ = [
    "GATE",
    "may_still_be_heard",
    "show_episode_captions",
    "show_episode_file",
    "show_episode_poster",
    "ticket_address",
]

#: A player comes back here when its ticket has run out.
TICKET_SECONDS = 600
#: Stands in tickets: what was taken off is silent everywhere, also for who holds a ticket.
GATE = "broadcasts.episode"
#: As long as a process goes by what it last saw: twenty thousand players ask one question a second, not one each.
GATE_SECONDS = 1


@require_safe
def show_episode_file(request: HttpRequest, episode_id: int) -> HttpResponse:
    """Leads to the file with a fresh, short ticket. The page that holds this address is the same for everybody."""
    person, at = person_of(request), clock.now()
    recording, gate = _recording(episode_id, person=person, at=at)
    return _lead_to(ticket_address(sound_of(recording), person=person, at=at, gate=gate))


@require_safe
def show_episode_poster(request: HttpRequest, episode_id: int) -> HttpResponse:
    """The same for the picture that stands before playing."""
    person, at = person_of(request), clock.now()
    recording, gate = _recording(episode_id, person=person, at=at)
    if not recording.thumbnail:
        raise Http404
    poster = str(recording.thumbnail.name)
    return _lead_to(_address(poster, recording.file_digest, "image/jpeg", person=person, at=at, gate=gate))


@require_safe
def show_episode_captions(request: HttpRequest, episode_id: int) -> HttpResponse:
    """What is said, as a text track."""
    recording, _gate = _recording(episode_id, person=person_of(request), at=clock.now())
    captions = current_captions([recording.pk]).get(recording.pk)
    if captions is None:
        raise Http404
    response = captions_response(captions)
    response.headers["Cache-Control"] = "no-store"
    return response


def may_still_be_heard(episode_id: int, at: datetime) -> bool:
    """The gate of our tickets: one small query a second in each process."""
    audible = Episode.objects.audible(at=at).filter(pk=episode_id)
    return bool(caches["process"].get_or_set(f"broadcasts.audible:{episode_id}", audible.exists, GATE_SECONDS))


def _recording(episode_id: int, *, person: Person, at: datetime) -> tuple[Recording, int | None]:
    """What everybody may hear now, with the number its gate is asked about; for who may edit the episode also its draft
    before the moment, without a gate."""
    found = Episode.objects.audible(at=at).filter(pk=episode_id).select_related("recording").first()
    recording = found.recording if found is not None else None
    if found is None:
        page = Episode.objects.filter(pk=episode_id).first()
        if page is None or not may_rehearse(person, page):
            raise Http404
        recording = page.get_latest_revision_as_object().recording
    if recording is None or not recording.file:
        raise Http404
    return recording, found.pk if found is not None else None


def ticket_address(sound: Sound, *, person: Person, at: datetime, gate: int | None) -> str:
    """Where that person finds the sound for the next minutes; never beyond the day, on which a licence may end.

    ``gate`` is the episode that has to be audible all the while; None for an editor who hears a draft.
    """
    return _address(sound.name, sound.digest, sound.file_type, person=person, at=at, gate=gate)


def _address(name: str, digest: str, file_type: str, *, person: Person, at: datetime, gate: int | None) -> str:
    midnight = timezone.make_aware(datetime.combine(local_day(at) + timedelta(days=1), time()))
    seconds = min(TICKET_SECONDS, max(1, int((midnight - at).total_seconds())))
    ticket = mint_ticket(
        name=name,
        digest=digest,
        file_type=file_type,
        person_id=person.pk,
        at=at,
        seconds=seconds,
        gate=(GATE, gate) if gate is not None else None,
    )
    return reverse("recordings:serve_file", args=[ticket])


def _lead_to(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "no-store"
    return response
