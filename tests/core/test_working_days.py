"""근무일: weekends, public holidays by sun and moon, their substitutes, and days named at short notice."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.working_days import is_working_day, next_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 5), True),  # 목요일
        (date(2026, 3, 7), False),  # 토요일
        (date(2026, 3, 2), False),  # 삼일절 대체공휴일
        (date(2026, 2, 16), False),  # 설날 전날
        (date(2026, 2, 19), True),
        (date(2026, 9, 25), False),  # 추석
        (date(2027, 2, 9), False),  # 설날 대체공휴일
        (date(2027, 5, 13), False),  # 부처님오신날
    ],
)
def test_a_public_office_works_on(day, works):
    assert is_working_day(day) is works


def test_the_next_working_day_passes_over_a_long_holiday():
    assert next_working_day(date(2026, 9, 24)) == date(2026, 9, 28)
    assert next_working_day(date(2026, 9, 28)) == date(2026, 9, 28)


def test_a_day_the_government_names_later_is_added_by_a_setting(settings):
    settings.EXTRA_HOLIDAYS = frozenset({date(2026, 3, 5)})
    assert next_working_day(date(2026, 3, 5)) == date(2026, 3, 6)
