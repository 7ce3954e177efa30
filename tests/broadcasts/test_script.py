"""How long a script takes: what is spoken, counted as a Korean voice reads it."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.broadcasts.demo.plan import plan_days
from campaigns.broadcasts.demo.seeder import scripts
from campaigns.broadcasts.script import Line, read_script, seconds_for, sentences, syllables, time_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("안녕하십니까.", 6),
        ("2026년 3월 5일", 10),
        ("5명, 12시, 20살", 9),
        ("10,000원", 2),
        ("3.5", 3),
        ("92%", 6),
        ("051-000-0000", 10),
        ("KRDS", 6),
        ("0", 1),
        ("", 0),
        ("😀 …", 0),
    ],
)
def test_syllables_are_counted_as_they_are_read(text, count):
    assert syllables(text) == count


def test_names_of_speakers_and_directions_are_not_spoken():
    script = "직원: 어서 오십시오.\n[웃음] 네, 5명입니다.\n08:50 시작"
    assert read_script(script)[0] == Line("직원", "어서 오십시오.")
    assert read_script(script)[2].speaker == ""
    assert seconds_for("직원: 어서 오십시오.", per_minute=300) == seconds_for("어서 오십시오.", per_minute=300)
    assert seconds_for("가" * 300, per_minute=300) == 60


def test_a_time_is_said_in_minutes_and_seconds():
    assert [time_words(each) for each in (200, 45, 120)] == ["3분 20초", "45초", "2분"]


def test_sentences_keep_their_marks():
    assert sentences("왔습니까? 네, 3.5점입니다. 좋습니다!") == ["왔습니까?", "네, 3.5점입니다.", "좋습니다!"]


def test_every_demo_script_has_its_five_parts_and_fits_the_slot():
    found = scripts()
    assert [each["weekday"] for each in found] == [*range(5), *range(5)]
    for each in found:
        assert [part["kind"] for part in each["segments"]] == ["greeting", "word", "story", "scene", "practice"]
        assert 150 <= sum(seconds_for(part["script"], per_minute=300) for part in each["segments"]) <= 300


@pytest.mark.parametrize("today", [date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 7)])
def test_two_weeks_of_demo_days_include_the_next_one_to_come(today):
    weekdays = [*range(5), *range(5)]
    days = plan_days(today, weekdays, works=lambda day: day.weekday() < 5)
    assert [days[place].weekday() for place in range(10)] == weekdays
    assert all(days[place] < days[place + 5] for place in range(5))
    assert any(day > today for day in days.values())
    assert len(set(days.values())) == 10
