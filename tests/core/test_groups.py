"""Small groups: nothing that is shown, alone or by subtraction, speaks of fewer than five people."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.groups import SMALLEST_GROUP, Link, protected, protected_flow, share_percent, whole_groups


@pytest.mark.parametrize(("people", "counted"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (11, 10)])
def test_figures_move_on_by_whole_groups(people, counted):
    assert whole_groups(people) == counted


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (2, 4, None),  # the whole is small
        (4, 20, None),  # the part is small
        (17, 20, None),  # the rest is small
        (5, 10, 50),
        (0, 8, 0),  # nobody is no person
        (8, 8, 100),
    ],
)
def test_a_share_needs_five_in_whole_part_and_rest(part, whole, percent):
    assert share_percent(part, whole) == percent


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 8, "b": 7}, {"a": 8, "b": 7}),
        ({"a": 8, "b": 0}, {"a": 8, "b": 0}),
        # 3 alone would be 18 less 15: the next smallest goes with it.
        ({"a": 8, "b": 7, "c": 3}, {"a": 8, "b": None, "c": None}),
        # 1 and 2 hide each other, but together they are still fewer than five.
        ({"a": 9, "b": 1, "c": 2}, {"a": None, "b": None, "c": None}),
        ({"a": 9, "b": 3, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 3, "b": 0}, {"a": None, "b": 0}),
    ],
)
def test_a_small_part_is_not_told_by_the_others(counts, shown):
    assert protected(counts) == shown


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=8))
def test_what_is_hidden_of_a_whole_is_a_group_of_several_parts(counts):
    shown = protected(counts)
    hidden = [counts[key] for key, value in shown.items() if value is None]
    assert all(value is None or value == counts[key] for key, value in shown.items())
    assert all(value is None or not 0 < value < SMALLEST_GROUP for value in shown.values())
    rest = [count for key, count in counts.items() if shown[key] is not None and count]
    if hidden and rest:
        assert len(hidden) >= 2
        assert sum(hidden) >= SMALLEST_GROUP


LINKS = st.dictionaries(
    st.integers(0, 30),
    st.builds(Link, st.sampled_from("abcde"), st.sampled_from("cdefg"), st.integers(0, 20)),
    max_size=20,
)


@settings(max_examples=300)
@given(LINKS)
def test_no_link_of_a_flow_can_be_worked_out_at_either_end(links):
    shown = protected_flow(links)
    sides = defaultdict(list)
    for key, link in links.items():
        sides["out", link.source].append(key)
        sides["in", link.target].append(key)
        assert shown[key] in (None, link.people)
        assert shown[key] is None or not 0 < link.people < SMALLEST_GROUP
    for side in sides.values():
        hidden = [links[key].people for key in side if shown[key] is None]
        rest = [key for key in side if shown[key]]
        if hidden and rest:
            assert len(hidden) >= 2
            assert sum(hidden) >= SMALLEST_GROUP
