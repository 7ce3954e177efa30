"""What is on air at a moment, from slots alone: as tables, and over a year of dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.broadcasts.schedule import LEAD, OnAir, Phase, Slot, on_air, turns
from lms.core.working_days import holiday_name, is_working_day, next_working_day
from tests.builders import moment

MINUTES_4 = 240_000
MORNING = Slot(moment(2026, 3, 5, 8, 50), MINUTES_4, "morning")
EVENING = Slot(moment(2026, 3, 5, 17, 50), MINUTES_4, "evening")
SILENT = Slot(moment(2026, 3, 5, 8, 50), MINUTES_4, None, "국가 애도 기간입니다.")
REPLACED = Slot(moment(2026, 3, 5, 8, 50), MINUTES_4, "spare", "담당자가 아픕니다.")
RERUN = Slot(moment(2026, 3, 5, 17, 30), MINUTES_4, "yesterday", is_rerun=True)


@pytest.mark.parametrize(
    ("slots", "clock", "expected"),
    [
        ([MORNING], (8, 0), (Phase.BEFORE, "morning", "")),
        ([MORNING], (0, 0), (Phase.BEFORE, "morning", "")),
        ([MORNING], (8, 50), (Phase.LIVE, "morning", "")),
        ([MORNING], (8, 53), (Phase.LIVE, "morning", "")),
        ([MORNING], (8, 54), (Phase.ENDED, "morning", "")),
        ([MORNING], (23, 59), (Phase.ENDED, "morning", "")),
        ([], (8, 50), (Phase.NONE, None, "")),
        ([SILENT], (8, 51), (Phase.NONE, None, "국가 애도 기간입니다.")),
        ([REPLACED], (8, 51), (Phase.LIVE, "spare", "담당자가 아픕니다.")),
        ([MORNING, EVENING], (10, 0), (Phase.ENDED, "morning", "")),
        ([EVENING, MORNING], (16, 50), (Phase.BEFORE, "evening", "")),
        ([SILENT, EVENING], (10, 0), (Phase.BEFORE, "evening", "국가 애도 기간입니다.")),
        ([MORNING, RERUN], (17, 31), (Phase.LIVE, "yesterday", "")),
    ],
)
def test_a_moment_of_the_day_has_one_answer(slots, clock, expected):
    found = on_air(slots, at=moment(2026, 3, 5, *clock))
    assert (found.phase, found.episode, found.notice) == expected


def test_the_position_is_that_of_the_second_and_ends_with_the_recording():
    positions = [
        on_air([MORNING], at=MORNING.starts_at + timedelta(milliseconds=passed)).position_ms
        for passed in (-1, 0, 1, 83_500, MINUTES_4 - 1, MINUTES_4, MINUTES_4 + 60_000)
    ]
    assert positions == [0, 0, 1, 83_500, MINUTES_4 - 1, MINUTES_4, MINUTES_4]


def test_an_episode_of_another_day_is_no_answer_for_today_but_the_next_start():
    tomorrow = moment(2026, 3, 6, 8, 50)
    assert on_air([Slot(tomorrow, MINUTES_4, "x")], at=moment(2026, 3, 5)) == OnAir(Phase.NONE, next_starts_at=tomorrow)
    assert on_air([MORNING], at=moment(2026, 3, 5, 9), later=tomorrow).next_starts_at == tomorrow


def test_two_that_overlap_do_not_sound_together_the_later_one_is_heard():
    later = Slot(MORNING.starts_at + timedelta(minutes=2), MINUTES_4, "later")
    found = on_air([MORNING, later], at=MORNING.starts_at + timedelta(minutes=3))
    assert (found.episode, found.position_ms) == ("later", 60_000)


slots_of_a_day = st.lists(
    st.builds(
        Slot,
        starts_at=st.integers(0, 24 * 60 - 1).map(lambda minute: moment(2026, 3, 5, 0) + timedelta(minutes=minute)),
        length_ms=st.integers(1_000, 1_800_000),
        episode=st.sampled_from(["a", "b", None]),
        notice=st.sampled_from(["", "쉽니다."]),
        is_rerun=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda slot: slot.starts_at,
)


@given(slots=slots_of_a_day, second=st.integers(0, 24 * 3600 - 1))
def test_nothing_is_heard_before_its_moment_nor_what_was_taken_off(slots, second):
    at = moment(2026, 3, 5, 0) + timedelta(seconds=second)
    found = on_air(slots, at=at)
    if found.phase in (Phase.LIVE, Phase.ENDED):
        assert found.starts_at <= at
    if found.phase == Phase.LIVE:
        assert at < found.ends_at
        assert found.position_ms == (at - found.starts_at) // timedelta(milliseconds=1)
    assert (found.episode is None) == (found.phase == Phase.NONE)
    assert found.next_starts_at is None or found.next_starts_at > at


@given(slots=slots_of_a_day, second=st.integers(0, 24 * 3600 - 1), step=st.integers(1, 3600))
def test_between_two_turns_the_answer_stays_the_same(slots, second, step):
    """What pages are kept by: only at a turn of the timetable can they look different."""
    at = moment(2026, 3, 5, 0) + timedelta(seconds=second)
    then = min(at + timedelta(seconds=step), moment(2026, 3, 5, 23, 59))
    if then > at and not any(at < turn <= then for turn in turns(slots, date(2026, 3, 5))):
        before, after = on_air(slots, at=at), on_air(slots, at=then)
        assert (before.phase, before.episode, before.notice) == (after.phase, after.episode, after.notice)


def test_every_day_of_a_year_is_a_day_off_with_its_reason_or_has_a_next_working_day():
    day, days_off = date(2026, 1, 1), []
    while day.year == 2026:
        if holiday_name(day):
            assert not is_working_day(day)
            days_off.append(day)
        assert is_working_day(next_working_day(day))
        assert is_working_day(day) or day.weekday() >= 5 or holiday_name(day)
        day += timedelta(days=1)
    assert len(days_off) > 15


def test_the_moments_of_a_turn_are_aware_and_in_order():
    found = turns([EVENING, MORNING], date(2026, 3, 5))
    assert found == sorted(found)
    assert found[0] == MORNING.starts_at - LEAD
    assert all(isinstance(each, datetime) and each.tzinfo for each in found)
