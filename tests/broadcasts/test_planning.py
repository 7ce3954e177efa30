"""The plan: the next free day, the template of a weekday, days that lack an episode, public holidays by name."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from campaigns.broadcasts.models import Episode
from campaigns.broadcasts.services.planning import Standing, next_free_day, planned_between, prepare
from lms.core.working_days import holiday_name
from tests.broadcasts.templates import WEEKDAYS
from tests.builders import MARCH_5, build_episode, build_series, moment

MARCH = "/admin/broadcasts/plan/2026/3/"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 2), "삼일절 대체공휴일"),
        (date(2026, 5, 5), "어린이날"),
        (date(2026, 10, 5), "개천절 대체공휴일"),
        (date(2026, 3, 5), ""),
        (date(2026, 3, 7), ""),
    ],
)
def test_a_public_holiday_has_its_name(day, name):
    assert holiday_name(day) == name


def test_a_holiday_is_named_in_the_language_of_the_page_and_a_day_of_the_institution_too(settings):
    settings.EXTRA_HOLIDAYS = frozenset({date(2026, 3, 5)})
    assert holiday_name(date(2026, 3, 5)) == "기관이 정한 쉬는 날"
    with translation.override("en"):
        assert holiday_name(date(2026, 5, 5)) == "Children's Day"


@pytest.mark.django_db
def test_a_new_episode_begins_with_the_next_free_day_and_the_template_of_its_weekday():
    series = build_series(weekdays=WEEKDAYS)
    build_episode(series, moment(2026, 3, 6, 8, 50))
    episode = Episode()
    prepare(episode, series=series, day=None, at=MARCH_5)
    # Thursday 08:50 has passed at nine, Friday is taken, then comes the weekend.
    assert (episode.airs_at, episode.theme) == (moment(2026, 3, 9, 8, 50), "고객만족")
    assert [block.value["planned_seconds"] for block in episode.segments] == [20, 60, 90, 45, 25]


@pytest.mark.django_db
def test_days_off_with_their_substitutes_and_other_weekdays_are_passed_over():
    mondays = build_series(weekdays=WEEKDAYS[:1])
    # 2026. 3. 2. is the substitute of 3. 1.
    assert next_free_day(mondays, at=moment(2026, 2, 27)) == date(2026, 3, 9)
    assert next_free_day(build_series(), at=moment(2026, 9, 23)) == date(2026, 9, 28)


@pytest.mark.django_db
def test_a_day_that_was_asked_for_is_taken_unless_it_has_passed():
    series = build_series(weekdays=WEEKDAYS)
    asked, passed = Episode(), Episode()
    prepare(asked, series=series, day=date(2026, 3, 11), at=MARCH_5)
    prepare(passed, series=series, day=date(2026, 3, 4), at=MARCH_5)
    assert (asked.airs_at, asked.theme) == (moment(2026, 3, 11, 8, 50), "건강")
    assert passed.airs_at == moment(2026, 3, 6, 8, 50)


@pytest.mark.django_db
def test_the_plan_shows_a_draft_at_the_moment_of_its_latest_draft():
    series = build_series()
    draft = build_episode(series, moment(2026, 3, 10, 8, 50), "초안", recording=None)
    draft.airs_at = moment(2026, 3, 11, 8, 50)
    draft.save_revision()
    found = planned_between(date(2026, 3, 1), date(2026, 3, 31), at=MARCH_5)
    assert [(each.airs_at, each.standing) for each in found] == [(moment(2026, 3, 11, 8, 50), Standing.DRAFT)]
    # The day it was moved away from is free again, the new one is held.
    assert not Episode.objects.filter(airs_at=moment(2026, 3, 10, 8, 50)).exists()
    assert Episode.objects.filter(airs_at=moment(2026, 3, 11, 8, 50)).exists()


@pytest.mark.django_db
def test_a_month_shows_what_is_approved_what_is_missing_and_why_a_day_is_off(clock, trainer, sign_in):
    series = build_series(weekdays=WEEKDAYS)
    build_episode(series, moment(2026, 3, 6, 8, 50), "끝인사")
    clock.set(MARCH_5)
    shown = sign_in(trainer).get(MARCH).content.decode()
    assert "끝인사" in shown
    assert "승인됨" in shown
    assert "삼일절 대체공휴일" in shown
    assert f"/admin/pages/add/broadcasts/episode/{series.pk}/?day=2026-03-09" in shown
    assert "?day=2026-03-07" not in shown
    year = sign_in(trainer).get("/admin/broadcasts/plan/2026/").content.decode()
    assert "어린이날" in year


@pytest.mark.django_db
@pytest.mark.parametrize("path", [MARCH, "/admin/broadcasts/plan/2026/"])
def test_the_plan_asks_the_same_however_many_episodes_there_are(
    path, clock, trainer, sign_in, django_assert_max_num_queries
):
    series, client = build_series(weekdays=WEEKDAYS), sign_in(trainer)
    clock.set(MARCH_5)
    build_episode(series, moment(2026, 3, 6, 8, 50), recording=None)
    client.get(path)
    with django_assert_max_num_queries(100) as few:
        client.get(path)
    asked = len(few)
    for day in range(9, 14):
        build_episode(series, moment(2026, 3, day, 8, 50), recording=None)
    client.get(path)
    with django_assert_max_num_queries(asked):
        client.get(path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/admin/broadcasts/plan/{month}/" for month in ("2026/13", "1", "9999/1")])
def test_a_month_that_does_not_exist_is_not_found(path, trainer, sign_in):
    assert sign_in(trainer).get(path).status_code == 404
