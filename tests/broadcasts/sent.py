"""Stories and addresses for tests, made through the services."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from campaigns.broadcasts.models import Episode, Story
from campaigns.broadcasts.services.stories import adopt_story, submit_story
from lms.people.models import Person
from lms.people.services import address_secret, open_address
from tests.builders import MARCH_5

TEXT = "전화를 마치기 전에 더 궁금한 점을 여쭈었더니 서류 하나가 더 나왔습니다."


def sent_story(sender: Person, **fields: Any) -> Story:
    """A new story of that person."""
    values = {"title": "끝인사 한 번", "text": TEXT, "submission_key": uuid4(), "at": MARCH_5} | fields
    return submit_story(sender=sender, **values)[0]


def adopted_story(sender: Person, by: Person, episode: Episode | None = None) -> Story:
    """A story that was chosen, for an episode if one is given."""
    story = sent_story(sender)
    seen = story.events.latest("pk").pk
    return adopt_story(story=story, text=story.text, by=by, at=MARCH_5, seen=seen, episode=episode)


def secret_of(person: Person, kind: str) -> str:
    """The secret of that person's address."""
    return address_secret(open_address(person=person, kind=kind, by=person, at=MARCH_5))
