"""A whole year from the database: planned day by day, heard, repeated and silent as the public holidays say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse

from campaigns.broadcasts.models import Episode
from campaigns.broadcasts.schedule import Phase, on_air
from campaigns.broadcasts.services import lobby
from campaigns.broadcasts.services.airing import cancel
from campaigns.broadcasts.services.planning import moment_of, next_free_day
from campaigns.broadcasts.timetable import read_timetable
from lms.core.clock import local_day
from lms.core.working_days import is_working_day, next_working_day, previous_working_day
from lms.people.services import address_secret
from tests.builders import build_episode, build_recording, build_series, moment

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
#: Days off of 2026 that fall on weekdays, substitutes among them, as everybody in Korea knows them.
SILENT = [
    *(date(2026, 1, 1), date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 2), date(2026, 5, 5)),
    *(date(2026, 5, 25), date(2026, 8, 17), date(2026, 9, 24), date(2026, 9, 25), date(2026, 10, 5)),
    *(date(2026, 10, 9), date(2026, 12, 25)),
]


@pytest.fixture
def series():
    return build_series()


@pytest.fixture
def planned(series):
    """Episode by day: whoever plans takes the next free day, from New Year's Eve until the next one."""
    recording, found, at = build_recording(), {}, moment(2025, 12, 31, 12)
    day = next_free_day(series, at=at)
    while day is not None and day <= LAST:
        at = moment_of(series, day)
        page = Episode(title=f"{day}", slug=f"{day}", airs_at=at, recording=recording)
        found[day] = series.add_child(instance=page).pk
        day = next_free_day(series, at=at)
    return found


def test_over_a_year_every_working_day_is_heard_and_repeated_and_every_day_off_is_silent(series, planned):
    days = [FIRST + timedelta(days=number) for number in range(365)]
    assert list(planned) == [day for day in days if is_working_day(day)]
    assert not set(SILENT) & set(planned)
    for day in days:
        table = read_timetable(day)
        times = [(8, 49, 59), (8, 50, 0), (8, 51, 39), (8, 51, 40), (17, 30, 0)]
        moments = [
            moment(day.year, day.month, day.day, hour, minute) + timedelta(seconds=second)
            for hour, minute, second in times
        ]
        found = [on_air(table.slots, at=at, later=table.next_starts_at) for at in moments]
        if day not in planned:
            assert [each.phase for each in found] == [Phase.NONE] * 5, day
            coming = next_working_day(day)
            assert found[0].next_starts_at == (moment_of(series, coming) if coming in planned else None), day
            continue
        assert [each.phase for each in found[:4]] == [Phase.BEFORE, Phase.LIVE, Phase.LIVE, Phase.ENDED], day
        assert found[1].episode.pk == planned[day], day
        assert found[1].starts_at == moment_of(series, day)
        again, yesterday = found[4], planned.get(previous_working_day(day))
        assert (again.phase == Phase.LIVE and again.is_rerun) == (yesterday is not None), day
        if yesterday is not None:
            assert again.episode.pk == yesterday, day


def test_a_moment_that_is_changed_a_minute_before_holds_on_every_screen(
    series, learner, trainer, sign_in, client, clock
):
    airs = moment(2026, 3, 5, 8, 50)
    episode = build_episode(series, airs)
    screens = [
        (sign_in(learner), reverse("broadcasts:show_on_air")),
        (client, reverse("broadcasts:show_lobby", args=[address_secret(lobby.open_lobby(by=trainer, at=airs))])),
    ]
    clock.set(airs - timedelta(seconds=61))
    for screen, address in screens:
        assert "08:50에 시작합니다" in screen.get(address).content.decode()
    clock.set(airs - timedelta(seconds=60))
    episode.airs_at = moment(2026, 3, 5, 9, 0)
    episode.save_revision().publish()
    caches["process"].clear()  # a second later
    for at in (clock.now, airs, airs + timedelta(seconds=50)):
        clock.set(at)
        for screen, address in screens:
            shown = screen.get(address).content.decode()
            assert "09:00에 시작합니다" in shown
            assert episode.title not in shown
    clock.set(moment(2026, 3, 5, 9, 0))
    for screen, address in screens:
        assert episode.title in screen.get(address).content.decode()


def test_what_is_taken_off_on_the_air_is_gone_from_every_screen_and_has_no_rerun(
    series, learner, trainer, hr_officer, sign_in, client, clock
):
    airs = moment(2026, 2, 27, 8, 50)
    episode = build_episode(series, airs)
    screens = [
        (sign_in(learner), reverse("broadcasts:show_on_air")),
        (client, reverse("broadcasts:show_lobby", args=[address_secret(lobby.open_lobby(by=trainer, at=airs))])),
    ]
    clock.set(airs + timedelta(seconds=10))
    for screen, address in screens:
        assert episode.title in screen.get(address).content.decode()
    cancel(episode=episode, by=hr_officer, reason="국가 애도 기간이라 쉽니다.", at=clock.now)
    caches["process"].clear()  # a second later
    for screen, address in screens:
        shown = screen.get(address).content.decode()
        assert "국가 애도 기간이라 쉽니다." in shown
        assert episode.title not in shown
    assert sign_in(learner).get(episode.url).status_code == 404
    # The next working day comes after a weekend and a substitute holiday.
    after = next_working_day(local_day(airs) + timedelta(days=1))
    assert (after, read_timetable(after).slots) == (date(2026, 3, 3), ())
