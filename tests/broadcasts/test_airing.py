"""On air compares with the clock: pages, lists, files and the search, at the second; taken off in one step."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from wagtail.models import PageLogEntry

from campaigns.broadcasts.archive import files
from campaigns.broadcasts.models import BroadcastSettings, Cancellation, Episode
from campaigns.broadcasts.services.airing import cancel, fitting_replacements, on_air, undo
from campaigns.broadcasts.timetable import last_turn, read_timetable
from lms.core import stamps
from tests.builders import build_episode, build_recording, build_series, moment

AIRS = moment(2026, 3, 5, 8, 50)
BEFORE = AIRS - timedelta(seconds=1)
WHY = "국가 애도 기간이므로 방송을 쉽니다."


@pytest.fixture
def series(db):
    return build_series()


@pytest.fixture
def episode(series):
    return build_episode(series, AIRS)


def text_of(response) -> str:
    return response.content.decode()


def test_an_approved_episode_is_on_the_air_from_its_moment_on(episode):
    assert not Episode.objects.audible(at=AIRS - timedelta(milliseconds=1)).exists()
    assert Episode.objects.audible(at=AIRS).get() == episode
    assert Episode.objects.coming(at=BEFORE).get() == episode


def test_what_is_on_air_is_told_with_the_second(episode):
    found = on_air(at=AIRS + timedelta(seconds=30))
    assert (found.phase, found.episode.pk, found.position_ms) == ("live", episode.pk, 30_000)
    assert found.episode.sound.length_ms == 100_000


def test_what_is_on_air_costs_one_statement_while_nothing_changes(episode, django_assert_num_queries):
    on_air(at=AIRS)
    with django_assert_num_queries(1):
        on_air(at=AIRS + timedelta(seconds=1))


def test_a_moment_that_is_changed_a_minute_before_holds_at_once(episode):
    episode.airs_at = AIRS + timedelta(minutes=10)
    episode.save_revision().publish()
    assert on_air(at=AIRS).phase == "before"
    assert on_air(at=AIRS + timedelta(minutes=10)).phase == "live"


def test_two_series_have_the_day_in_turn(series, episode):
    evening = build_episode(build_series("퇴근길 방송"), moment(2026, 3, 5, 17, 0))
    assert on_air(at=moment(2026, 3, 5, 9)).episode.pk == episode.pk
    assert on_air(at=moment(2026, 3, 5, 16, 30)).episode.pk == evening.pk


def test_nobody_sees_the_page_before_its_moment(episode, learner, sign_in, clock):
    client = sign_in(learner)
    clock.set(BEFORE)
    early = client.get(episode.url)
    assert early.status_code == 404
    assert episode.title not in text_of(early)
    assert "2026. 3. 5.(목) 08:50" in text_of(early)
    clock.set(AIRS)
    assert client.get(episode.url).status_code == 200


def test_a_kept_page_changes_at_the_moment_and_again_when_it_is_taken_off(
    episode, series, learner, hr_officer, sign_in, clock
):
    client, index = sign_in(learner), series.get_parent().url
    for page in (series.url, index):
        clock.set(moment(2026, 3, 5, 9, 0) - timedelta(seconds=1))
        assert f">{episode.title}</a>" not in text_of(client.get(page))
        clock.set(moment(2026, 3, 5, 9, 0))
        assert f">{episode.title}</a>" in text_of(client.get(page))
    cancel(episode=episode, by=hr_officer, reason=WHY, at=clock.now)
    for page in (series.url, index):
        assert f">{episode.title}</a>" not in text_of(client.get(page))
    gone = client.get(episode.url)
    assert (gone.status_code, WHY in text_of(gone)) == (404, True)


def test_a_kept_page_is_kept_between_two_turns_of_the_day(episode):
    stamp = stamps.current(stamps.CONTENT)
    words = {last_turn(stamp, at=AIRS + timedelta(seconds=second)) for second in (0, 1, 99)}
    assert len(words) == 1
    assert words != {last_turn(stamp, at=BEFORE), last_turn(stamp, at=AIRS + timedelta(seconds=100))}


def test_the_replay_waits_until_the_hour_that_the_institution_chose(episode, learner, sign_in, clock):
    client = sign_in(learner)
    clock.set(moment(2026, 3, 5, 8, 55))
    assert "data-player" not in text_of(client.get(episode.url))
    assert "09:00부터 다시 듣기" in text_of(client.get(episode.url))
    clock.set(moment(2026, 3, 5, 9, 0))
    assert "data-player" in text_of(client.get(episode.url))


def test_after_the_last_licensed_day_nothing_is_left_but_the_day(learner, sign_in, clock, series):
    recording = build_recording(licensed_until=date(2026, 3, 6))
    episode = build_episode(series, AIRS, recording=recording)
    client = sign_in(learner)
    clock.set(moment(2026, 3, 6, 23, 59))
    assert client.get(episode.url).status_code == 200
    clock.set(moment(2026, 3, 7, 0, 0))
    gone = client.get(episode.url)
    assert (gone.status_code, "2026. 3. 6.(금)까지" in text_of(gone)) == (404, True)
    assert f">{episode.title}</a>" not in text_of(client.get(series.url))
    assert client.get(reverse("broadcasts:show_episode_file", args=[episode.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["file", "captions", "poster"])
def test_files_leave_only_while_the_episode_may_be_heard(kind, series, learner, trainer, hr_officer, sign_in, clock):
    recording = build_recording(thumbnail="posters/x.jpg")
    recording.file.save("x.m4a", ContentFile(b"sound"))
    episode = build_episode(series, AIRS, recording=recording)
    address = reverse(f"broadcasts:show_episode_{kind}", args=[episode.pk])
    client, maker = sign_in(learner), sign_in(trainer)
    clock.set(BEFORE)
    assert client.get(address).status_code == 404
    assert maker.get(address).status_code in (200, 302)
    clock.set(AIRS)
    opened = client.get(address)
    assert opened.status_code in (200, 302)
    assert opened.headers["Cache-Control"] == "no-store"
    cancel(episode=episode, by=hr_officer, reason=WHY, at=clock.now)
    assert client.get(address).status_code == 404


def test_a_ticket_runs_out_soon_so_that_what_is_taken_off_falls_silent(episode, learner, sign_in, clock):
    episode.recording.file.save("x.m4a", ContentFile(b"sound"))
    client = sign_in(learner)
    clock.set(AIRS)
    ticket = client.get(reverse("broadcasts:show_episode_file", args=[episode.pk])).url
    assert client.get(ticket).status_code == 200
    clock.advance(minutes=11)
    assert client.get(ticket).status_code == 403


@pytest.mark.parametrize("way", ["ourselves", "nginx"])
@pytest.mark.parametrize("from_page", ["archive", "on air"])
def test_who_holds_a_ticket_is_given_nothing_more_once_it_is_taken_off(
    way, from_page, episode, learner, trainer, hr_officer, sign_in, clock, settings
):
    settings.RECORDINGS_ACCEL_PREFIX = "/protected/" if way == "nginx" else ""
    episode.recording.file.save("x.m4a", ContentFile(b"sound"))
    client = sign_in(learner)
    clock.set(AIRS + timedelta(seconds=10))
    if from_page == "on air":
        ticket = client.get(reverse("broadcasts:show_mine")).json()["source"]
    else:
        ticket = client.get(reverse("broadcasts:show_episode_file", args=[episode.pk])).url
    assert client.get(ticket).status_code == 200
    cancel(episode=episode, by=hr_officer, reason=WHY, at=clock.now)
    caches["process"].clear()  # a second later
    refused = client.get(ticket, headers={"Range": "bytes=2-"})
    assert (refused.status_code, "더 이상" in text_of(refused)) == (403, True)
    assert "X-Accel-Redirect" not in refused.headers


def test_a_thousand_pieces_of_a_file_ask_once_whether_it_may_be_heard(episode, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(files, "GATE_SECONDS", 3600)  # however slow the machine is
    with django_assert_num_queries(1):
        assert all(files.may_still_be_heard(episode.pk, AIRS) for _piece in range(1000))


def test_an_editor_hears_a_draft_by_a_ticket_without_a_gate(series, trainer, sign_in, clock):
    episode = build_episode(series, AIRS)
    episode.recording.file.save("x.m4a", ContentFile(b"sound"))
    client = sign_in(trainer)
    clock.set(BEFORE)
    ticket = client.get(reverse("broadcasts:show_episode_file", args=[episode.pk])).url
    assert client.get(ticket).status_code == 200


def test_a_second_person_who_takes_it_off_finds_what_the_first_decided(episode, hr_officer, administrator):
    first, is_new = cancel(episode=episode, by=hr_officer, reason=WHY, at=BEFORE)
    again, is_new_again = cancel(episode=episode, by=administrator, reason="재난", at=BEFORE)
    assert (is_new, is_new_again, again, again.reason) == (True, False, first, WHY)
    assert PageLogEntry.objects.filter(page=episode.pk, action="broadcasts.cancelled").count() == 1


def test_it_is_put_back_only_while_its_moment_is_to_come(episode, hr_officer):
    cancel(episode=episode, by=hr_officer, reason=WHY, at=BEFORE)
    assert undo(episode=episode, by=hr_officer, at=BEFORE)
    assert not undo(episode=episode, by=hr_officer, at=BEFORE)
    assert on_air(at=AIRS).phase == "live"
    cancel(episode=episode, by=hr_officer, reason=WHY, at=AIRS)
    with pytest.raises(ValidationError):
        undo(episode=episode, by=hr_officer, at=AIRS)
    assert (on_air(at=AIRS).phase, on_air(at=AIRS).notice) == ("none", WHY)


def test_another_episode_is_heard_in_its_place_and_stands_in_the_archive(series, episode, hr_officer):
    spare = build_episode(series, None, "비 오는 날의 창구")
    assert not Episode.objects.audible(at=AIRS).filter(pk=spare.pk).exists()
    assert fitting_replacements(episode, at=BEFORE) == [spare]
    cancel(episode=episode, by=hr_officer, reason=WHY, at=BEFORE, replaced_by=spare)
    found = on_air(at=AIRS + timedelta(seconds=5))
    assert (found.episode.pk, found.position_ms, found.notice) == (spare.pk, 5_000, WHY)
    assert Episode.objects.audible(at=AIRS).get() == spare
    assert not Episode.objects.audible(at=BEFORE).exists()


def test_what_is_still_to_come_cannot_be_put_in_the_place_of_another(series, episode, hr_officer):
    tomorrow = build_episode(series, moment(2026, 3, 6, 8, 50))
    with pytest.raises(ValidationError):
        cancel(episode=episode, by=hr_officer, reason=WHY, at=BEFORE, replaced_by=tomorrow)


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_taken_off_without_a_reason(reason, episode, hr_officer):
    with pytest.raises(ValidationError):
        cancel(episode=episode, by=hr_officer, reason=reason, at=BEFORE)


def test_what_has_gone_by_is_not_taken_off_any_more(episode, hr_officer):
    with pytest.raises(ValidationError):
        cancel(episode=episode, by=hr_officer, reason=WHY, at=moment(2026, 3, 6, 0, 0))


def test_an_episode_is_repeated_on_the_next_working_day(series):
    friday = build_episode(series, moment(2026, 2, 27, 8, 50))
    # 2026. 3. 2. is a substitute holiday.
    assert read_timetable(date(2026, 3, 2)).slots == ()
    (again,) = read_timetable(date(2026, 3, 3)).slots
    assert (again.episode.pk, again.is_rerun, again.starts_at) == (friday.pk, True, moment(2026, 3, 3, 17, 30))
    assert on_air(at=moment(2026, 3, 3, 17, 31)).is_rerun


def test_a_day_on_which_one_is_taken_off_has_no_rerun_and_an_institution_may_have_none(series, episode, hr_officer):
    build_episode(series, moment(2026, 3, 4, 8, 50))
    assert len(read_timetable(date(2026, 3, 5)).slots) == 2
    cancel(episode=episode, by=hr_officer, reason=WHY, at=BEFORE)
    assert [slot.episode for slot in read_timetable(date(2026, 3, 5)).slots] == [None]
    undo(episode=episode, by=hr_officer, at=BEFORE)
    BroadcastSettings.objects.create(has_reruns=False)
    assert len(read_timetable(date(2026, 3, 5)).slots) == 1


def test_an_episode_whose_recording_was_withdrawn_is_not_on_the_air(episode):
    episode.recording.published_at = None
    episode.recording.save(update_fields=["published_at"])
    assert on_air(at=AIRS).phase == "none"
    assert not Episode.objects.audible(at=AIRS).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_off_at_once_leave_one_decision(hr_officer, administrator):
    episode = build_episode(build_series(), AIRS)
    start, results = Barrier(2), []

    def act(person):
        try:
            start.wait()
            results.append(cancel(episode=episode, by=person, reason=person.name, at=BEFORE)[1])
        finally:
            connection.close()

    threads = [Thread(target=act, args=[person]) for person in (hr_officer, administrator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]
    assert Cancellation.objects.count() == 1
