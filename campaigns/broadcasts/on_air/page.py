"""함께 듣기: what the on-air page shows everybody, and the one small answer that is a person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from lms.core import editions, stamps
from lms.people.models import Person
from lms.recordings.captions import Cue, clock_time
from lms.recordings.services import current_captions

from ..archive.files import ticket_address
from ..archive.parts import parts_of
from ..models import Episode
from ..schedule import OnAir, Phase
from ..services.airing import on_air
from ..services.listening import heard_of, standing_of, start_play, way_of
from ..timetable import Facts, last_turn, now_on, timetable

__all__ = ["Bytes", "milliseconds", "mine", "moments", "page_context", "shared_page"]

#: As long as a process goes by the stamp it last saw: an open costs no database at 08:50.
STAMP_SECONDS = 1
SECONDS = 3600
ON_AIR = "broadcasts/on_air.html"


@dataclass(frozen=True)
class Bytes:
    """A page that is the same for everybody, and the word that names its edition."""

    body: bytes
    etag: str


def shared_page(request: HttpRequest, *, at: datetime, template: str = ON_AIR) -> Bytes:
    """The on-air page as of now, or another page of the same: one edition between two turns, in each language."""
    seen = caches["process"].get_or_set("broadcasts.stamp", lambda: stamps.current(stamps.CONTENT), STAMP_SECONDS)
    stamp = str(seen)
    turn = last_turn(stamp, at=at)
    day = timetable(stamp, at=at).day
    key = f"{template}:{day}:{turn}:{stamp}:{get_language()}:{request.get_host()}"
    found: Bytes | None = editions.get_many([key]).get(key)
    if found is None:
        body = render_to_string(template, _context(stamp, at=at), request=request).encode()
        found = Bytes(body, f'"{sha256(body).hexdigest()[:32]}"')
        editions.set_many({key: found}, SECONDS)
    return found


def mine(person: Person, *, follows_text: bool, at: datetime) -> dict[str, Any]:
    """What one listener needs beside the page: the server's time, the file, a play to report by, how far one is."""
    found = on_air(at=at)
    facts: Facts | None = found.episode
    answer: dict[str, Any] = {
        "now": milliseconds(at),
        "phase": str(found.phase),
        "starts": milliseconds(found.starts_at),
        "ends": milliseconds(found.ends_at),
        "next": milliseconds(found.next_starts_at),
        "episode": None,
    }
    if facts is None or facts.sound is None or found.phase == Phase.NONE:
        return answer
    way = way_of(found, follows_text=follows_text, at=at)
    answer |= {
        # Known before it is on the air, so that eight thousand browsers need not ask in the same second; the file
        # itself opens when the moment has come.
        "token": start_play(
            person_id=person.pk, episode_id=facts.pk, recording_id=facts.sound.recording_id, way=way, at=at
        ),
        "length": facts.sound.length_ms,
    }
    if found.phase == Phase.BEFORE:
        return answer
    heard, _place = heard_of(person_id=person.pk, episode_id=facts.pk, length_ms=facts.sound.length_ms)
    is_listened, has_answered = standing_of(person_id=person.pk, episode_id=facts.pk)
    return answer | {
        "episode": facts.pk,
        "source": ticket_address(facts.sound, person=person, at=at, gate=facts.pk),
        "percent": heard.percent,
        "listened": is_listened,
        "answered": has_answered,
    }


def _context(stamp: str, *, at: datetime) -> dict[str, Any]:
    found: OnAir = now_on(stamp, at=at)
    if found.episode is None or found.phase == Phase.BEFORE:
        return moments(found)
    episode = Episode.objects.select_related("recording").get(pk=found.episode.pk)
    replays_at = timetable(stamp, at=at).replay_starts_at(episode.pk)
    return page_context(found, episode, replays_at if replays_at and at < replays_at else None)


def page_context(found: OnAir, episode: Episode, replays_at: datetime | None = None) -> dict[str, Any]:
    """What the page shows of an episode that is heard now. ``found.episode`` are its facts."""
    captions = current_captions(episode.recording_ids()).get(episode.recording_id or 0)
    return {
        **moments(found),
        "episode": episode,
        "facts": found.episode,
        "cues": _cues(captions.cues if captions else []),
        "parts": parts_of(episode),
        "pulse": episode.pulse_question,
        "replays_at": replays_at,
        "voice_note": episode.recording.voice_note if episode.recording else "",
    }


def moments(found: OnAir) -> dict[str, Any]:
    """Where the day's broadcast is; ``starts`` and ``ends`` as a browser counts."""
    starts, ends = milliseconds(found.starts_at), milliseconds(found.ends_at)
    return {"on_air": found, "phase": str(found.phase), "starts": starts, "ends": ends}


def _cues(cues: list[Cue]) -> list[dict[str, Any]]:
    return [
        {
            "from": cue.start_ms,
            "to": cue.end_ms,
            "clock": clock_time(cue.start_ms),
            "speaker": cue.speaker,
            "text": cue.text,
        }
        for cue in cues
    ]


def milliseconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
