"""Stories in every state, sent and decided through the services, and who listened in the last days."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import OutputWrapper
from django.utils import timezone

from lms.people.models import Person
from lms.people.services import units_of

from ..models import Episode, Listening, PulseAnswer, Story
from ..services import stories as services
from ..stories.notices import tell_aired, tell_decided

__all__ = ["seed_stories"]

LISTENERS = 240
#: Of the people asked each day, in per cent: heard it, and of those answered.
HEARD, ANSWERED = 55, 70
WAYS = (*[Listening.Way.LIVE] * 5, *[Listening.Way.REPLAY] * 3, Listening.Way.LATE, Listening.Way.TRANSCRIPT)


def seed_stories(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Complete the demo stories and the listening to what was on air. Safe to repeat."""
    trainer = Person.objects.filter(employee_number="trainer").first()
    if trainer is None:
        return
    present = Person.objects.present(on=timezone.localdate(at)).filter(groups=None).order_by("pk")
    people = list(present[:LISTENERS])
    if not people:
        return
    told = tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))["stories"]
    learner = Person.objects.filter(employee_number="learner").first()
    for number, script in enumerate(told):
        # The learner's account has one of each kind to look at.
        sender = learner if learner is not None and number % 2 == 0 else people[number % len(people)]
        _story(script, sender, trainer, at)
    tell_aired(at=at)
    heard = sum(_listen(episode, people) for episode in Episode.objects.aired(at=at))
    if stdout is not None:
        stdout.write(f"stories: {Story.objects.count()} sent in, {heard} people listened")


def _story(script: dict[str, Any], sender: Person, trainer: Person, at: datetime) -> None:
    key = uuid5(NAMESPACE_URL, f"demo:story:{script['title']}")
    sent_at = at - timedelta(days=script["days_ago"], minutes=37)
    words = {"title": script["title"], "text": script["text"]}
    story, is_new = services.submit_story(sender=sender, submission_key=key, at=sent_at, **words)
    if not is_new or script["state"] == "new":
        return
    decided_at = sent_at + timedelta(hours=5)
    if script["state"] == "withdrawn":
        services.withdraw_story(story=story, by=sender, at=decided_at)
        return
    seen = story.events.latest("pk").pk
    values: dict[str, Any] = {"story": story, "text": story.text, "by": trainer, "at": decided_at, "seen": seen}
    if script["state"] == "held":
        services.hold_story(**values)
    elif script["state"] == "returned":
        tell_decided(services.return_story(**values, reply=script["reply"]), at=decided_at)
    else:
        episode = Episode.objects.filter(slug=script.get("episode", "")).first()
        tell_decided(services.adopt_story(**values, episode=episode, reply=script["reply"]), at=decided_at)


def _listen(episode: Episode, people: list[Person]) -> int:
    """Who heard an episode and answered its question; always the same for the same city."""
    starts: datetime = episode.on_air_from  # type: ignore[attr-defined]
    units = units_of([each.pk for each in people], timezone.localdate(starts))
    question = next((block.value for block in episode.pulse), None)
    listenings, answers = [], []
    for person in people:
        chance = Random(f"{person.employee_number}:{episode.slug}")  # noqa: S311 - believable variety, no secret
        if chance.randrange(100) >= HEARD:
            continue
        at = starts + timedelta(minutes=chance.randint(3, 9))
        row = {"person": person, "episode": episode}
        listenings.append(
            Listening(**row, way=chance.choice(WAYS), unit=units.get(person.pk), recognised_at=at, asked_percent=90)
        )
        if question is not None and chance.randrange(100) < ANSWERED:
            choices = list(question["choices"])
            choice = min(chance.randrange(len(choices)), chance.randrange(len(choices)))
            answers.append(
                PulseAnswer(
                    **row,
                    question=question["question"],
                    choice=choice,
                    choice_text=choices[choice],
                    answered_at=at,
                )
            )
    Listening.objects.bulk_create(listenings, ignore_conflicts=True)
    PulseAnswer.objects.bulk_create(answers, ignore_conflicts=True)
    return len(listenings)
