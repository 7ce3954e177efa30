"""What was really played: merged, capped, decided."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.recordings.spans import FASTEST, TOLERANCE_MS, Claim, coverage, is_enough, merge, refuse_spans

LENGTH = 100_000
edges = st.integers(-5_000, LENGTH + 50_000)
spans = st.lists(st.tuples(edges, edges), max_size=20)
claims = st.lists(
    st.builds(
        lambda claimed, start, wall: Claim(claimed, start, start + wall),
        spans,
        st.integers(0, 10**6),
        st.integers(0, 10**5),
    ),
    max_size=6,
)


@given(spans)
def test_merging_twice_is_merging_once_and_the_order_does_not_matter(given_spans):
    once = merge(given_spans, length_ms=LENGTH)
    shuffled = random.Random(1).sample(given_spans, len(given_spans))
    assert merge(once, length_ms=LENGTH) == once == merge([*shuffled, *once], length_ms=LENGTH)


@given(spans, spans)
def test_reports_may_come_in_pieces(first, second):
    together = merge([*first, *second], length_ms=LENGTH)
    in_turn = merge([*merge(first, length_ms=LENGTH), *merge(second, length_ms=LENGTH)], length_ms=LENGTH)
    assert together == in_turn


@given(claims)
def test_nothing_exceeds_the_length_or_the_wall_clock(plays):
    found = coverage(plays, length_ms=LENGTH)
    first = min((play.started_ms for play in plays), default=0)
    last = max((play.heard_ms for play in plays), default=0)
    assert 0 <= found.covered_ms <= LENGTH
    assert found.covered_ms <= FASTEST * (last - first) + TOLERANCE_MS
    assert found == coverage(list(reversed(plays)), length_ms=LENGTH)
    assert found == coverage([*plays, *plays], length_ms=LENGTH)


@pytest.mark.parametrize(
    ("why", "plays", "percent"),
    [
        ("played through", [Claim([(0, 100_000)], 0, 100_000)], 100),
        ("at twice the speed", [Claim([(0, 100_000)], 0, 50_000)], 100),
        ("faster than any player: as far as the clock reaches", [Claim([(0, 100_000)], 0, 20_000)], 42),
        ("skipped to the end", [Claim([(0, 10_000), (95_000, 100_000)], 0, 15_000)], 15),
        ("the same minute twice", [Claim([(0, 50_000)], 0, 50_000), Claim([(0, 50_000)], 60_000, 110_000)], 50),
        (
            "two halves on two days",
            [Claim([(0, 50_000)], 0, 50_000), Claim([(50_000, 100_000)], 10**9, 10**9 + 50_000)],
            100,
        ),
        (
            "ten windows side by side are one person",
            [Claim([(start, start + 10_000)], 0, 5_000) for start in range(0, 100_000, 10_000)],
            12,
        ),
        (
            "a second device does not vouch for the first",
            [Claim([(0, 100_000)], 0, 1_000), Claim([(0, 10)], 0, 90_000)],
            4,
        ),
        ("nothing", [], 0),
    ],
)
def test_what_counts(why, plays, percent):
    assert coverage(plays, length_ms=LENGTH).percent == percent, why


@pytest.mark.parametrize(
    ("covered", "asked", "enough"),
    [(90_000, 90, True), (88_500, 90, True), (87_900, 90, False), (98_001, 100, True), (0, 0, True)],
)
def test_the_last_moments_are_given(covered, asked, enough):
    found = coverage([Claim([(0, covered)], 0, 10**6)], length_ms=LENGTH)
    assert is_enough(found, asked_percent=asked) is enough


def test_a_very_short_recording_gives_little():
    found = coverage([Claim([(0, 1_000)], 0, 10**6)], length_ms=4_000)
    assert not is_enough(found, asked_percent=50)


@pytest.mark.parametrize(
    ("claimed", "word"),
    [
        ([(0, 365 * 24 * 3600 * 1000)], "beyond"),
        ([(50, 20)], "backwards"),
        ([(-1, 20)], "backwards"),
        ([(0, 1)] * 501, "many"),
        ([(0, LENGTH + 1_000)], ""),
    ],
)
def test_what_cannot_be_true_is_named(claimed, word):
    assert refuse_spans(claimed, length_ms=LENGTH) == word
