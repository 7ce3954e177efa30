"""Whose records somebody may see here: HR everybody's, a unit's head those of the unit and below, others nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest

from lms.core import clock
from lms.people.models import Person
from lms.people.services import led_units, visible_people

from .tree import Branch, OrgTree

__all__ = ["Horizon", "horizon_in"]

SEE_ALL, SEE_UNIT = "people.view_all_people", "people.view_unit_people"


@dataclass(frozen=True)
class Horizon:
    """What ``actor`` may ask about. ``unit_codes`` are the units led today; empty for somebody who sees everybody."""

    actor: Person
    today: date
    sees_all: bool
    unit_codes: tuple[str, ...] = ()

    @property
    def sees_anything(self) -> bool:
        """Whether there is anything to see at all."""
        return self.sees_all or bool(self.unit_codes)

    @property
    def people(self) -> QuerySet[Person] | None:
        """The people whose records may be seen today; None stands for everybody, which needs no condition.

        A unit's head sees today's staff also where a past day is asked: who has left the unit has left it.
        """
        return None if self.sees_all else visible_people(self.actor, self.today)

    def tops(self, tree: OrgTree) -> list[Branch]:
        """The units from which the actor may look down, on the day of the tree."""
        if self.sees_all:
            return tree.roots
        return [tree.by_code[code] for code in self.unit_codes if code in tree.by_code]

    def allows(self, branch: Branch, tree: OrgTree) -> bool:
        """Whether the actor may ask about that unit."""
        return any(top.holds(branch) for top in self.tops(tree))


def _horizon_of(actor: Person, *, on: date) -> Horizon:
    """How far the actor sees today, by permission and by the units that the actor leads."""
    if actor.has_perm(SEE_ALL):
        return Horizon(actor, on, sees_all=True)
    if not actor.has_perm(SEE_UNIT):
        return Horizon(actor, on, sees_all=False)
    codes = tuple(led_units(actor, on).values_list("code", flat=True))
    return Horizon(actor, on, sees_all=False, unit_codes=codes)


def horizon_in(request: HttpRequest) -> Horizon:
    """How far the person who asks sees. Found once for each request: several lines of the admin's menu want to know."""
    kept: Horizon | None = getattr(request, "_horizon", None)
    if kept is None or kept.actor != request.user:
        kept = _horizon_of(request.user, on=clock.today())  # type: ignore[arg-type]
        request._horizon = kept  # type: ignore[attr-defined]
    return kept
