"""The decisions, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from lms.reports.choices import Standing
from lms.reports.rules import (
    Tally,
    Window,
    added,
    counting_window,
    is_living,
    is_standing,
    neutralised,
    share_permille,
    standing_of,
)

JUNE_30 = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("completed_on", "recorded_on", "voided_on", "stands"),
    [
        (date(2026, 6, 1), date(2026, 6, 1), None, True),
        (date(2026, 6, 30), date(2026, 6, 30), None, True),
        (date(2026, 7, 1), date(2026, 7, 1), None, False),
        # entered from paper later: the figure of 30 June does not change in July
        (date(2026, 6, 1), date(2026, 7, 1), None, False),
        (date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 30), False),
        # voided later: on 30 June it stood
        (date(2026, 6, 1), date(2026, 6, 1), date(2026, 7, 1), True),
    ],
)
def test_a_completion_stands_on_a_day_as_it_was_known_then(completed_on, recorded_on, voided_on, stands):
    assert is_standing(as_of=JUNE_30, completed_on=completed_on, recorded_on=recorded_on, voided_on=voided_on) is stands


@pytest.mark.parametrize(
    ("enrolled_on", "withdrawn_on", "lives"),
    [
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (date(2026, 1, 1), date(2026, 6, 30), False),
        (date(2026, 1, 1), date(2026, 7, 1), True),
    ],
)
def test_an_enrolment_lives_from_its_day_until_the_day_it_was_left(enrolled_on, withdrawn_on, lives):
    assert is_living(as_of=JUNE_30, enrolled_on=enrolled_on, withdrawn_on=withdrawn_on) is lives


@pytest.mark.parametrize(
    ("completed", "enrolled", "opened", "failed", "standing"),
    [
        (False, False, False, False, Standing.NOT_ENROLLED),
        (False, True, False, False, Standing.NOT_STARTED),
        (False, True, True, False, Standing.IN_PROGRESS),
        (False, True, True, True, Standing.FAILED),
        (False, True, False, True, Standing.FAILED),
        (True, True, True, True, Standing.COMPLETED),
        (True, False, False, False, Standing.COMPLETED),
    ],
)
def test_completion_outweighs_a_failed_test_and_a_failed_test_outweighs_progress(
    completed, enrolled, opened, failed, standing
):
    decided = standing_of(is_completed=completed, is_enrolled=enrolled, has_opened=opened, has_failed=failed)
    assert decided is standing


@pytest.mark.parametrize(
    ("named", "has_run", "all_years", "window"),
    [
        ((None, None), False, False, Window(date(2026, 1, 1), JUNE_30, is_yearly=True)),
        ((None, None), True, False, Window()),
        ((None, None), False, True, Window()),
        ((date(2026, 2, 1), date(2026, 3, 31)), False, False, Window(date(2026, 2, 1), date(2026, 3, 31))),
        ((date(2026, 2, 1), None), True, True, Window(date(2026, 2, 1), None)),
    ],
)
def test_named_days_win_then_the_run_then_the_year(named, has_run, all_years, window):
    first, last = named
    asked = counting_window(
        as_of=JUNE_30, completed_from=first, completed_to=last, has_run=has_run, all_years=all_years
    )
    assert asked == window


@pytest.mark.parametrize(
    ("window", "on", "is_self_paced", "holds"),
    [
        (Window(), date(1999, 1, 1), False, True),
        (Window(date(2026, 1, 1), JUNE_30), date(2026, 1, 1), False, True),
        (Window(date(2026, 1, 1), JUNE_30), date(2026, 6, 30), False, True),
        (Window(date(2026, 1, 1), JUNE_30), date(2025, 12, 31), False, False),
        (Window(date(2026, 1, 1), JUNE_30), date(2026, 7, 1), True, False),
        # what does not come back every year is completed once
        (Window(date(2026, 1, 1), JUNE_30, is_yearly=True), date(2025, 12, 31), True, True),
        (Window(date(2026, 1, 1), JUNE_30, is_yearly=True), date(2025, 12, 31), False, False),
        # days that somebody named are meant
        (Window(date(2026, 1, 1), JUNE_30), date(2025, 12, 31), True, False),
    ],
)
def test_a_window_holds_both_of_its_ends(window, on, is_self_paced, holds):
    assert window.holds(on, is_self_paced=is_self_paced) is holds


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "touches"),
    [
        (None, None, True),
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
    ],
)
def test_a_run_is_taught_within_a_window_when_they_share_a_day(opens_on, closes_on, touches):
    assert Window(date(2026, 1, 1), JUNE_30).touches(opens_on, closes_on) is touches


@pytest.mark.parametrize(
    ("part", "whole", "group", "permille"),
    [
        (0, 0, 0, None),
        (3, 4, 4, None),
        (5, 5, 5, 1000),
        (7, 8, 8, 875),
        (9999, 10000, 10000, 999),  # not 100%
        (1, 3, 30, 333),
        (4, 12, 4, None),  # four people in three courses are still four people
    ],
)
def test_a_share_is_rounded_down_and_not_shown_for_fewer_than_five_people(part, whole, group, permille):
    assert share_permille(part=part, whole=whole, group=group) == permille


def test_a_tally_adds_people_in_a_course_and_keeps_the_largest_group_over_courses():
    one = Tally(largest_group=3, population=3, completed=1, failed=1)
    other = Tally(largest_group=4, population=4, completed=2, not_started=1)
    together = added(one, other)
    assert (together.largest_group, together.population, together.missing, together.not_enrolled) == (7, 7, 4, 2)
    assert together.permille == 428
    both_courses = one + other
    assert (both_courses.largest_group, both_courses.population, both_courses.permille) == (4, 7, None)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("김하늘", "김하늘"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+82", "'+82"),
        ("-", "'-"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r\n=1", "'\r\n=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("가=1", "가=1"),
        ("2026-03-05", "2026-03-05"),
    ],
)
def test_no_text_becomes_a_formula(text, written):
    assert neutralised(text) == written
