"""The making desk: times, checks, a story put into the script once; the prompter."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campaigns.broadcasts.models import Episode
from tests.broadcasts.sent import adopted_story
from tests.builders import MARCH_5, build_episode, build_series, moment

AIRS = moment(2026, 3, 6, 8, 50)
PARTS = [
    {
        "type": "segment",
        "id": "11111111-1111-1111-1111-111111111111",
        "value": {"kind": "story", "title": "사연", "script": "진행: " + "가" * 450, "planned_seconds": 90},
    }
]


@pytest.fixture
def episode(clock):
    clock.set(MARCH_5)
    return build_episode(build_series(), AIRS, segments=PARTS)


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


def test_the_desk_shows_the_time_of_each_part_and_what_is_missing(desk, episode):
    page = desk.get(reverse("broadcasts_desk:desk", args=[episode.pk])).content.decode()
    assert "1분 30초" in page
    assert "녹음 화면에 목소리와 음악이" in page


def test_a_story_is_put_into_a_part_once_as_a_new_draft(desk, episode, learner, trainer):
    story = adopted_story(learner, trainer)
    address = reverse("broadcasts_desk:insert_story", args=[episode.pk])
    for _ in range(2):
        desk.post(address, {"story": story.pk, "part": PARTS[0]["id"]})
    draft = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object()
    assert draft.segments[0].value["script"].count(f"사연: {story.edited_text}") == 1
    assert "사연:" not in Episode.objects.get(pk=episode.pk).segments[0].value["script"]
    story.refresh_from_db()
    assert story.episode_id == episode.pk
    prompter = desk.get(reverse("broadcasts_desk:prompter", args=[episode.pk])).content.decode()
    assert story.edited_text in prompter


def test_a_withdrawn_story_is_not_put_in(desk, episode, learner, trainer):
    from campaigns.broadcasts.services.stories import withdraw_story

    story = adopted_story(learner, trainer)
    withdraw_story(story=story, by=learner, at=MARCH_5)
    desk.post(reverse("broadcasts_desk:insert_story", args=[episode.pk]), {"story": story.pk, "part": PARTS[0]["id"]})
    draft = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object()
    assert story.text not in draft.segments[0].value["script"]
