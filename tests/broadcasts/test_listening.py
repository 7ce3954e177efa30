"""What was heard is counted by the server's clock, once, and only where it was really heard."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.urls import reverse

from campaigns.broadcasts.models import BroadcastSettings, EpisodePlay, Listening, PulseAnswer
from campaigns.broadcasts.schedule import OnAir, Phase
from campaigns.broadcasts.services.airing import cancel
from campaigns.broadcasts.services.listening import (
    keep_listening,
    recognise_together,
    recognised_listening,
    start_play,
    way_of,
)
from lms.core import rotating
from tests.builders import build_episode, build_series, moment
from tests.people.test_personnel import in_threads

pytestmark = pytest.mark.django_db
AIRS = moment(2026, 3, 5, 8, 50)
LENGTH = 100
HEARD = [[0, LENGTH * 1000]]


@pytest.fixture
def episode():
    return build_episode(
        build_series(),
        AIRS,
        pulse=[{"type": "pulse", "value": {"question": "오늘 해 보시겠습니까?", "choices": ["네", "다음에"]}}],
    )


def after(seconds):
    return AIRS + timedelta(seconds=seconds)


def token(person, episode, way="live", at=AIRS):
    return start_play(person_id=person.pk, episode_id=episode.pk, recording_id=episode.recording_id, way=way, at=at)


def report(person, word, spans, at):
    return keep_listening(person=person, reports=[{"token": word, "spans": spans, "place": 1}], at=at)


@pytest.mark.parametrize(
    ("phase", "seconds", "text", "way"),
    [
        (Phase.BEFORE, -30, False, "live"),
        (Phase.LIVE, 0, False, "live"),
        (Phase.LIVE, 60, False, "live"),
        (Phase.LIVE, 61, False, "late"),
        (Phase.ENDED, 200, False, "replay"),
        (Phase.LIVE, 5, True, "transcript"),
    ],
)
def test_how_a_play_is_counted_is_the_servers_to_say(phase, seconds, text, way):
    found = OnAir(phase, starts_at=AIRS, ends_at=after(LENGTH))
    assert way_of(found, follows_text=text, at=after(seconds)) == way


@pytest.mark.parametrize("way", ["live", "late", "replay", "transcript"])
def test_nine_tenths_are_recognised_once_whatever_the_way(learner, episode, way):
    word = token(learner, episode, way)
    report(learner, word, [[0, 60_000]], after(60))
    assert not Listening.objects.exists()
    report(learner, word, [[0, 91_000]], after(91))
    report(learner, word, HEARD, after(LENGTH))
    row = Listening.objects.get()
    assert (row.way, row.unit, row.asked_percent) == (way, learner.memberships.get().unit, 90)
    assert recognised_listening(person_id=learner.pk, first=AIRS.date(), last=AIRS.date()) == [row]


def test_skipping_and_fast_clocks_earn_nothing(learner, episode):
    report(learner, token(learner, episode), HEARD, after(3))
    assert EpisodePlay.objects.get().spans == HEARD
    assert not Listening.objects.exists()


def test_the_institution_may_ask_for_less(learner, episode):
    settings = BroadcastSettings.current()
    settings.listened_percent = 50
    settings.save()
    report(learner, token(learner, episode), [[0, 55_000]], after(55))
    assert Listening.objects.get().asked_percent == 50


@pytest.mark.parametrize("case", ["other person", "nonsense", "a year", "backwards", "gone"])
def test_reports_that_cannot_be_true_are_told_and_kept_nowhere(learner, colleague, episode, case):
    word, spans = token(learner, episode), HEARD
    if case == "other person":
        word = token(colleague, episode)
    elif case == "nonsense":
        word = "x"
    elif case == "a year":
        spans = [[0, 365 * 24 * 3600 * 1000]]
    elif case == "backwards":
        spans = [[5_000, 1_000]]
    else:
        word = signing.dumps(
            [uuid4().hex, f"{learner.pk}:999999:live", 1, int(AIRS.timestamp() * 1000)], salt="recordings.play"
        )
    touched, refused = report(learner, word, spans, after(LENGTH))
    assert (touched, len(refused)) == ([], 1)
    assert not EpisodePlay.objects.exists()


def test_ten_thousand_plays_of_one_person_are_not_kept(learner, colleague, episode, monkeypatch):
    monkeypatch.setattr("lms.recordings.services.playing.MOST_PLAYS", 3)
    at = after(10)

    def send(tokens, person=learner, end=1_000):
        sent = [{"token": each, "spans": [[0, end]], "place": 1} for each in tokens]
        touched, refused = keep_listening(person=person, reports=sent, at=at)
        return [heard.episode_id for heard in touched], refused

    tokens = [token(learner, episode) for _number in range(10_000)]
    assert send(tokens[:2]) == ([episode.pk], [])
    touched, refused = send(tokens[2:])
    assert (touched, len(refused)) == ([episode.pk], 9_997)
    assert EpisodePlay.objects.count() == 3
    assert send(tokens[:3], end=9_000) == ([episode.pk], []), "what is known goes on"
    assert send([token(colleague, episode)], colleague)[1] == [], "nobody else is kept out"


def test_a_flood_of_reports_is_slowed_down(learner, episode, sign_in, monkeypatch):
    monkeypatch.setattr("campaigns.broadcasts.on_air.views.REPORTS_IN_TEN_MINUTES", 2)
    client, address = sign_in(learner), reverse("broadcasts:keep_listening")
    assert [client.post(address, {"reports": "[]"}).status_code for _ in range(4)] == [200, 200, 429, 429]


def test_many_reports_cost_few_statements(learner, episode, django_assert_max_num_queries):
    for count in (1, 40):
        sent = [{"token": token(learner, episode), "spans": [[0, 1_000]], "place": 1} for _number in range(count)]
        # Making the rows and going over them, and going over them alone; with the savepoints of a test.
        for most in (11, 7):
            with django_assert_max_num_queries(most):
                keep_listening(person=learner, reports=sent, at=after(5))


@pytest.mark.django_db(transaction=True)
def test_reports_that_reach_it_at_once_are_one_listening(learner, episode):
    words = [token(learner, episode) for _number in range(8)]
    results = in_threads(lambda word: report(learner, word, HEARD, after(LENGTH)), words)
    assert not [each for each in results if isinstance(each, Exception)]
    assert Listening.objects.count() == 1


def test_the_page_is_the_same_bytes_for_everybody_and_new_at_the_moment(
    learner, outsider, episode, sign_in, clock, django_assert_max_num_queries
):
    address = reverse("broadcasts:show_on_air")
    clock.set(after(-30))
    before = sign_in(learner).get(address)
    assert episode.title not in before.content.decode()
    clock.set(after(1))
    first, second = sign_in(learner), sign_in(outsider)
    live = first.get(address)
    assert episode.title in live.content.decode()
    assert live.content == second.get(address).content
    assert "김하늘" not in live.content.decode()
    with django_assert_max_num_queries(1) as asked:
        assert second.get(address, headers={"If-None-Match": live["ETag"]}).status_code == 304
    # The session at most, which lives in the database only where no cache is shared.
    assert not any("people_person" in query["sql"] for query in asked.captured_queries)


def test_a_visitor_is_sent_to_sign_in(client, episode):
    assert client.get(reverse("broadcasts:show_on_air")).url.startswith("/accounts/login/")


def test_ones_own_answer_tells_the_second_and_opens_the_file_only_on_the_air(learner, episode, sign_in, clock):
    client, address = sign_in(learner), reverse("broadcasts:show_mine")
    clock.set(after(-30))
    before = client.get(address).json()
    assert (before["phase"], before["starts"], "source" in before) == ("before", int(AIRS.timestamp() * 1000), False)
    clock.set(after(10))
    live = client.get(address, {"me": ""}).json()
    assert live["now"] - live["starts"] == 10_000
    assert "김하늘" in live["me"]
    assert live["source"]


def test_what_is_taken_off_while_on_the_air_is_told_at_once(learner, administrator, episode, sign_in, clock):
    client = sign_in(learner)
    clock.set(after(10))
    assert client.get(reverse("broadcasts:show_mine")).json()["phase"] == "live"
    cancel(episode=episode, by=administrator, reason="국가 애도 기간입니다.", at=after(20))
    clock.set(after(21))
    assert client.get(reverse("broadcasts:show_mine")).json()["phase"] == "none"


def test_one_answer_a_person_and_small_counts_stay_hidden(learner, episode, sign_in, clock):
    client, address = sign_in(learner), reverse("broadcasts:answer_pulse")
    clock.set(after(LENGTH + 1))
    missing = client.post(address, {"episode": episode.pk})
    assert "하나를 골라 주세요" in missing.content.decode()
    first = client.post(address, {"episode": episode.pk, "choice": "1"})
    client.post(address, {"episode": episode.pk, "choice": "0"})
    assert "5명 미만" in first.content.decode()
    answer = PulseAnswer.objects.get()
    assert (answer.choice, answer.choice_text, answer.question) == (1, "다음에", "오늘 해 보시겠습니까?")
    assert client.post(address, {"episode": episode.pk, "choice": "7"}).status_code == 404


@pytest.mark.parametrize("number", ["²", "٣", "-1", "x", "9" * 20, "9" * 5000])
def test_an_answer_with_numbers_that_no_page_sends_is_none(learner, episode, sign_in, clock, number):
    client, address = sign_in(learner), reverse("broadcasts:answer_pulse")
    clock.set(after(LENGTH + 1))
    assert client.post(address, {"episode": number, "choice": "1"}).status_code == 404
    asked_again = client.post(address, {"episode": episode.pk, "choice": number})
    assert "하나를 골라 주세요" in asked_again.content.decode()
    assert not PulseAnswer.objects.exists()


def test_a_listener_reads_their_own_listening_and_nobody_elses(learner, colleague, episode, sign_in):
    recognise_together(person=learner, episode_id=episode.pk, at=after(20))
    address = reverse("broadcasts:list_own")
    mine, others = (sign_in(person).get(address).content.decode() for person in (learner, colleague))
    assert episode.title in mine
    assert "함께 들은 사람 확인" in mine
    assert episode.title not in others
    assert "방송 첫 화면으로" in others
    assert "방송 첫 화면으로" not in mine


def code(episode, at):
    return rotating.code_at(f"roll-call:{episode.pk}", at, key=rotating.key_for("roll-call"))


def test_whoever_types_the_code_of_the_room_is_credited_once(learner, episode, sign_in, clock):
    client = sign_in(learner)
    clock.set(after(20))
    wrong = client.post(reverse("broadcasts:enter_roll_call"), {"code": "222222"})
    assert "222222" in wrong.content.decode()
    confirm = client.post(reverse("broadcasts:enter_roll_call"), {"code": code(episode, after(20)).lower()}).url
    assert not Listening.objects.exists()
    assert client.get(confirm).status_code == 200
    for _twice in range(2):
        client.post(confirm)
    assert Listening.objects.get().way == "roll_call"


def test_a_scanned_code_survives_signing_in(client, episode, clock):
    clock.set(after(20))
    word = rotating.scan_word_at(f"roll-call:{episode.pk}", after(20), key=rotating.key_for("roll-call"))
    claimed = client.get(reverse("broadcasts:scan_roll_call", args=[word]))
    assert claimed.url.startswith("/broadcasts/roll-call/here/")
    assert claimed.url in client.get(claimed.url).url.replace("%3A", ":").replace("%2F", "/")


@pytest.mark.parametrize(("seconds", "is_open"), [(-5, False), (20, True), (500, True), (601, False)])
def test_a_roll_call_is_open_while_it_is_on_the_air_and_until_it_can_be_replayed(
    learner, episode, sign_in, clock, seconds, is_open
):
    clock.set(after(seconds))
    shown = sign_in(learner).get(reverse("broadcasts:show_roll_call"))
    assert ("roll_call__code" in shown.content.decode()) is is_open


def test_a_rehearsal_is_heard_alone_before_the_moment_and_counts_nothing(
    learner, administrator, episode, sign_in, clock
):
    address = reverse("broadcasts:rehearse", args=[episode.pk])
    clock.set(after(-3600))
    assert sign_in(learner).get(address).status_code == 404
    editor = sign_in(administrator)
    opened = editor.get(address).url
    assert episode.title not in editor.get(opened).content.decode().split("</title>")[1]
    clock.set(after(-3580))
    assert "시험 방송" in editor.get(opened).content.decode()
    told = editor.get(reverse("broadcasts:rehearse_mine", args=[episode.pk]) + "?" + opened.split("?")[1]).json()
    assert (told["phase"], told["now"] - told["starts"], told["token"]) == ("live", 10_000, "")
    assert told["source"]
    assert sign_in(learner).get(reverse("broadcasts:show_mine")).json()["phase"] == "before"
