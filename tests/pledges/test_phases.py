from datetime import date

import pytest

from campaigns.pledges.phases import Days, Phase, countdown, misplaced, next_year, phase_on
from campaigns.pledges.words import letters

DAYS = Days(date(2026, 2, 16), date(2026, 3, 2), date(2026, 4, 1), date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("on", "phase", "left"),
    [
        (date(2026, 2, 15), Phase.PLANNED, 15),
        (date(2026, 2, 16), Phase.ANNOUNCED, 14),
        (date(2026, 3, 1), Phase.ANNOUNCED, 1),
        (date(2026, 3, 2), Phase.SIGNING, 29),
        (date(2026, 3, 31), Phase.SIGNING, 0),
        (date(2026, 4, 1), Phase.PRACTICE, 60),
        (date(2026, 5, 31), Phase.PRACTICE, 0),
        (date(2026, 6, 1), Phase.LOOKING_BACK, 29),
        (date(2026, 6, 30), Phase.LOOKING_BACK, 0),
        (date(2026, 7, 1), Phase.CLOSED, 0),
    ],
)
def test_a_day_has_one_phase_and_counts_down_to_the_next(on, phase, left):
    assert phase_on(DAYS, on) is phase
    assert countdown(DAYS, on).days_left == left


def test_of_phases_that_begin_on_one_day_the_later_holds():
    day = date(2026, 3, 2)
    assert phase_on(Days(day, day, day, day, day), day) is Phase.LOOKING_BACK


@pytest.mark.parametrize("name", ["signs_on", "practises_on", "looks_back_on", "closes_on"])
def test_the_first_date_out_of_order_is_named(name):
    assert misplaced(DAYS) == ""
    assert misplaced(Days(**(DAYS.__dict__ | {name: date(2026, 2, 1)}))) == name


def test_a_leap_day_moves_to_the_28th_and_order_stays():
    moved = next_year(Days(date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 2), date(2028, 3, 3)))
    assert (moved.announces_on, moved.signs_on) == (date(2029, 2, 28), date(2029, 2, 28))
    assert misplaced(moved) == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("가나다", 3),
        ("\u1100\u1161\u11a8", 1),
        ("뷁똠펲", 3),
        ("👨‍👩‍👧‍👦", 1),
        ("👍🏽!", 2),
        ("🇰🇷🇰🇷", 2),
        ("e\u0301", 1),
        ("❤️", 1),
        ("سلام", 4),
        ("", 0),
    ],
)
def test_letters_are_counted_as_a_reader_sees_them(text, count):
    assert letters(text) == count
