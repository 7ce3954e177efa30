"""Days that somebody plans by are written with their weekday, in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from lms.core.dates import day_words


@pytest.mark.parametrize(
    ("language", "day", "beside", "words"),
    [
        ("ko", date(2026, 3, 5), None, "2026. 3. 5.(목)"),
        ("ko", date(2026, 3, 5), date(2026, 12, 31), "3. 5.(목)"),
        ("ko", date(2026, 1, 4), date(2025, 12, 31), "2026. 1. 4.(일)"),
        ("en", date(2026, 3, 5), None, "Thu 5 Mar 2026"),
        ("en", date(2026, 3, 5), date(2026, 1, 1), "Thu 5 Mar"),
        # Half past eleven at night in London is the next morning in Seoul.
        ("ko", datetime(2026, 3, 4, 23, 30, tzinfo=UTC), None, "2026. 3. 5.(목)"),
    ],
)
def test_a_day_in_words(language, day, beside, words):
    with translation.override(language):
        assert day_words(day, beside=beside) == words


def test_every_template_writes_days_so_and_nothing_for_no_day():
    template = engines["django"].from_string("[{{ due|day }}] [{{ nothing|day }}]")
    assert template.render({"due": date(2026, 3, 5), "nothing": None}) == "[2026. 3. 5.(목)] []"
