"""Who heard what was on the air in the demo city, who left in the middle, and what was answered at the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from lms.people.models import Person
from lms.people.services import units_of

from ..models import Episode, EpisodePlay, Listening, PulseAnswer

__all__ = ["seed_listening"]

#: Of the people asked each day, in per cent: heard enough (by unit, between these), began and left, answered.
HEARD, LEFT, ANSWERED = (35, 75), 10, 70
WAYS = (
    *[Listening.Way.LIVE] * 10,
    *[Listening.Way.REPLAY] * 6,
    *[Listening.Way.LATE] * 2,
    *[Listening.Way.TRANSCRIPT] * 2,
    Listening.Way.ROLL_CALL,
)
Span = tuple[int, int]


def seed_listening(*, at: datetime) -> int:
    """Complete the listening to whatever was on the air; how many heard enough. Always the same for the same city."""
    people = list(Person.objects.present(on=timezone.localdate(at)).filter(groups=None).order_by("pk"))
    episodes = Episode.objects.aired(at=at).select_related("recording")
    return sum(_listen(episode, people) for episode in episodes) if people else 0


def _listen(episode: Episode, people: list[Person]) -> int:
    starts: datetime = episode.on_air_from  # type: ignore[attr-defined]
    length = episode.recording.duration_ms if episode.recording else 0
    units = units_of([each.pk for each in people], timezone.localdate(starts))
    question = episode.pulse_question
    listenings, plays, answers = [], [], []
    for person in people:
        unit = units.get(person.pk)
        chance = Random(f"{person.employee_number}:{episode.slug}")  # noqa: S311 - believable variety, no secret
        heard = Random(unit.code if unit else "").randint(*HEARD)  # noqa: S311 - units differ, as they do
        at, lot = starts + timedelta(minutes=chance.randint(5, 9)), chance.randrange(100)
        row = {"person": person, "episode": episode}
        if lot >= heard + LEFT:
            continue
        if lot >= heard:
            plays += _plays(person, episode, EpisodePlay.Way.LIVE, [(0, int(length * chance.uniform(0.1, 0.85)))])
            continue
        way = chance.choice(WAYS)
        listenings.append(Listening(**row, way=way, unit=unit, recognised_at=at, asked_percent=90))
        if way == Listening.Way.LATE:
            # What a late listener missed at the beginning is heard again.
            joined = chance.randint(61_000, 80_000)
            plays += _plays(person, episode, way, [(joined, length)])
            plays += _plays(person, episode, EpisodePlay.Way.REPLAY, [(0, joined)])
        elif way != Listening.Way.ROLL_CALL:
            plays += _plays(person, episode, way, [(0, length - int(length * max(0, chance.uniform(-0.1, 0.07))))])
        if question is not None and chance.randrange(100) < ANSWERED:
            choices = question.choices
            choice = min(chance.randrange(len(choices)), chance.randrange(len(choices)))
            said = {"question": question.question, "choice": choice, "choice_text": choices[choice]}
            answers.append(PulseAnswer(**row, **said, answered_at=at))
    Listening.objects.bulk_create(listenings, ignore_conflicts=True)
    EpisodePlay.objects.bulk_create(plays, ignore_conflicts=True)
    PulseAnswer.objects.bulk_create(answers, ignore_conflicts=True)
    return len(listenings)


def _plays(person: Person, episode: Episode, way: str, spans: list[Span]) -> list[EpisodePlay]:
    """One play of these spans, as a player would have reported it."""
    starts: datetime = episode.on_air_from  # type: ignore[attr-defined]
    return [
        EpisodePlay(
            play=uuid5(NAMESPACE_URL, f"demo:play:{person.employee_number}:{episode.slug}:{way}"),
            recording_id=episode.recording_id,
            person=person,
            episode=episode,
            way=way,
            started_at=starts,
            heard_at=starts + timedelta(milliseconds=sum(end - start for start, end in spans)),
            spans=[list(span) for span in spans],
            place_ms=spans[-1][1],
        )
    ]
