"""Stories in every state, sent and decided through the services, and who listened in the last days."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import OutputWrapper
from django.utils import timezone

from lms.people.models import Person

from ..models import Episode, Story
from ..services import stories as services
from ..stories.notices import tell_aired, tell_decided
from .listening import seed_listening

__all__ = ["seed_stories"]

SENDERS = 240


def seed_stories(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Complete the demo stories and the listening to what was on air. Safe to repeat."""
    trainer = Person.objects.filter(employee_number="trainer").first()
    if trainer is None:
        return
    present = Person.objects.present(on=timezone.localdate(at)).filter(groups=None).order_by("pk")
    people = list(present[:SENDERS])
    if not people:
        return
    told = tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))["stories"]
    learner = Person.objects.filter(employee_number="learner").first()
    for number, script in enumerate(told):
        # The learner's account has one of each kind to look at.
        sender = learner if learner is not None and number % 2 == 0 else people[number % len(people)]
        _story(script, sender, trainer, at)
    tell_aired(at=at)
    heard = seed_listening(at=at)
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
