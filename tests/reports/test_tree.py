"""The organisation of a day, and where people of units that are gone are looked for."""

from __future__ import annotations

from datetime import date

from lms.people.models import OrgUnit
from lms.reports.tree import OrgTree

SINCE, JULY = date(2020, 1, 1), date(2026, 7, 1)


def edition(pk: int, code: str, path: str, start: date = SINCE, end: date | None = None, order: int = 0) -> OrgUnit:
    return OrgUnit(
        pk=pk,
        code=code,
        name=f"{code}부서",
        label=f"{code}부서",
        path=path,
        valid_from=start,
        valid_to=end,
        sort_order=order,
    )


def tree(on: date) -> OrgTree:
    return OrgTree(
        [
            edition(1, "CITY", "/CITY/"),
            edition(2, "B", "/CITY/B/", order=2),
            edition(3, "A", "/CITY/A/", order=1),
            # closed for good
            edition(4, "A1", "/CITY/A/A1/", end=date(2026, 6, 30)),
            # moved to another bureau
            edition(5, "A2", "/CITY/A/A2/", end=date(2026, 6, 30)),
            edition(6, "A2", "/CITY/B/A2/", start=JULY),
        ],
        on=on,
    )


def test_the_tree_holds_the_units_of_the_day_in_the_order_of_the_chart():
    assert [branch.code for branch in tree(date(2026, 6, 30)).walk()] == ["CITY", "A", "A1", "A2", "B"]
    assert [branch.code for branch in tree(JULY).walk()] == ["CITY", "A", "B", "A2"]


def test_a_moved_unit_counts_where_it_stands_now_and_a_closed_one_to_what_it_belonged_to():
    after = tree(JULY).by_code
    assert sorted(after["A2"].edition_ids) == [5, 6]
    assert sorted(after["A"].edition_ids) == [3, 4]
    assert [branch.code for branch in after["A2"].ancestors] == ["CITY", "B"]


def test_before_the_first_day_there_is_nothing():
    assert list(tree(date(2019, 1, 1)).walk()) == []


def test_a_unit_holds_itself_and_what_is_below():
    units = tree(date(2026, 6, 30)).by_code
    assert units["A"].holds(units["A1"])
    assert units["A"].holds(units["A"])
    assert not units["A"].holds(units["B"])
    assert not units["A1"].holds(units["A"])
