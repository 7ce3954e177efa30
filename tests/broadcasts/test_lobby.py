"""로비 화면: a screen where nobody signs in, under an address that can be taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse

from campaigns.broadcasts.models import EpisodePlay, Listening
from campaigns.broadcasts.on_air import page
from campaigns.broadcasts.services import lobby
from campaigns.broadcasts.services.airing import cancel
from lms.people.models import RevocableAddress
from lms.people.services import address_secret, open_address
from tests.builders import MARCH_5, build_episode, build_recording, build_series, moment

pytestmark = pytest.mark.django_db
AIRS = moment(2026, 3, 5, 8, 50)
LENGTH = 100


def after(seconds):
    return AIRS + timedelta(seconds=seconds)


@pytest.fixture
def episode():
    recording = build_recording(title="끝인사")
    recording.file.save("x.m4a", ContentFile(b"sound of the morning"))
    return build_episode(build_series(), AIRS, recording=recording)


@pytest.fixture
def address(trainer):
    return reverse("broadcasts:show_lobby", args=[address_secret(lobby.open_lobby(by=trainer, at=MARCH_5))])


def text_of(answer):
    return answer.content.decode()


def test_the_screen_counts_down_then_shows_what_is_said_then_what_comes_next(client, episode, address, clock):
    build_episode(episode.series, moment(2026, 3, 6, 8, 50), "내일의 제목")
    clock.set(after(-30))
    before = text_of(client.get(address))
    assert ("08:50에 시작합니다" in before, episode.title in before) == (True, False)
    clock.set(after(10))
    live = text_of(client.get(address))
    assert episode.title in live
    assert "안녕하십니까." in live
    assert f'data-starts="{int(AIRS.timestamp() * 1000)}"' in live
    clock.set(after(LENGTH))
    over = text_of(client.get(address))
    for words in ("방송이 끝났습니다", "09:00부터 다시 듣기", "다음 방송 2026. 3. 6.(금) 08:50"):
        assert words in over
    assert "내일의 제목" not in over


def test_the_screen_needs_nobody_and_is_the_same_bytes_for_everybody(
    client, episode, address, learner, trainer, sign_in, clock
):
    clock.set(after(10))
    anonymous = client.get(address)
    assert anonymous.content == sign_in(learner).get(address).content
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})
    assert client.get(address).content == anonymous.content
    assert "김하늘" not in text_of(anonymous)
    assert not anonymous.cookies
    renewed = address_secret(lobby.renew_lobby(by=trainer, at=clock.now))
    assert client.get(reverse("broadcasts:show_lobby", args=[renewed])).content == anonymous.content
    assert anonymous.headers["X-Robots-Tag"] == "noindex"


def test_asking_again_costs_one_query_and_brings_nothing_but_the_clock(
    client, episode, address, clock, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(page, "STAMP_SECONDS", 3600)  # however slow the machine is
    clock.set(after(10))
    first = client.get(address)
    clock.set(after(20))
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert int(again["X-Now"]) == int(after(20).timestamp() * 1000)


def test_the_screen_costs_the_same_for_one_episode_and_for_many(
    client, episode, address, clock, django_assert_max_num_queries
):
    for day in range(9, 14):
        build_episode(episode.series, moment(2026, 3, day, 8, 50), f"회차 {day}")
    clock.set(after(10))
    with django_assert_max_num_queries(14):
        client.get(address)


def test_what_is_taken_off_is_told_kindly_and_falls_silent(client, episode, address, administrator, clock):
    sound = f"{address}{episode.pk}/sound/"
    clock.set(after(10))
    assert client.get(sound).content == b"sound of the morning"
    cancel(episode=episode, by=administrator, reason="국가 애도 기간이라 방송을 쉽니다.", at=after(11))
    assert client.get(sound).status_code == 404
    clock.set(after(13))
    shown = text_of(client.get(address))
    assert "오늘은 방송이 없습니다" in shown
    assert "국가 애도 기간이라 방송을 쉽니다." in shown
    assert episode.title not in shown


@pytest.mark.parametrize(("seconds", "status"), [(-1, 404), (0, 200), (LENGTH - 1, 200), (LENGTH, 404)])
def test_the_sound_leaves_only_while_it_is_on_the_air_and_nobody_has_listened(
    client, episode, address, clock, seconds, status
):
    clock.set(after(seconds))
    assert client.get(f"{address}{episode.pk}/sound/").status_code == status
    assert client.get(f"{address}{episode.pk + 1}/sound/").status_code == 404
    assert not Listening.objects.exists()
    assert not EpisodePlay.objects.exists()


def test_a_piece_of_the_sound_is_sent_where_the_screen_joins(client, episode, address, clock):
    clock.set(after(10))
    piece = client.get(f"{address}{episode.pk}/sound/", headers={"Range": "bytes=6-"})
    assert (piece.status_code, piece.content) == (206, b"of the morning")


@pytest.mark.parametrize("way", ["revoked", "never was"])
def test_an_address_that_is_closed_says_so_and_nothing_of_the_broadcast(client, episode, address, trainer, clock, way):
    clock.set(after(10))
    if way == "revoked":
        lobby.revoke_lobby(by=trainer, at=clock.now)
    else:
        address = reverse("broadcasts:show_lobby", args=["뷁" * 26])
    closed = client.get(address)
    assert closed.status_code == 404
    assert "닫힌 화면입니다" in text_of(closed)
    assert episode.title not in text_of(closed)
    assert client.get(f"{address}{episode.pk}/sound/").status_code == 404


def test_an_address_of_another_kind_opens_no_screen(client, episode, trainer, clock):
    board = address_secret(open_address(person=None, kind="rally_board", by=trainer, at=MARCH_5))
    assert client.get(reverse("broadcasts:show_lobby", args=[board])).status_code == 404


def test_who_plans_opens_renews_and_revokes_the_address(client, trainer, sign_in, clock):
    clock.set(MARCH_5)
    staff, screen = sign_in(trainer), reverse("broadcasts_staff:lobby")
    change = reverse("broadcasts_staff:change_lobby")
    assert "아직 로비 화면 주소가 없습니다" in text_of(staff.get(screen))
    for _twice in range(2):
        staff.post(change, {"do": "open"})
    first = address_secret(lobby.lobby_address())
    assert f"http://testserver/broadcasts/lobby/{first}/" in text_of(staff.get(screen))
    assert trainer.name in text_of(staff.get(screen))
    staff.post(change, {"do": "renew"})
    second = address_secret(lobby.lobby_address())
    assert first != second
    statuses = [client.get(reverse("broadcasts:show_lobby", args=[each])).status_code for each in (first, second)]
    assert statuses == [404, 200]
    staff.post(change, {"do": "뷁"})
    for _twice in range(2):
        staff.post(change, {"do": "revoke"})
    assert lobby.lobby_address() is None
    assert list(RevocableAddress.objects.values_list("made_by", "revoked_by")) == [(trainer.pk, trainer.pk)] * 2


@pytest.mark.parametrize("role", ["learner", "manager"])
def test_nobody_else_finds_the_address(role, request, trainer, sign_in):
    opened = lobby.open_lobby(by=trainer, at=MARCH_5)
    other = sign_in(request.getfixturevalue(role))
    shown = other.get(reverse("broadcasts_staff:lobby"))
    assert address_secret(opened) not in text_of(shown)
    other.post(reverse("broadcasts_staff:change_lobby"), {"do": "revoke"})
    assert lobby.lobby_address() == opened


def test_looking_changes_nothing(trainer, sign_in):
    lobby.open_lobby(by=trainer, at=MARCH_5)
    assert sign_in(trainer).get(reverse("broadcasts_staff:change_lobby"), {"do": "revoke"}).status_code == 405
    assert lobby.lobby_address() is not None
