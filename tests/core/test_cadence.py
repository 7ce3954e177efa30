"""When a periodic job is due: rules as tables, in Korean time, whatever the clock does."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import translation

from lms.core.registry import register_job
from lms.core.scheduling.cadence import Daily, Every, after_failure, believable
from tests.cast import SEOUL

HALF_PAST_EIGHT = Daily(time(8, 30))
WORKING_DAYS = Daily(time(8, 30), on_working_days=True)


def seoul(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("cadence", "moment", "due"),
    [
        (Every(10), seoul(3, 5, 8, 3), seoul(3, 5, 8, 13)),
        (HALF_PAST_EIGHT, seoul(3, 5, 8, 29), seoul(3, 5, 8, 30)),
        (HALF_PAST_EIGHT, seoul(3, 5, 8, 30), seoul(3, 6, 8, 30)),
        (HALF_PAST_EIGHT, seoul(3, 6, 23, 59), seoul(3, 7, 8, 30)),
        (WORKING_DAYS, seoul(3, 6, 8, 30), seoul(3, 9, 8, 30)),  # 금요일 → 월요일
        (WORKING_DAYS, seoul(2, 13, 9), seoul(2, 19, 8, 30)),  # 설 연휴를 지나
        (WORKING_DAYS, seoul(2, 28, 9), seoul(3, 3, 8, 30)),  # 삼일절 대체공휴일을 지나
    ],
)
def test_the_next_due_moment_of(cadence, moment, due):
    assert cadence.next_after(moment) == due


@pytest.mark.parametrize(("month", "day"), [(3, 28), (3, 29), (7, 1), (10, 24), (10, 25), (11, 1)])
def test_korea_keeps_no_summer_time_so_the_hour_never_moves(month, day):
    due = HALF_PAST_EIGHT.next_after(seoul(month, day))
    assert (due.astimezone(SEOUL).time(), due.utcoffset()) == (time(8, 30), timedelta(hours=9))


def test_what_was_missed_for_a_week_is_due_once_and_then_as_ever():
    started_late = seoul(3, 12, 14, 7)
    assert HALF_PAST_EIGHT.next_after(started_late) == seoul(3, 13, 8, 30)
    assert Every(10).next_after(started_late) == seoul(3, 12, 14, 17)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (40, 60)])
def test_pauses_between_tries_grow(failures, minutes):
    at = seoul(3, 5, 9)
    assert after_failure(HALF_PAST_EIGHT, at=at, failures=failures) == at + timedelta(minutes=minutes)


def test_a_pause_never_outlasts_the_cadence():
    at = seoul(3, 5, 8, 20)
    assert after_failure(HALF_PAST_EIGHT, at=at, failures=4) == seoul(3, 5, 8, 30)
    assert after_failure(Every(3), at=at, failures=2) == at + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("cadence", "due", "now", "believed"),
    [
        # as it should be
        (Every(10), seoul(3, 5, 9, 10), seoul(3, 5, 9, 1), seoul(3, 5, 9, 10)),
        (HALF_PAST_EIGHT, seoul(3, 6, 8, 30), seoul(3, 5, 9), seoul(3, 6, 8, 30)),
        # a time server took two seconds back: the same morning is not run twice
        (HALF_PAST_EIGHT, seoul(3, 6, 8, 30), seoul(3, 5, 8, 29), seoul(3, 6, 8, 30)),
        # the clock had been a day, or a year, ahead
        (Every(10), seoul(3, 6, 9, 10), seoul(3, 5, 9), seoul(3, 5, 9, 10)),
        (HALF_PAST_EIGHT, seoul(3, 6, 8, 30, year=2027), seoul(3, 5, 7), seoul(3, 5, 8, 30)),
    ],
)
def test_a_due_moment_that_only_a_wrong_clock_could_have_set_is_not_believed(cadence, due, now, believed):
    assert believable(due, cadence, at=now) == believed


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (Every(1), "1분마다"),
        (Every(60), "1시간마다"),
        (Every(120), "2시간마다"),
        (HALF_PAST_EIGHT, "매일 08:30"),
        (WORKING_DAYS, "근무일 08:30"),
    ],
)
def test_a_cadence_in_korean(cadence, words):
    with translation.override("ko"):
        assert cadence.words() == words


@pytest.mark.parametrize("cadence", [{}, {"every_minutes": 5, "daily_at": time(8, 30)}])
def test_a_job_has_exactly_one_cadence(cadence):
    with pytest.raises(ValueError, match="either"):
        register_job("unclear", lambda at: "", title="unclear", **cadence)
