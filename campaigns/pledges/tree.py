"""친절나무, its rules: which branches there are, and on which a leaf grows. Pure: units and counts in, branches out.

A branch is a unit as it was when people signed. A unit with fewer than five leaves has no branch of its own: its leaves
grow on the branch above it, together with so many others that nothing can be worked out by subtraction either
(``core.groups``). The trunk is the whole campaign and always there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from lms.core.groups import protected

__all__ = ["TRUNK", "Growth", "Unit", "grow", "structure_of"]

#: The path of the whole campaign. Units of the first level below the city grow from it.
TRUNK = "/"


@dataclass(frozen=True)
class Unit:
    """One edition of a unit. Editions with the same path are one branch, under the name of the latest."""

    id: int
    path: str
    name: str


@dataclass
class Growth:
    """Which branches there are, by path, and how many leaves grow where."""

    #: The edition that gives each path its name.
    units: dict[str, Unit]
    #: The paths of all editions, by id.
    paths: dict[int, str]
    #: Leaves on a branch and on all that grow from it.
    totals: Counter[str] = field(default_factory=Counter)
    #: Leaves on this very branch: signed in the unit itself, or come up from units that are too small.
    own: Counter[str] = field(default_factory=Counter)
    #: The branches that grow from each branch, in the order of their paths.
    below: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    #: The branch on which the leaves of every path grow.
    home: dict[str, str] = field(default_factory=dict)

    def branch_of(self, unit_id: int | None) -> str:
        """The branch for a leaf signed in that edition; the trunk for somebody without a unit."""
        return self.home.get(self.paths.get(unit_id or 0, TRUNK), TRUNK)

    def shows(self, path: str) -> bool:
        """Whether there is such a branch now."""
        return path == TRUNK or self.home.get(path) == path

    def unit_ids(self, branch: str) -> list[int]:
        """The editions whose leaves grow on this very branch."""
        return [unit_id for unit_id, path in self.paths.items() if self.home.get(path) == branch]

    def within(self, root: str, branch: str, levels: int) -> str:
        """Where a branch stands in a picture of ``root`` that shows so many levels above it."""
        chain = [branch]
        while chain[-1] not in {root, TRUNK}:
            chain.append(parent_of(chain[-1]))
        visible = [path for path in reversed(chain) if self.shows(path)]
        return visible[min(levels, len(visible) - 1)]


def parent_of(path: str) -> str:
    """The path above; units of the first level below the city, and the city, hang on the trunk."""
    codes = path.strip("/").split("/")
    return TRUNK if len(codes) <= 2 else f"/{'/'.join(codes[:-1])}/"


def structure_of(units: Iterable[Unit]) -> dict[str, list[str]]:
    """Every path with those below it, in a fixed order: the skeleton on which the tree is drawn."""
    skeleton: dict[str, list[str]] = {TRUNK: []}
    for path in sorted({unit.path for unit in units}):
        if path.count("/") <= 2:  # the city itself is the trunk
            continue
        skeleton.setdefault(path, [])
        skeleton.setdefault(parent_of(path), []).append(path)
    return skeleton


def grow(units: Iterable[Unit], counts: Mapping[int | None, int]) -> Growth:
    """The tree of so many leaves by the edition they were signed in (None: in no unit)."""
    editions = list(units)
    latest: dict[str, Unit] = {}
    for unit in editions:
        if unit.path not in latest or unit.id > latest[unit.path].id:
            latest[unit.path] = unit
    growth = Growth(units=latest, paths={unit.id: _on_tree(unit.path) for unit in editions})
    direct: Counter[str] = Counter()
    for unit_id, leaves in counts.items():
        direct[growth.paths.get(unit_id or 0, TRUNK)] += leaves
    totals: Counter[str] = Counter()
    for path, leaves in direct.items():
        here = path
        while here != TRUNK:
            totals[here] += leaves
            here = parent_of(here)
        totals[TRUNK] += leaves
    skeleton = structure_of(editions)
    _branch(TRUNK, direct, totals, skeleton, growth)
    return growth


def _on_tree(path: str) -> str:
    return path if path.count("/") > 2 else TRUNK


def _branch(
    path: str, direct: Counter[str], totals: Counter[str], skeleton: dict[str, list[str]], growth: Growth
) -> None:
    """Give the children that are large enough their branches, and keep the leaves of the others here."""
    growth.home[path] = path
    growth.totals[path] = growth.own[path] = totals[path]
    parts: dict[Hashable, int] = {child: totals[child] for child in skeleton.get(path, [])}
    # What was signed in the unit itself is a part like any other: it must not be what is left of the others.
    told = protected({**parts, None: direct[path]})
    for child in parts:
        if told[child]:
            growth.below[path].append(str(child))
            growth.own[path] -= totals[str(child)]
            _branch(str(child), direct, totals, skeleton, growth)
        else:
            _stay(str(child), path, skeleton, growth)


def _stay(path: str, branch: str, skeleton: dict[str, list[str]], growth: Growth) -> None:
    """Everything below a unit without a branch grows where the unit's own leaves do."""
    growth.home[path] = branch
    for child in skeleton.get(path, []):
        _stay(child, branch, skeleton, growth)
