"""Search in what was said: any part of a word, and the second at which it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from lms.core.korean import ngrams
from lms.recordings.captions import Cue, clock_time
from lms.recordings.services import current_captions

from ..models import Episode
from .listing import Line, archive, lines

__all__ = ["Found", "Hit", "hits_in", "search"]

PAGE_SIZE = 10
#: Places shown of one episode; the page itself finds all of them.
MOST_HITS = 3


@dataclass(frozen=True)
class Hit:
    """A place in an episode: the words around it, and where they begin."""

    seconds: int
    clock: str
    before: str
    match: str
    after: str


@dataclass(frozen=True)
class Found:
    """An episode that was found, with the places; none where title, summary or parts have the words."""

    line: Line
    hits: tuple[Hit, ...]


def hits_in(cues: Sequence[Cue], words: str) -> list[Hit]:
    """The lines that say any of the words, in order. Those with the whole phrase come alone where there are any."""
    phrase = " ".join(words.lower().split())
    whole = [hit for cue in cues if (hit := _hit(cue, phrase)) is not None]
    if whole or " " not in phrase:
        return whole
    found = []
    for cue in cues:
        hit = next((hit for word in phrase.split() if (hit := _hit(cue, word)) is not None), None)
        if hit is not None:
            found.append(hit)
    return found


def search(words: str, number: str, *, stamp: str, at: datetime) -> tuple[PaginatorPage[Any], list[Found]]:
    """A page of the audible episodes whose words contain what was asked; a fixed number of statements."""
    pieces = ngrams(words)
    # The ids first: whether something may be heard is asked of the clock by one queryset, not of the index.
    audible = list(archive(stamp, at=at).values_list("pk", flat=True)) if pieces else []
    found = Episode.objects.filter(pk__in=audible).search(pieces, operator="and") if audible else Episode.objects.none()
    page = Paginator(found, PAGE_SIZE).get_page(number)
    ids = [episode.pk for episode in page]
    shown = {episode.pk: episode for episode in archive(stamp, at=at).filter(pk__in=ids)}
    episodes = [shown[pk] for pk in ids if pk in shown]
    captions = current_captions([episode.recording_id for episode in episodes])
    return page, [
        Found(line, tuple(hits_in(captions[episode.recording_id].cues, words)[:MOST_HITS]))
        if episode.recording_id in captions
        else Found(line, ())
        for episode, line in zip(episodes, lines(episodes, at=at), strict=True)
    ]


def _hit(cue: Cue, wanted: str) -> Hit | None:
    place = cue.text.lower().find(wanted)
    if place < 0 or not wanted:
        return None
    end = place + len(wanted)
    text = cue.text
    return Hit(cue.start_ms // 1000, clock_time(cue.start_ms), text[:place], text[place:end], text[end:])
