"""The making desk: times, checks, a story put into the script once; the prompter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.broadcasts.desk.checklist import check_episode
from campaigns.broadcasts.desk.timing import part_times
from campaigns.broadcasts.models import Episode, Story
from campaigns.broadcasts.services.stories import withdraw_story
from tests.broadcasts.sent import adopted_story
from tests.builders import MARCH_5, build_episode, build_recording, build_series, moment

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


@pytest.mark.parametrize("number", ["", "²", "x", "9" * 20, "9" * 5000])
def test_a_story_that_nobody_sent_is_not_put_in(desk, episode, number):
    address = reverse("broadcasts_desk:insert_story", args=[episode.pk])
    answer = desk.post(address, {"story": number, "part": PARTS[0]["id"]}, follow=True)
    assert "넣지 못했습니다" in answer.content.decode()


def test_a_withdrawn_story_is_not_put_in(desk, episode, learner, trainer):
    story = adopted_story(learner, trainer)
    withdraw_story(story=story, by=learner, at=MARCH_5)
    desk.post(reverse("broadcasts_desk:insert_story", args=[episode.pk]), {"story": story.pk, "part": PARTS[0]["id"]})
    draft = Episode.objects.get(pk=episode.pk).get_latest_revision_as_object()
    assert story.text not in draft.segments[0].value["script"]


# Before it goes on air

RECORDING, CAPTIONS = "The recording is there and published", "The captions fit the recording"
SLOT, LICENCE = "It fits the slot of 10 min", "Voice and music are licensed on that day"
STORY = "Every story in it is adopted, and nobody took theirs back"
SCRIPT, APPROVED = "No personal data, name or abuse stands in the script", "The episode is approved"


def missing(episode: Episode, *, live: bool = True) -> list[str]:
    """The lines of the check that are not right."""
    stories = list(Story.objects.filter(episode=episode))
    with translation.override("en"):
        checks = check_episode(episode, parts=part_times(episode.segments), stories=stories, live=live)
    assert all(each.words for each in checks), "each says what to do"
    return [each.title for each in checks if not each.is_right]


def script_of(text):
    return [{"type": "segment", "value": {**PARTS[0]["value"], "script": text}}]


@pytest.fixture
def ready(db):
    """An episode about which nothing is left to do."""
    recording = build_recording(licence="자체 제작")
    return build_episode(build_series(), AIRS, recording=recording, segments=script_of("진행: 안녕하십니까."))


def test_an_episode_that_is_ready_has_nothing_left_to_do(ready):
    assert missing(ready) == []
    assert missing(ready, live=False) == [APPROVED]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"published_at": None}, [RECORDING]),
        ({"file_digest": "e" * 64}, [CAPTIONS]),
        ({"duration_ms": 3 * 3600 * 1000}, [SLOT]),
        ({"licence": " "}, [LICENCE]),
        ({"licensed_until": AIRS.date() - timedelta(days=1)}, [LICENCE]),
        ({"licensed_until": AIRS.date()}, []),
    ],
)
def test_what_is_wrong_with_a_recording_is_told_before_air(ready, change, lines):
    for name, value in change.items():
        setattr(ready.recording, name, value)
    ready.recording.save()
    assert missing(ready) == lines


def test_an_episode_without_a_recording_is_measured_by_its_script(db):
    draft = build_episode(build_series(), AIRS, recording=None, segments=script_of("진행: " + "가" * 6_000))
    assert missing(draft) == [RECORDING, CAPTIONS, SLOT, LICENCE]


@pytest.mark.parametrize("text", ["진행: 010-1234-5678로 전화 주세요.", "진행: 뷁똠펲 주무관이 왔습니다."])
def test_what_must_not_be_read_aloud_is_found_in_the_script(ready, colleague, text):
    ready.segments = ready.segments.stream_block.to_python(script_of(text))
    assert missing(ready) == [SCRIPT]
    ready.credits = "진행 뷁똠펲"
    assert missing(ready) == ([] if "뷁" in text else [SCRIPT]), "who presents says the own name"


def test_a_story_that_was_taken_back_has_to_leave_the_script(ready, learner, trainer):
    story = adopted_story(learner, trainer, ready)
    assert missing(ready) == []
    withdraw_story(story=story, by=learner, at=MARCH_5)
    assert missing(ready) == [STORY]
