"""Tables of what words a rule finds; no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation

from lms.courses.models import CompletionPolicy
from lms.courses.rules import LENGTHS, length_of, period_in_words, policy_in_words


@dataclass
class Card:
    """A lesson as the rule sees it."""

    is_required: bool = True
    completes_itself: bool = False


READ, EXTRA, QUIZ, EXTRA_QUIZ = Card(), Card(is_required=False), Card(completes_itself=True), Card(False, True)


@pytest.mark.parametrize(
    ("policy", "lessons", "words"),
    [
        ((100, 60), [READ, READ, QUIZ], ["모든 차시를 마칩니다.", "평가에서 60점 이상 받습니다."]),
        ((100, 60), [READ, READ], ["모든 차시를 마칩니다."]),
        ((100, 0), [READ, QUIZ], ["모든 차시를 마칩니다."]),
        ((100, 70), [QUIZ, QUIZ], ["모든 차시를 마칩니다.", "평가 2개의 평균이 70점 이상입니다."]),
        ((100, 60), [READ, EXTRA, EXTRA_QUIZ], ["차시 3개 가운데 필수 차시 1개를 마칩니다."]),
        ((80, 60), [READ, QUIZ], ["차시를 80% 이상 마칩니다.", "평가에서 60점 이상 받습니다."]),
        ((0, 60), [QUIZ], ["평가에서 60점 이상 받습니다."]),
        # Nothing is required: then everything counts, as the rule of completion has it.
        ((100, 60), [EXTRA, EXTRA_QUIZ], ["모든 차시를 마칩니다.", "평가에서 60점 이상 받습니다."]),
        ((0, 0), [READ], []),
    ],
)
def test_a_policy_in_words(policy: tuple[int, int], lessons: list[Card], words: list[str]) -> None:
    assert policy_in_words(CompletionPolicy(*policy), lessons) == words


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (None, None, "언제든지"),
        (date(2026, 3, 5), None, "2026. 3. 5.(목)부터"),
        (None, date(2026, 12, 31), "2026. 12. 31.(목)까지"),
        (date(2026, 3, 5), date(2026, 3, 9), "2026. 3. 5. ~ 3. 9."),
        (date(2026, 12, 1), date(2027, 1, 31), "2026. 12. 1. ~ 2027. 1. 31."),
    ],
)
def test_a_period_in_words(opens: date | None, closes: date | None, words: str) -> None:
    assert period_in_words(opens, closes) == words


def test_a_period_in_english() -> None:
    with translation.override("en"):
        assert period_in_words(date(2026, 3, 5), date(2026, 3, 9)) == "March 5, 2026 ~ 9 March"


def test_lengths_leave_no_gap() -> None:
    for minutes in range(500):
        fitting = [each for each in LENGTHS if each.at_least <= minutes <= (each.at_most or 10_000)]
        assert len(fitting) == 1


@pytest.mark.parametrize(("key", "found"), [("short", True), ("", False), ("../", False)])
def test_an_unknown_length_is_none(key: str, found: bool) -> None:
    assert (length_of(key) is not None) is found
