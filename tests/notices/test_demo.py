"""The demo city's mail gives staff something to do, in every city and on every day."""

from __future__ import annotations

from lms.notices.demo import TROUBLES, draw


def test_any_seven_hundred_mails_in_a_row_meet_every_trouble() -> None:
    for first in range(1, 1_000, 13):
        drawn = [draw(place) for place in range(first, first + 700)]
        start = 0
        for share, state, *_ in TROUBLES:
            assert any(start <= each < start + share for each in drawn), (first, state)
            start += share
