"""청취: plays that report, and the moment at which what was heard becomes recognised listening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from lms.core import stamps
from lms.core.clock import local_day
from lms.core.groups import protected, whole_groups
from lms.core.prepared import Columns, prepared
from lms.people.models import Person
from lms.people.services import units_of
from lms.recordings.errors import ReportRefused
from lms.recordings.services import (
    Report,
    claims_of,
    give_play_token,
    keep_reports,
    leave_out_too_many,
    read_play_token,
    read_spans,
)
from lms.recordings.spans import Coverage, coverage, is_enough

from ..models import BroadcastSettings, Episode, EpisodePlay, Listening, PulseAnswer
from ..schedule import OnAir, Phase

__all__ = [
    "Heard",
    "PulseCount",
    "answer_pulse",
    "count_pulse",
    "heard_of",
    "keep_listening",
    "recognise_together",
    "recognised_listening",
    "standing_of",
    "start_play",
    "way_of",
]

#: Who comes within a minute of the beginning has come in time.
IN_TIME = timedelta(minutes=1)
Way = EpisodePlay.Way
PLAY = Columns(EpisodePlay)
#: As long as a process goes by the share that it has read.
SECONDS = 10
ASKED_KEY = stamps.remembered("broadcasts.listened_percent")


class Heard(NamedTuple):
    """How much of an episode a person has covered in all plays, in whole percent."""

    episode_id: int
    recording_id: int
    percent: int


def way_of(found: OnAir, *, follows_text: bool, at: datetime) -> str:
    """How a play that begins now is counted, by the server's clock: live, late, later, or by transcript."""
    if follows_text:
        return Way.TRANSCRIPT
    if found.starts_at is None or found.phase not in (Phase.BEFORE, Phase.LIVE):
        return Way.REPLAY
    return Way.LIVE if at <= found.starts_at + IN_TIME else Way.LATE


def start_play(*, person_id: int, episode_id: int, recording_id: int, way: str, at: datetime) -> str:
    """A token by which one play reports. Nothing is written yet, so a page may bring it along."""
    return give_play_token(owner=f"{person_id}:{episode_id}:{way}", recording_id=recording_id, at=at)


def keep_listening(
    *, person: Person, reports: Iterable[Mapping[str, Any]], at: datetime
) -> tuple[list[Heard], list[str]]:
    """Keep reports as browsers send them (token, spans, place). What is heard now of the episodes they touched, and a
    sentence for each report that was refused. What was answered is in the database; what then suffices is recognised in
    the same breath.
    """
    refused: list[str] = []
    read = []
    for sent in reports:
        try:
            token = read_play_token(str(sent.get("token", "")), at=at)
            owner, episode, way = token.owner.split(":")
            if int(owner) != person.pk:
                raise ReportRefused(_("What was played was not recorded: it belongs to somebody else."))
            read.append((sent, token, int(episode), Way(way)))
        except ReportRefused as refusal:
            refused.append(str(refusal))
        except ValueError:
            refused.append(_("What was played was not recorded: its token is not valid."))
    known = _known_of(person, {episode_id for _sent, _token, episode_id, _way in read})
    wanted: dict[int, list[Report]] = {}
    for sent, token, episode_id, way in read:
        length, _plays = known.get(episode_id, (0, 0))
        try:
            if not length:
                raise ReportRefused(_("What was played was not recorded: the broadcast is no longer there."))
            spans = read_spans(sent.get("spans"), length_ms=length)
        except ReportRefused as refusal:
            refused.append(str(refusal))
            continue
        place = sent.get("place")
        values = {"person_id": person.pk, "episode_id": episode_id, "way": way}
        report = Report(token, spans, place if type(place) is int else 0, length, values)
        wanted.setdefault(episode_id, []).append(report)
    kept: list[Report] = []
    for episode_id, reports_of_it in wanted.items():
        fitting, too_many = leave_out_too_many(EpisodePlay, reports_of_it, kept=known[episode_id][1])
        kept += fitting
        refused += [str(each) for each in too_many]
    rows = keep_reports(EpisodePlay, kept, at=at)
    recordings = {row.episode_id: row.recording_id for row in rows.values()}
    touched = [
        Heard(episode_id, recording_id, _recognise(person, episode_id, length_ms=known[episode_id][0], at=at))
        for episode_id, recording_id in sorted(recordings.items())
    ]
    return touched, refused


def heard_of(*, person_id: int, episode_id: int, length_ms: int) -> tuple[Coverage, int]:
    """What one person has covered of an episode in all plays, and where they were last. One query."""
    plays = _plays_of(person_id, episode_id)
    return coverage(claims_of(plays), length_ms=length_ms), plays[-1].place_ms if plays else 0


def standing_of(*, person_id: int, episode_id: int) -> tuple[bool, bool]:
    """Whether the person is recognised for an episode, and whether its question was answered. One query."""
    is_listened, has_answered = next(iter(_standing_rows(person_id, episode_id)), (False, False))
    return is_listened, has_answered


def answer_pulse(*, person: Person, episode: Episode, choice: int, at: datetime) -> PulseAnswer:
    """Keep the one answer of a person; a second one finds the first. Raises ValueError for no such choice."""
    asked = episode.pulse_question
    if asked is None or not 0 <= choice < len(asked.choices):
        raise ValueError("no such choice")
    answer, _is_new = PulseAnswer.objects.get_or_create(
        person=person,
        episode=episode,
        defaults={
            "question": asked.question,
            "choice": choice,
            "choice_text": asked.choices[choice],
            "answered_at": at,
        },
    )
    return answer


@dataclass(frozen=True)
class PulseCount:
    """How many gave one answer; ``people`` is None for a few, and where it would tell of a few."""

    text: str
    people: int | None

    @property
    def words(self) -> str:
        """The number, or that it is a few."""
        return _("few") if self.people is None else str(self.people)


def count_pulse(episode: Episode) -> list[PulseCount]:
    """What all answered, choice by choice, in whole groups of five: two looks do not tell one person's answer. One
    query; nothing for an episode without a question.

    An answer counts to the words that were chosen, wherever they stand now; words that are no choice any more follow.
    """
    question = episode.pulse_question
    if question is None:
        return []
    answers = PulseAnswer.objects.filter(episode=episode).order_by("choice_text").values_list("choice_text")
    counts = dict.fromkeys(question.choices, 0) | dict(answers.annotate(people=Count("pk")))
    return [
        PulseCount(text, None if people is None else whole_groups(people)) for text, people in protected(counts).items()
    ]


def recognise_together(*, person: Person, episode_id: int, at: datetime) -> bool:
    """Credit somebody who was in the room (roll-call); whether this call did it."""
    return _record(person, episode_id, way=Listening.Way.ROLL_CALL, asked=0, at=at)


def recognised_listening(*, person_id: int, first: date, last: date) -> list[Listening]:
    """What a person is recognised for between two local days, both counted: the door for whoever credits hours."""
    rows = Listening.objects.filter(person=person_id, recognised_at__date__range=(first, last))
    return list(rows.select_related("episode__recording").order_by("recognised_at"))


def _known_of(person: Person, episode_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Of each episode its length and how many plays of that person are kept; one statement."""
    plays = EpisodePlay.objects.filter(person=person, episode=OuterRef("pk")).order_by().values("episode")
    count = Subquery(plays.annotate(count=Count("pk")).values("count"))
    found = Episode.objects.filter(pk__in=episode_ids).annotate(plays_kept=count).order_by()
    rows = found.values_list("pk", "recording__duration_ms", "plays_kept")
    return {pk: (length or 0, kept or 0) for pk, length, kept in rows}


def _recognise(person: Person, episode_id: int, *, length_ms: int, at: datetime) -> int:
    """Record what suffices now; the percent that is covered."""
    plays = _plays_of(person.pk, episode_id)
    heard, asked = coverage(claims_of(plays), length_ms=length_ms), _asked_percent()
    if not is_enough(heard, asked_percent=asked):
        return heard.percent
    # Named after the way that brought most of it; what was heard together comes first among equals.
    by_way = {way: coverage(claims_of(each for each in plays if each.way == way), length_ms=length_ms) for way in Way}
    way = max(Way, key=lambda each: by_way[each].covered_ms)
    _record(person, episode_id, way=way, asked=asked, at=at)
    return heard.percent


def _record(person: Person, episode_id: int, *, way: str, asked: int, at: datetime) -> bool:
    if Listening.objects.filter(person=person, episode=episode_id).exists():
        return False
    unit = units_of({person.pk}, local_day(at)).get(person.pk)
    row = Listening(person=person, episode_id=episode_id, way=way, unit=unit, recognised_at=at, asked_percent=asked)
    # Two reports that reach it at once: the constraint lets one of them in.
    Listening.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _asked_percent() -> int:
    kept: Any = caches["process"].get_or_set(ASKED_KEY, lambda: BroadcastSettings.current().listened_percent, SECONDS)
    return int(kept)


def _plays_of(person_id: int, episode_id: int) -> list[EpisodePlay]:
    """The person's plays of an episode, the one that was heard of last at the end."""
    return [play for play in map(PLAY.instance, _play_rows(person_id, episode_id)) if play is not None]


@prepared
def _play_rows(person_id: int, episode_id: int) -> QuerySet[Any, Any]:
    plays = EpisodePlay.objects.filter(person_id=person_id, episode_id=episode_id).order_by("heard_at")
    return plays.values_list(*PLAY.names)


@prepared
def _standing_rows(person_id: int, episode_id: int) -> QuerySet[Any, Any]:
    listened = Listening.objects.filter(person_id=person_id, episode=OuterRef("pk"))
    answered = PulseAnswer.objects.filter(person_id=person_id, episode=OuterRef("pk"))
    return Episode.objects.filter(pk=episode_id).order_by().values_list(Exists(listened), Exists(answered))
