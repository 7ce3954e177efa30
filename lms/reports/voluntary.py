"""Counts by unit of something voluntary: whose staff is the whole, and what of each unit may be told.

Whoever counts signatures or listeners brings the parts by unit; the whole, the tree and the names are the same for all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count as CountRows
from django.db.models import FilteredRelation, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.people.choices import EmploymentState
from lms.people.models import Person
from lms.people.models.organisation import valid_on

from .publishing import Count, Node, Publication, Published, publish
from .questions import NO_UNIT
from .tree import Branch, OrgTree

__all__ = [
    "UNPLACED",
    "WHOLE",
    "Homes",
    "Told",
    "UnitLine",
    "added_up",
    "home_of",
    "homes_of",
    "publish_units",
    "staff_of",
    "told_of",
]

#: Keys of everybody and of people without a unit; no code of a unit looks like them.
WHOLE, UNPLACED = "*", "-"
AWAY = (EmploymentState.ON_LEAVE, EmploymentState.SECONDED)

#: The code of today's unit by the id of any edition of a unit.
Homes = Mapping[int, str]
KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True)
class UnitLine:
    """One cell of the table: ``code`` leads further down where there is one."""

    name: str
    count: Count
    code: str = ""
    detail: str = ""
    is_direct: bool = False


@dataclass(frozen=True)
class Told:
    """What may be told of the unit asked about, and of those it splits into. ``total`` None: nothing."""

    key: str
    total: Count | None
    lines: tuple[UnitLine, ...]


def homes_of(tree: OrgTree) -> Homes:
    """Where the people of each edition of a unit are counted."""
    return {pk: branch.code for branch in tree.by_code.values() for pk in branch.edition_ids}


def home_of(unit_id: int | None, homes: Homes) -> str:
    """The code under which people of a unit count; UNPLACED for people without one."""
    return homes.get(unit_id or NO_UNIT, UNPLACED)


def staff_of(people: QuerySet[Person], *, on: date, homes: Homes) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Of these people, by unit: how many are at work that day, and how many are away, by state. One query."""
    rows = (
        people.annotate(
            belonging=FilteredRelation("memberships", condition=valid_on(on, "memberships__")),
            period=FilteredRelation("employment_periods", condition=valid_on(on, "employment_periods__")),
        )
        .order_by()
        .values_list("belonging__unit_id", "period__state")
        .annotate(people=CountRows("pk"))
    )
    wholes: Counter[str] = Counter()
    left_out: dict[str, Counter[str]] = defaultdict(Counter)
    for unit_id, state, count in rows:
        code = home_of(unit_id, homes)
        if state in AWAY:
            left_out[code][state] += count
        else:
            wholes[code] += count
    return wholes, left_out


def publish_units(tree: OrgTree, counts: Mapping[str, Count]) -> Publication:
    """The safe cells of the units of a tree and of the people without a unit."""
    roots = [_node(root, counts) for root in tree.roots]
    return publish(Node(WHOLE, children=[*roots, Node(UNPLACED, counts.get(UNPLACED, Count()))]))


def added_up(tree: OrgTree, key: str, by_code: Mapping[str, Mapping[KeyT, int]]) -> Counter[KeyT]:
    """What was counted in a unit and in those below; in every unit for WHOLE."""
    if key == WHOLE:
        codes = {WHOLE, UNPLACED, *tree.by_code}
    else:
        branch = tree.by_code.get(key)
        codes = {each.code for each in branch.walk()} if branch else {key}
    found: Counter[KeyT] = Counter()
    for code in codes:
        found.update(by_code.get(code, {}))
    return found


def told_of(publication: Publication, tree: OrgTree, unit: Branch | None, *, opens_leaves: bool = False) -> Told:
    """The published part of a count for a unit, or for everybody.

    A line leads further down where its unit has units below; with ``opens_leaves`` wherever it is a unit's own.
    """
    key = unit.code if unit else WHOLE
    owner, split = key, publication.splits.get(key, ())
    if key == WHOLE and len(split) == 1 and split[0].keys[0] in publication.splits:
        # A city has one root: what it splits into is what one wants to see.
        owner = split[0].keys[0]
        split = publication.splits[owner]
    lines = tuple(_line(publication, tree, owner, cell, opens_leaves=opens_leaves) for cell in split)
    return Told(key, publication.totals.get(key), lines)


def _node(branch: Branch, counts: Mapping[str, Count]) -> Node:
    return Node(branch.code, counts.get(branch.code, Count()), [_node(child, counts) for child in branch.children])


def _line(publication: Publication, tree: OrgTree, owner: str, cell: Published, *, opens_leaves: bool) -> UnitLine:
    names = [_name(tree, key, owner) for key in cell.keys]
    if cell.is_merged:
        title = ngettext("%(count)d small unit together", "%(count)d small units together", len(names))
        return UnitLine(title % {"count": len(names)}, cell.count, detail=", ".join(names))
    key = cell.keys[0]
    branch = tree.by_code.get(key)
    opens = branch is not None and not cell.is_direct and key in publication.splits
    may_open = opens and (opens_leaves or bool(branch and branch.children))
    return UnitLine(names[0], cell.count, code=key if may_open else "", is_direct=cell.is_direct)


def _name(tree: OrgTree, key: str, owner: str) -> str:
    """A unit below, the people directly in the one that is split, or people without a unit."""
    branch = tree.by_code.get(key)
    if branch is None:
        return _("without a unit")
    return _("%(unit)s itself") % {"unit": branch.name} if key == owner and branch.children else branch.name
