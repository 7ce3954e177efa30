"""Small groups: nothing that is shown, alone or by subtraction, speaks of fewer than five people."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

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


#: Ways of people through five places, each from its beginning outside to its end outside.
WALKS = st.lists(
    st.tuples(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4), st.integers(1, 9)), min_size=1, max_size=8
)


def flow(walks):
    """The links of these walks, with how many came to each place as a link through it."""
    people = defaultdict(int)
    for places, count in walks:
        people["outside", ("in", places[0])] += count
        for place in places:
            people[("in", place), ("out", place)] += count
        for here, there in pairwise(places):
            people[("out", here), ("in", there)] += count
        people[("out", places[-1]), "outside"] += count
    return {ends: Link(*ends, count) for ends, count in people.items() if count}


def worked_out(links, shown):
    """Hidden links that follow from the shown ones, as many leaving every place as come: by solving the equations."""
    unknown = [key for key in links if shown[key] is None]
    places = {end for link in links.values() for end in (link.source, link.target)}
    rows = []
    for place in places:
        row = [Fraction((links[key].target == place) - (links[key].source == place)) for key in unknown]
        if any(row):
            rows.append(row)
    solved = 0
    for column in range(len(unknown)):
        pivot = next((row for row in rows[solved:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        rows.insert(solved, pivot)
        solved += 1
    return [unknown[row.index(1)] for row in rows[:solved] if sum(bool(value) for value in row) == 1]


@settings(settings.get_profile("ci"), max_examples=200)
@given(WALKS)
def test_no_link_of_a_flow_can_be_worked_out_from_the_others(walks):
    links = flow(walks)
    shown = protected_flow(links)
    assert all(value is None or value == links[key].people for key, value in shown.items())
    assert all(value is None or not 0 < value < SMALLEST_GROUP for value in shown.values())
    assert worked_out(links, shown) == []


def test_a_hidden_link_takes_the_way_on_with_it():
    """Three of thirty go to b: what a sends to c and what c sends on would tell it, so a ring of them is hidden."""
    links = flow([(["a"], 14), (["a", "c", "d"], 8), (["a", "c"], 5), (["a", "b"], 3)])
    shown = protected_flow(links)
    assert shown[("out", "a"), ("in", "b")] is None
    assert shown["outside", ("in", "a")] is not None
    assert len([value for value in shown.values() if value is None]) >= 4


def test_a_flow_of_large_groups_hides_nothing():
    links = flow([(["a", "b"], 9), (["a", "c"], 5)])
    assert protected_flow(links) == {key: link.people for key, link in links.items()}
