"""The archive of one person: months, search with the second of each hit, what was missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.broadcasts.archive.missed import missed_by
from campaigns.broadcasts.archive.search import hits_in
from campaigns.broadcasts.models import Listening
from lms.core import stamps
from lms.people.choices import EmploymentState
from lms.people.services import set_employment
from lms.recordings.captions import Cue
from lms.recordings.models import Captions
from tests.builders import MARCH_5, build_episode, build_recording, build_series, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
SAID = """WEBVTT

00:00:00.000 --> 00:00:05.000
좋은아침! 친절방송입니다.

00:01:23.400 --> 00:01:30.000
처음 온 민원인을 먼저 바라봐 주세요.
"""


def spoken(title, text=SAID, **fields):
    recording = build_recording(title=title, **fields)
    Captions.objects.create(recording=recording, number=2, file_digest="d" * 64, webvtt=text, made_at=MARCH_5)
    return recording


@pytest.fixture
def series():
    return build_series()


@pytest.fixture
def heard(series):
    return build_episode(series, moment(2026, 3, 4, 8, 50), "먼저 인사하기", recording=spoken("a"))


@pytest.mark.parametrize("words", ["민원", "민원인을", "바라봐", "친절방송"])
def test_a_part_of_a_word_is_found_with_the_second_at_which_it_is_said(words, heard, series, learner, sign_in, clock):
    clock.set(MARCH_5)
    shown = sign_in(learner).get(series.get_parent().url, {"q": words}).content.decode()
    assert "회차 1개" in shown
    assert f'href="{heard.url}?t={0 if words == "친절방송" else 83}"' in shown


def test_what_was_not_broadcast_yet_or_is_no_longer_licensed_is_not_found(heard, series, learner, sign_in, clock):
    build_episode(series, moment(2026, 3, 6, 8, 50), "아직 아닌 것", recording=spoken("b"))
    ended = spoken("c")
    build_episode(series, moment(2026, 3, 3, 8, 50), "끝난 것", recording=ended)
    ended.licensed_until = date(2026, 3, 4)
    ended.save(update_fields=["licensed_until"])
    clock.set(MARCH_5)
    shown = sign_in(learner).get(series.get_parent().url, {"q": "민원"}).content.decode()
    assert "회차 1개" in shown
    assert "아직 아닌 것" not in shown
    assert "끝난 것" not in shown


def test_a_corrected_transcript_is_found_under_its_new_words(heard, series, learner, sign_in, clock):
    Captions.objects.create(
        recording=heard.recording,
        number=3,
        file_digest="d" * 64,
        webvtt=SAID.replace("민원인을", "손님을"),
        made_at=MARCH_5,
    )
    clock.set(MARCH_5)
    client, address = sign_in(learner), series.get_parent().url
    assert "회차 1개" in client.get(address, {"q": "손님"}).content.decode()
    assert "회차 0개" in client.get(address, {"q": "민원인"}).content.decode()


@pytest.mark.parametrize("words", ["뷁", "<b>", "%", "'; --", "\x00", "  ", "가" * 500])
def test_whatever_is_typed_into_the_search_gets_a_page(words, heard, series, learner, sign_in, clock):
    clock.set(MARCH_5)
    response = sign_in(learner).get(series.get_parent().url, {"q": words, "page": "뷁"})
    assert response.status_code == 200
    assert "<b>”" not in response.content.decode()


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("민원", [2, 9]), ("민원 응대", [9]), ("응대 인사", [5, 9]), ("없는 말", []), ("MC", [12])],
)
def test_hits_are_the_lines_that_say_it(words, seconds):
    lines = [(2, "민원인을 봅니다."), (5, "인사합니다."), (9, "민원 응대입니다."), (12, "mc입니다.")]
    cues = [Cue(second * 1000, second * 1000 + 900, text) for second, text in lines]
    assert [hit.seconds for hit in hits_in(cues, words)] == seconds


def test_neither_search_nor_archive_asks_more_for_more_episodes(
    series, heard, learner, sign_in, clock, django_assert_max_num_queries
):
    clock.set(MARCH_5)
    client = sign_in(learner)
    addresses = [series.url, series.get_parent().url, f"{series.get_parent().url}?q=민원"]
    asked = {}
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(100) as few:
            client.get(address, {"page": "1"} if "?" not in address else None)
        asked[address] = len(few)
    for number in range(5):
        build_episode(series, moment(2026, 2, 23 + number, 8, 50), recording=spoken(f"x{number}"))
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(asked[address]):
            client.get(address, {"page": "1"} if "?" not in address else None)


def test_the_episodes_stand_under_their_months_latest_first(series, learner, sign_in, clock):
    for month, title in ((1, "일월의 말"), (2, "이월의 말")):
        build_episode(series, moment(2026, month, 5, 8, 50), title)
    clock.set(MARCH_5)
    shown = sign_in(learner).get(series.url).content.decode()
    assert shown.index("2026년 2월") < shown.index("이월의 말") < shown.index("2026년 1월") < shown.index("일월의 말")


def test_who_was_away_or_did_not_listen_finds_what_was_missed(series, learner, sign_in, clock):
    on_leave, came_back = moment(2026, 3, 3, 8, 50), moment(2026, 3, 4, 8, 50)
    first, second = build_episode(series, on_leave, "휴직 중"), build_episode(series, came_back, "못 들은 것")
    third = build_episode(series, moment(2026, 3, 5, 8, 50), "들은 것")
    long_ago = build_episode(series, moment(2026, 1, 5, 8, 50), "오래전")
    set_employment(person=learner, state=EmploymentState.ON_LEAVE, on=date(2026, 3, 1))
    set_employment(person=learner, state=EmploymentState.EMPLOYED, on=date(2026, 3, 4))
    Listening.objects.create(person=learner, episode=third, way="live", recognised_at=MARCH_5)
    found = missed_by(learner, stamp=stamps.current(stamps.CONTENT), at=moment(2026, 3, 5, 10))
    assert [(each.line.pk, each.was_away) for each in found] == [(second.pk, False), (first.pk, True)]
    assert long_ago.pk not in {each.line.pk for each in found}
    clock.set(moment(2026, 3, 5, 10))
    shown = sign_in(learner).get(series.get_parent().url).content.decode()
    missed = shown[shown.index("놓친 방송") : shown.index("프로그램</h2>")]
    assert missed.index("못 들은 것") < missed.index("휴직 중</a>") < missed.index("휴직·파견 중이던 날")
    assert "들은 것</a>" not in missed.replace("못 들은 것</a>", "")


@pytest.mark.parametrize(
    ("clock_at", "words"),
    [
        ((8, 38), "12분 뒤에 시작합니다"),
        ((8, 49, 50), "1분 뒤에 시작합니다"),
        ((7, 0), "오늘 방송합니다"),
        ((8, 50, 30), "지금 모두 함께 듣고 있습니다"),
        ((8, 55), "09:00부터 다시 듣기"),
    ],
)
def test_the_home_page_says_where_todays_broadcast_is(clock_at, words, series, learner, sign_in, clock):
    build_episode(series, moment(2026, 3, 5, 8, 50), "비밀 제목")
    seconds = clock_at[2] if len(clock_at) > 2 else 0
    clock.set(moment(2026, 3, 5, *clock_at[:2]) + timedelta(seconds=seconds))
    shown = sign_in(learner).get("/").content.decode()
    assert words in shown
    assert ("비밀 제목" in shown) == (clock_at >= (8, 50))


def test_the_home_page_costs_no_statement_more_for_a_broadcast(
    series, learner, sign_in, clock, django_assert_max_num_queries
):
    client = sign_in(learner)
    build_episode(series, moment(2026, 3, 5, 8, 50))
    clock.set(moment(2026, 3, 5, 8, 40))
    client.get("/")
    with django_assert_max_num_queries(100) as counted:
        client.get("/")
    assert not [query for query in counted if "broadcasts_" in query["sql"]]
