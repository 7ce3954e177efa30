"""The rules of a habit, as tables and over made-up years: checks, small days, and what of a tree may be told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pledges.participation.themes import count_themes
from campaigns.pledges.practice import DAYS, checks_of, open_check, told_on
from campaigns.pledges.practice_drawing import picture_of
from campaigns.pledges.quarters import Quarter
from campaigns.pledges.small_days import Rule, days_of
from lms.core.korean import mentions, without_particle
from lms.core.working_days import is_working_day
from lms.reports.publishing import Count, Node, Publication, publish

SIGNED = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("after", "day"),
    [(0, None), (6, None), (7, 7), (29, 7), (30, 30), (89, 30), (90, 90), (120, 90), (121, None)],
)
def test_one_check_at_a_time_is_open_until_the_next_one_opens(after, day):
    check = open_check(SIGNED, on=SIGNED + timedelta(days=after))
    assert (check.day if check else None) == day


@pytest.mark.parametrize(
    ("withdrawn_after", "days"), [(0, []), (7, []), (8, [7]), (30, [7]), (31, [7, 30]), (200, [7, 30, 90])]
)
def test_withdrawing_ends_the_checks_and_nothing_opens_afterwards(withdrawn_after, days):
    withdrawn_on = SIGNED + timedelta(days=withdrawn_after)
    checks = checks_of(SIGNED, withdrawn_on=withdrawn_on)
    assert [check.day for check in checks] == days
    assert not any(check.is_open(withdrawn_on) for check in checks)


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_people_hear_of_a_check_on_a_working_day_while_it_is_open(signed_on):
    checks = checks_of(signed_on)
    assert [(check.opens_on - signed_on).days for check in checks] == list(DAYS)
    for check in checks:
        assert is_working_day(told_on(check, is_working_day))
        assert check.opens_on <= told_on(check, is_working_day) <= check.closes_on
    assert all(one.closes_on + timedelta(days=1) == other.opens_on for one, other in pairwise(checks))


def test_a_check_of_a_holiday_is_told_after_it():
    before_new_year = date(2026, 2, 16) - timedelta(days=7)
    assert told_on(checks_of(before_new_year)[0], is_working_day) == date(2026, 2, 19)


def test_the_line_rises_with_the_answers():
    picture = picture_of([(7, (1, 1, 1)), (30, (2, 2, 3)), (90, (4, 4, 4))], steps="abcde", days="xyz")
    heights = [dot.y for dot in picture.dots]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == picture.steps[-1].y


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # The 14th: 2. 14. is a Saturday before the new-year days, 6. 14. a Sunday, 11. 14. a Saturday.
        (
            Rule("monthly", date(2026, 1, 1), day_of_month=14),
            "1-14 2-19 3-16 4-14 5-14 6-15 7-14 8-14 9-14 10-14 11-16 12-14",
        ),
        (Rule("monthly", date(2026, 11, 1), day_of_month=14, shift="previous"), "11-13 12-14"),
        (Rule("monthly", date(2026, 1, 1), date(2026, 4, 30), day_of_month=31, shift="stay"), "1-31 2-28 3-31 4-30"),
        (Rule("weekday", date(2026, 4, 1), date(2026, 6, 30), weeks=(2, 4), weekday=2), "4-8 4-22 5-13 5-27 6-10 6-24"),
        # The last Wednesday of September 2026 works; the fourth is within 추석? No: 9. 23. works, 9. 24. does not.
        (Rule("weekday", date(2026, 9, 1), date(2026, 9, 30), weeks=(4,), weekday=3, shift="skip"), ""),
        (Rule("weekday", date(2026, 9, 1), date(2026, 9, 30), weeks=(5,), weekday=2), "9-30"),
        (Rule("once", date(2026, 1, 1), on=date(2026, 5, 5)), "5-6"),
        (Rule("once", date(2026, 6, 1), on=date(2026, 5, 5)), ""),
    ],
)
def test_small_days_of_2026(rule, expected):
    days = days_of(rule, *YEAR, works=is_working_day)
    assert " ".join(f"{day.month}-{day.day}" for day in days) == expected


@given(
    st.builds(
        Rule,
        kind=st.sampled_from(["monthly", "weekday"]),
        starts_on=st.just(date(2020, 1, 1)),
        day_of_month=st.integers(1, 31),
        weeks=st.sets(st.integers(1, 5), min_size=1).map(lambda weeks: tuple(sorted(weeks))),
        weekday=st.integers(0, 4),
        shift=st.sampled_from(["next", "previous", "skip"]),
    ),
    st.dates(date(2025, 1, 1), date(2027, 6, 1)),
    st.integers(0, 200),
)
def test_moved_days_are_working_days_and_windows_join_without_a_gap(rule, first, length):
    middle, last = first + timedelta(days=length), first + timedelta(days=2 * length + 1)
    whole = days_of(rule, first, last, works=is_working_day)
    parts = [
        *days_of(rule, first, middle, works=is_working_day),
        *days_of(rule, middle + timedelta(days=1), last, works=is_working_day),
    ]
    assert whole == parts
    assert all(is_working_day(day) for day in whole)


def test_a_quarter_may_be_changed_until_the_end_of_the_next_one():
    quarter = Quarter.of(date(2026, 12, 31))
    assert (quarter, quarter.after, quarter.before) == (Quarter(2026, 4), Quarter(2027, 1), Quarter(2026, 3))
    assert [quarter.may_change(on=day) for day in (date(2026, 9, 30), date(2026, 10, 1), date(2027, 3, 31))] == [
        False, True, True,
    ]  # fmt: skip
    assert not quarter.may_change(on=date(2027, 4, 1))


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("먼저 인사를 하겠습니다", "인사", True),
        ("인사하겠습니다!", "인사", True),
        ("신인사원을 돕겠습니다", "인사", False),
        ("고운 말로 응대하겠습니다", "말", True),
        ("월말마다 돌아보겠습니다", "말", False),
        ("말일까지 기다리지 않겠습니다", "말", False),
        ("민원인의 말씀을 끝까지 듣겠습니다", "끝까지 듣", True),
        ("끝까지 웃겠습니다", "끝까지 듣", False),
        ("동료에게 먼저 고맙다고 말하겠습니다", "동료", True),
        ("", "인사", False),
        ("인사", "", False),
    ],
)
def test_a_promise_mentions_a_word_whatever_particle_follows(text, word, found):
    assert mentions(text, word) is found


def test_particles_come_off_and_a_letter_stays():
    words = {"동료에게": "동료", "어르신께서": "어르신", "나": "나", "친절": "친절"}
    assert {word: without_particle(word) for word in words} == words


def test_a_promise_counts_once_for_each_of_its_themes():
    themes = [("인사", ("인사", "미소")), ("전화", ("전화",))]
    counts = count_themes(["인사하고 미소 짓겠습니다", "전화를 받으면 인사부터", "천천히"], themes)
    assert [(each.title, each.promises, each.shown) for each in counts] == [("인사", 2, None), ("전화", 1, None)]


# --- what of a tree may be told


def trees(depth: int = 3) -> st.SearchStrategy[Node]:
    """Made-up cities: units of 0 to 20 people, anybody of whom may have signed."""
    counts = st.integers(0, 20).flatmap(lambda whole: st.integers(0, whole).map(lambda part: Count(part, whole)))
    numbered = iter(range(10**9))

    def node(children: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
        return st.builds(lambda own, below: Node(str(next(numbered)), own, below), counts, children)

    strategy = node(st.just([]))
    for _level in range(depth):
        strategy = node(st.lists(strategy, max_size=4))
    return strategy


def atoms_of(root: Node, told: Publication) -> list[set[str]]:
    """The finest cells of a publication as sets of units' own people; every published number is a union of them."""
    nodes = {node.key: node for node in root.walk()}
    atoms: list[set[str]] = []

    def below(key: str) -> set[str]:
        return {node.key for node in nodes[key].walk()}

    def cell(key: str, owner: str) -> set[str]:
        return {key} if key == owner else below(key)

    def descend(owner: str) -> None:
        if not told.splits[owner]:
            atoms.append(below(owner))
        for published in told.splits[owner]:
            alone = None if published.is_merged or published.is_direct else published.keys[0]
            if alone is not None:
                descend(alone)
            else:
                atoms.append(set().union(*(cell(key, owner) for key in published.keys)))

    if told.totals:
        descend(root.key)
    return atoms


@given(trees())
def test_nothing_smaller_than_a_safe_group_comes_out_by_adding_and_subtracting(root):
    told = publish(root)
    own = {node.key: node.own for node in root.walk()}
    atoms = atoms_of(root, told)
    # They do not overlap, so whatever is added or subtracted is a union of them; and each is safe by itself.
    assert not any(one & other for one, other in combinations(atoms, 2))
    for atom in atoms:
        assert sum((own[key] for key in atom), Count()).is_safe
    for key, total in told.totals.items():
        assert total.is_safe
        split = told.splits[key]
        assert not split or sum((cell.count for cell in split), Count()) == total
        assert all(cell.count.is_safe for cell in split)


@given(trees())
def test_a_unit_whose_total_is_told_is_a_line_of_its_own_above(root):
    told = publish(root)
    alone = {cell.keys[0] for split in told.splits.values() for cell in split if not cell.is_merged}
    assert set(told.totals) <= alone | {root.key}


def test_a_small_unit_is_merged_with_the_next_smallest_and_not_openable():
    big, middle, tiny = Node("B", Count(20, 40)), Node("M", Count(6, 12)), Node("T", Count(1, 4))
    told = publish(Node("*", Count(), [big, middle, tiny]))
    assert [(cell.keys, cell.count.shown, cell.count.whole) for cell in told.splits["*"]] == [
        (("B",), 20, 40),
        (("T", "M"), 5, 16),
    ]
    assert set(told.totals) == {"*", "B"}


@pytest.mark.parametrize("count", [Count(4, 40), Count(36, 40), Count(0, 12), Count(12, 12), Count(2, 3)])
def test_a_whole_of_which_one_side_is_small_tells_nothing(count):
    assert publish(Node("*", count)) == Publication({}, {})
