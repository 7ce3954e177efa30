"""What is told of units in a report about something voluntary: which lines lead further down."""

from __future__ import annotations

from datetime import date

import pytest

from lms.people.models import OrgUnit
from lms.reports.publishing import Count
from lms.reports.tree import OrgTree
from lms.reports.voluntary import UNPLACED, publish_units, told_of

TODAY = date(2026, 3, 5)
SAFE = Count(part=10, whole=30)


def unit(pk: int, path: str) -> OrgUnit:
    code = path.strip("/").split("/")[-1]
    return OrgUnit(pk=pk, code=code, name=code, sort_order=pk, path=path, valid_from=date(2020, 1, 1))


@pytest.mark.parametrize(("opens_leaves", "leading"), [(False, ["A", "", ""]), (True, ["A", "B", ""])])
def test_a_line_leads_to_a_unit_and_never_to_people_without_one(opens_leaves, leading):
    tree = OrgTree([unit(1, "/A/"), unit(2, "/A/C/"), unit(3, "/B/")], on=TODAY)
    publication = publish_units(tree, {"A": SAFE, "C": SAFE, "B": SAFE, UNPLACED: SAFE})
    told = told_of(publication, tree, None, opens_leaves=opens_leaves)
    assert [line.code for line in told.lines] == leading
    assert told.total == Count(part=40, whole=120)
