"""What is asked of the reach of broadcasts, and how far somebody may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.reports.horizon import Horizon, horizon_in
from lms.reports.tree import Branch, OrgTree

from ..staff.entitlement import is_planner

__all__ = ["MOST_DAYS", "USUAL_DAYS", "Basis", "Question", "Sight", "sight_in"]

#: What is shown when nobody names a period, and the longest that may be named: two weeks, a quarter.
USUAL_DAYS, MOST_DAYS = 14, 92


class Basis(TextChoices):
    """To which unit a person counts."""

    CURRENT = "current", _("unit today")
    THEN = "then", _("unit on the first day of the period")


@dataclass(frozen=True)
class Sight:
    """How far an actor sees: units by rank and office; who makes broadcasts, the totals and every episode."""

    horizon: Horizon
    makes_broadcasts: bool

    @property
    def sees_anything(self) -> bool:
        return self.horizon.sees_anything or self.makes_broadcasts

    @property
    def totals_only(self) -> bool:
        """Whether no unit is told apart."""
        return not self.horizon.sees_anything

    @property
    def sees_episodes(self) -> bool:
        """Whether the screen of one episode, which speaks of everybody, is open."""
        return self.horizon.sees_all or self.makes_broadcasts


def sight_in(request: HttpRequest) -> Sight:
    """HR sees every unit, a head their own and below, makers the totals. Asks nothing that the menu asked already."""
    return Sight(horizon_in(request), makes_broadcasts=is_planner(request))


@dataclass(frozen=True)
class Question:
    """The broadcasts of these days, both counted, among the staff of the tree's day. ``unit`` None: everybody."""

    tree: OrgTree
    first: date
    last: date
    basis: str = Basis.CURRENT
    unit: Branch | None = None

    @property
    def filed_under(self) -> date:
        """The day in a file's name."""
        return self.last

    @property
    def counted_on(self) -> date:
        """The day whose staff is the whole and whose units count: today, or the first day of the period.

        One day for all broadcasts of the period: counting each in the staff of its own day would show, by the sizes of
        the units alone, who of those who moved had listened.
        """
        return self.tree.on
