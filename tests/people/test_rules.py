"""Decisions about people, as tables and as properties; no database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.choices import Position, UnitKind
from lms.people.rules import Span, end_of_new_span, is_executive, leads, may_sign_in, overlay

DAY_ONE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("position", "kind", "expected"),
    [
        ("mayor", "city", True),
        ("vice_mayor", "city", True),
        ("bureau_head", "bureau", True),
        ("district_head", "district", True),
        ("division_head", "division", True),
        ("dong_head", "dong", True),
        ("team_lead", "team", True),
        ("division_head", "team", False),
        ("division_head", "bureau", False),
        ("team_lead", "division", False),
        ("", "city", False),
        ("mayor", None, False),
    ],
)
def test_a_position_leads_only_a_unit_of_its_kind(position, kind, expected):
    assert leads(position, kind) is expected


def test_every_position_but_none_leads_exactly_one_kind():
    for position in Position:
        assert sum(leads(position, kind) for kind in UnitKind) == (0 if position == Position.NONE else 1)


@pytest.mark.parametrize(
    ("position", "kind", "override", "expected"),
    [
        ("division_head", "division", None, True),
        ("dong_head", "dong", None, True),
        ("team_lead", "team", None, False),
        ("division_head", "team", None, False),
        ("", "division", None, False),
        ("", None, None, False),
        ("team_lead", "team", True, True),
        ("", None, True, True),
        ("mayor", "city", False, False),
    ],
)
def test_an_executive_is_the_head_of_more_than_a_team_unless_overridden(position, kind, override, expected):
    assert is_executive(position, kind, override) is expected


@pytest.mark.parametrize(
    ("state", "has_history", "expected"),
    [
        ("employed", True, True),
        ("on_leave", True, True),
        ("seconded", True, True),
        ("retired", True, False),
        (None, True, False),
        (None, False, True),
    ],
)
def test_employment_decides_who_may_sign_in(state, has_history, expected):
    assert may_sign_in(state, has_history=has_history) is expected


def day(offset: int) -> date:
    return DAY_ONE + timedelta(days=offset)


def test_a_leave_is_laid_over_an_employment_and_the_employment_goes_on_after_it():
    spans = [Span("employed", day(0))]
    assert overlay(spans, Span("leave", day(10), day(19))) == [
        Span("employed", day(0), day(9)),
        Span("leave", day(10), day(19)),
        Span("employed", day(20)),
    ]


def test_laying_the_same_value_over_itself_changes_nothing():
    spans = [Span("employed", day(0), day(30)), Span("leave", day(31))]
    assert overlay(spans, Span("employed", day(5), day(20))) == spans


def test_a_new_value_on_the_first_day_replaces_the_old_one():
    assert overlay([Span("a", day(0))], Span("b", day(0))) == [Span("b", day(0))]


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="end"):
        overlay([], Span("a", day(3), day(2)))


def test_something_new_lasts_until_the_next_recorded_change():
    spans = [Span("a", day(0), day(9)), Span("b", day(10))]
    assert end_of_new_span(spans, day(5)) == day(9)
    assert end_of_new_span(spans, day(10)) is None


offsets = st.integers(0, 60)


@st.composite
def timelines(draw):
    """Spans that do not overlap, some with gaps between them, the last one possibly open."""
    cuts = sorted(draw(st.sets(offsets, max_size=8)))
    spans = []
    for index, start in enumerate(cuts):
        after = cuts[index + 1] if index + 1 < len(cuts) else None
        value = draw(st.sampled_from("abc"))
        if after is None:
            end = draw(st.one_of(st.none(), st.integers(start, start + 20)))
        else:
            end = draw(st.integers(start, after - 1))
        spans.append(Span(value, day(start), None if end is None else day(end)))
    return spans


def value_on(spans, on):
    found = [span.value for span in spans if span.holds(on)]
    assert len(found) <= 1, "spans overlap"
    return found[0] if found else None


@given(timelines(), st.sampled_from("abcd"), offsets, st.one_of(st.none(), st.integers(0, 30)))
def test_an_overlay_decides_every_day_once(spans, value, start, length):
    new = Span(value, day(start), None if length is None else day(start + length))
    result = overlay(spans, new)
    for offset in range(100):
        expected = new.value if new.holds(day(offset)) else value_on(spans, day(offset))
        assert value_on(result, day(offset)) == expected
    assert overlay(result, new) == result
