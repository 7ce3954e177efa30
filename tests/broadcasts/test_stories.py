"""사연: looked at before it is kept, sent once, decided once, taken back until it was on the air."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from campaigns.broadcasts import errors
from campaigns.broadcasts.jobs import clear_stories, thank_senders
from campaigns.broadcasts.models import Story
from campaigns.broadcasts.names import find_names
from campaigns.broadcasts.services import stories as services
from campaigns.broadcasts.services.airing import cancel
from lms.notices.models import Notice
from lms.people.models import AccessRecord
from tests.broadcasts.sent import TEXT, adopted_story, sent_story
from tests.builders import MARCH_5, build_episode, build_series, moment

AIRS = moment(2026, 3, 6, 8, 50)
NEW = "broadcasts:send_story"


def form(**fields):
    usual = {"submission_key": uuid4(), "title": "끝인사 한 번", "text": TEXT, "is_anonymous": "on", "consent": "on"}
    return usual | fields


def test_a_story_is_kept_once_however_often_its_form_is_sent(sign_in, learner):
    client, sent = sign_in(learner), form()
    for _ in range(2):
        assert client.post(reverse(NEW), sent).status_code == 302
    story = Story.objects.get()
    assert (story.text, story.state, story.is_anonymous) == (TEXT, "new", True)
    assert [event.what for event in story.events.all()] == ["sent"]


def test_without_consent_nothing_is_kept_and_the_words_stay(sign_in, learner):
    answer = sign_in(learner).post(reverse(NEW), form(consent="", title="뷁 <b>똠</b> 남궁"))
    assert not Story.objects.exists()
    assert "뷁 &lt;b&gt;똠&lt;/b&gt; 남궁" in answer.content.decode()


def test_a_thousand_letters_are_counted_as_they_are_read(sign_in, learner):
    client = sign_in(learner)
    assert "1001자" in client.post(reverse(NEW), form(text="👨‍👩‍👧" * 1001)).content.decode()
    assert client.post(reverse(NEW), form(text="👨‍👩‍👧" * 1000)).status_code == 302


def test_what_looks_like_somebodys_data_is_shown_before_it_is_kept(sign_in, learner, colleague):
    client, text = sign_in(learner), "뷁똠펲 주무관이 010-1234-5678로 전화했습니다."
    sent = form(text=text)
    page = client.post(reverse(NEW), sent).content.decode()
    assert not Story.objects.exists()
    for found in ("뷁똠펲", "010-1234-5678"):
        assert f'<mark class="found__mark">{found}' in page
    assert client.post(reverse(NEW), sent | {"looked_through": "on"}).status_code == 200
    sent |= {"looked_through": "on", "agreed_names": ["뷁똠펲"]}
    assert client.post(reverse(NEW), sent).status_code == 302
    assert Story.objects.get().agreed_names == ["뷁똠펲"]


def test_a_resident_number_is_never_kept(sign_in, learner):
    sent = form(text="번호는 900101-1234567입니다.", looked_through="on")
    assert sign_in(learner).post(reverse(NEW), sent).status_code == 200
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("김하늘 주무관님께", ["김하늘"]),
        ("김하늘이 왔고 뷁똠펲도 왔습니다", ["김하늘", "뷁똠펲"]),
        ("김하늘빛이 곱습니다", []),
        ("어제김하늘", []),
    ],
)
def test_a_colleagues_name_is_found_where_a_word_begins(text, names, learner, colleague, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [each.name for each in find_names(text)] == names
    assert "김하늘" not in [each.name for each in find_names(text, but=["김하늘"])]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_one_story(learner):
    key, barrier, found = uuid4(), Barrier(2), []

    def send():
        barrier.wait()
        try:
            values = {"title": "같이", "text": TEXT, "submission_key": key, "at": MARCH_5}
            found.append(services.submit_story(sender=learner, **values)[1])
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert sorted(found) == [False, True]
    assert Story.objects.count() == 1


def test_a_form_of_somebody_else_sends_nothing(learner, outsider):
    story = sent_story(learner)
    with pytest.raises(errors.NotYours):
        sent_story(outsider, submission_key=story.submission_key)


def test_the_sender_is_told_of_the_decision_and_of_the_air_once(sign_in, learner, trainer, clock):
    clock.set(MARCH_5)
    episode = build_episode(build_series(), AIRS)
    story = sent_story(learner)
    page = sign_in(trainer)
    address = reverse("broadcasts_desk:story", args=[story.pk])
    seen = story.events.latest("pk").pk
    sent = {
        "edited_text": "다듬은 글",
        "episode": episode.pk,
        "reply": "고맙습니다.",
        "seen": seen,
        "decision": "adopt",
    }
    for _ in range(2):
        assert page.post(address, sent).status_code == 302
    story.refresh_from_db()
    assert (story.state, story.edited_text, story.episode_id) == ("adopted", "다듬은 글", episode.pk)
    assert [event.what for event in story.events.all()] == ["sent", "edited", "adopted", "assigned"]
    thank_senders(at=AIRS + timedelta(seconds=50))
    assert not Notice.objects.filter(kind="broadcasts.story_aired").exists()
    for _ in range(2):
        thank_senders(at=AIRS + timedelta(minutes=5))
    kinds = Notice.objects.filter(person=learner).order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["broadcasts.story_adopted", "broadcasts.story_aired"]
    adopted = Notice.objects.get(person=learner, kind="broadcasts.story_adopted").words
    # 답장, not 응대 as in a scenario: the same English word says both.
    assert adopted.facts == [("답장", "고맙습니다.")]


@pytest.mark.parametrize(("reply", "kinds"), [("날이 추워지면 읽겠습니다.", ["broadcasts.story_held"]), (" ", [])])
def test_a_sender_whose_story_waits_is_told_when_there_is_a_reply(sign_in, learner, trainer, clock, reply, kinds):
    clock.set(MARCH_5)
    story = sent_story(learner)
    sent = {"edited_text": story.text, "reply": reply, "seen": story.events.latest("pk").pk, "decision": "hold"}
    for _ in range(2):
        assert sign_in(trainer).post(reverse("broadcasts_desk:story", args=[story.pk]), sent).status_code == 302
    assert list(Notice.objects.filter(person=learner).values_list("kind", flat=True)) == kinds
    shown = sign_in(learner).get(reverse("broadcasts:list_stories")).content.decode()
    assert "보류" in shown
    assert (reply.strip() in shown) is True


def test_nobody_is_thanked_for_an_episode_that_was_taken_off(learner, trainer):
    episode = build_episode(build_series(), AIRS)
    adopted_story(learner, trainer, episode)
    cancel(episode=episode, by=trainer, reason="쉽니다.", at=AIRS - timedelta(minutes=1))
    thank_senders(at=AIRS + timedelta(hours=1))
    assert not Notice.objects.filter(kind="broadcasts.story_aired").exists()


def test_it_can_be_taken_back_until_its_moment(learner, trainer):
    episode = build_episode(build_series(), AIRS)
    story = adopted_story(learner, trainer, episode)
    with pytest.raises(errors.StoryAired):
        services.withdraw_story(story=story, by=learner, at=AIRS)
    assert services.withdraw_story(story=story, by=learner, at=AIRS - timedelta(seconds=1)).withdrawn_at is not None
    with pytest.raises(errors.StoryWithdrawn):
        services.hold_story(story=story, text="", by=trainer, at=AIRS, seen=10**9)


def test_the_second_editor_sees_what_the_first_decided(sign_in, learner, trainer, administrator):
    story = sent_story(learner)
    seen = story.events.latest("pk").pk
    services.hold_story(story=story, text="먼저", by=administrator, at=MARCH_5, seen=seen)
    sent = {"edited_text": "나중", "reply": "까닭", "seen": seen, "decision": "return"}
    page = sign_in(trainer).post(reverse("broadcasts_desk:story", args=[story.pk]), sent).content.decode()
    assert "나중" in page
    story.refresh_from_db()
    assert (story.state, story.edited_text) == ("held", "먼저")


def test_the_next_episode_is_offered_first_and_drafts_without_a_moment_last_the_latest_of_them_first(
    sign_in, learner, trainer, clock, monkeypatch
):
    monkeypatch.setattr("campaigns.broadcasts.desk.queue.MOST_EPISODES", 3)
    series = build_series()
    for title in ("오래 전에 접은 초안", "묵은 초안", "새 초안"):
        build_episode(series, None, title=title, recording=None)
    build_episode(series, clock.now + timedelta(days=2), title="모레 방송")
    build_episode(series, clock.now + timedelta(days=1), title="내일 방송")
    address = reverse("broadcasts_desk:story", args=[sent_story(learner).pk])
    offered = [str(episode) for episode in sign_in(trainer).get(address).context["form"].fields["episode"].queryset]
    assert offered == ["내일 방송", "모레 방송", "새 초안"]


def test_a_story_goes_back_only_with_a_reply(learner, trainer):
    story = sent_story(learner)
    with pytest.raises(errors.ReplyMissing):
        services.return_story(story=story, text="", by=trainer, at=MARCH_5, seen=10**9, reply=" ")


def test_an_unnamed_sender_is_shown_for_a_reason_that_leaves_a_trace(sign_in, learner, trainer):
    story = sent_story(learner)
    client = sign_in(trainer)
    address = reverse("broadcasts_desk:sender", args=[story.pk])
    assert "김하늘" not in client.get(reverse("broadcasts_desk:story", args=[story.pk])).content.decode()
    for nothing in (" ", "\0"):
        assert client.post(address, {"reason": nothing}).status_code == 302
    assert not AccessRecord.objects.exists()
    assert "김하늘" in client.post(address, {"reason": "위협이 걱정되어\0 확인"}).content.decode()
    assert AccessRecord.objects.get(subjects__person=learner).reason == "위협이 걱정되어 확인"
    assert AccessRecord.objects.get(subjects__person=learner).actor == trainer
    assert story.events.latest("pk").note == "위협이 걱정되어 확인"


def test_old_stories_are_deleted_as_was_promised(learner, settings):
    sent_story(learner)
    settings.STORIES_KEPT_DAYS = 365
    clear_stories(at=MARCH_5 + timedelta(days=365))
    assert Story.objects.count() == 1
    clear_stories(at=MARCH_5 + timedelta(days=366))
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("reader", "name"), [("learner", "broadcasts:list_stories"), ("trainer", "broadcasts_desk:stories")]
)
def test_a_list_asks_the_same_for_one_story_and_for_many(
    reader, name, request, sign_in, learner, trainer, clock, django_assert_max_num_queries
):
    clock.set(MARCH_5)
    series = build_series()
    adopted_story(learner, trainer, build_episode(series, AIRS))
    client, address = sign_in(request.getfixturevalue(reader)), reverse(name)
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    asked = len(one)
    for number in range(1, 12):
        adopted_story(learner, trainer, build_episode(series, AIRS + timedelta(days=number)))
    client.get(address)
    with django_assert_max_num_queries(asked):
        shown = client.get(address).content.decode()
    assert shown.count("끝인사 한 번") >= 12
