"""On air compares with the clock: pages, lists, files and the search, at the second."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from campaigns.broadcasts.models import Episode
from campaigns.broadcasts.services.airing import cancel, on_air
from tests.builders import build_episode, build_recording, build_series, moment

pytestmark = pytest.mark.django_db
AIRS = moment(2026, 3, 5, 8, 50)


@pytest.fixture
def series(db):
    return build_series()


@pytest.fixture
def episode(series):
    return build_episode(series, AIRS)


def test_an_approved_episode_is_on_the_air_from_its_moment_on(episode):
    assert not Episode.objects.audible(at=AIRS - timedelta(milliseconds=1)).exists()
    assert Episode.objects.audible(at=AIRS).get() == episode
    assert Episode.objects.coming(at=AIRS - timedelta(seconds=1)).get() == episode


def test_what_is_on_air_is_told_with_the_second(episode):
    found = on_air(at=AIRS + timedelta(seconds=30))
    assert (found.phase, found.episode, found.position_ms) == ("live", episode, 30_000)
    assert found.episode.recording.duration_ms == 100_000


def test_nobody_sees_the_page_before_its_moment(episode, learner, sign_in, clock):
    client = sign_in(learner)
    clock.set(AIRS - timedelta(seconds=1))
    early = client.get(episode.url)
    assert early.status_code == 404
    assert episode.title not in early.content.decode()
    assert "2026. 3. 5.(목)" in early.content.decode()
    clock.set(AIRS)
    assert client.get(episode.url).status_code == 200


def test_a_kept_page_of_the_series_changes_at_the_moment_and_again_when_it_is_taken_off(
    episode, series, learner, hr_officer, sign_in, clock
):
    client = sign_in(learner)
    clock.set(moment(2026, 3, 5, 9, 0) - timedelta(seconds=1))
    assert episode.title not in client.get(series.url).content.decode()
    clock.set(moment(2026, 3, 5, 9, 0))
    assert episode.title in client.get(series.url).content.decode()
    cancel(episode=episode, by=hr_officer, reason="국가 애도 기간입니다.", at=clock.now)
    assert episode.title not in client.get(series.url).content.decode()
    gone = client.get(episode.url)
    assert (gone.status_code, "국가 애도 기간입니다." in gone.content.decode()) == (404, True)
