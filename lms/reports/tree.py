"""조직도: the tree of units as it stood on one day, and where editions of other days belong in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from lms.people.models import OrgUnit

__all__ = ["Branch", "OrgTree"]


@dataclass(eq=False)
class Branch:
    """One unit on the day of the tree. ``code`` names it in addresses: it survives renames."""

    code: str
    name: str
    label: str
    sort_order: int
    path: str
    parent: Branch | None = None
    children: list[Branch] = field(default_factory=list)
    #: Ids of all editions that count to this unit on the day of the tree: its own, and those of units closed since.
    edition_ids: list[int] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """0 for a root."""
        return len(self.ancestors)

    @property
    def ancestors(self) -> list[Branch]:
        """From the root down, without the unit itself."""
        above = self.parent
        return [*above.ancestors, above] if above else []

    def walk(self) -> Iterator[Branch]:
        """The unit and everything below, in the order of the organisation chart."""
        yield self
        for child in self.children:
            yield from child.walk()

    def holds(self, other: Branch) -> bool:
        """Whether ``other`` is this unit or below it."""
        return other.path.startswith(self.path)


class OrgTree:
    """The units of a day with their place in the tree; one query, whatever its size."""

    def __init__(self, units: Iterable[OrgUnit], *, on: date) -> None:
        """Of all editions of all units, those of ``on`` make the tree; the rest are assigned to their successors."""
        editions = list(units)
        self.on = on
        self.by_code: dict[str, Branch] = {
            unit.code: Branch(unit.code, unit.name, unit.label, unit.sort_order, unit.path)
            for unit in editions
            if unit.is_valid(on=on)
        }
        self.roots: list[Branch] = []
        for branch in self.by_code.values():
            branch.parent = self._nearest(branch.path.strip("/").split("/")[:-1])
            (branch.parent.children if branch.parent else self.roots).append(branch)
        for siblings in [self.roots, *(branch.children for branch in self.by_code.values())]:
            siblings.sort(key=lambda each: (each.sort_order, each.name, each.code))
        self.labels: dict[int, str] = {}
        for unit in editions:
            self.labels[unit.pk] = unit.label or unit.name
            home = self._nearest(unit.path.strip("/").split("/"))
            if home is not None:
                home.edition_ids.append(unit.pk)

    @classmethod
    def of(cls, on: date) -> OrgTree:
        """The tree of that day, from the database."""
        fields = ("pk", "code", "name", "label", "sort_order", "path", "valid_from", "valid_to")
        return cls(OrgUnit.objects.only(*fields).order_by("path", "valid_from"), on=on)

    def _nearest(self, codes: list[str]) -> Branch | None:
        """The lowest unit on a path that exists on the day: where the people of a closed unit are looked for."""
        for code in reversed(codes):
            if code in self.by_code:
                return self.by_code[code]
        return None

    def walk(self) -> Iterator[Branch]:
        """Every unit of the day, in the order of the organisation chart."""
        for root in self.roots:
            yield from root.walk()
