"""Who belongs where on a day: questions only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lms.core.prepared import prepared

from ..models import Membership, OrgUnit, Person
from ..models.organisation import valid_on
from ..rules import is_executive as decide_executive

__all__ = ["current_unit", "current_unit_label", "is_executive", "unit_label", "units_of"]


def current_unit(person: Person, on: date) -> OrgUnit | None:
    """The unit, in its edition of that day, to which the person belonged; None for nobody's."""
    # A person is in one unit at a time. Without an order, which Django pays for by hashing every selected column.
    found = OrgUnit.objects.filter(valid_on(on, "memberships__"), memberships__person=person).order_by()[:1]
    return next(iter(found), None)


def current_unit_label(person_id: int, on: date) -> str:
    """The full name of that unit alone, as every page shows it; empty for nobody's."""
    return next((label for (label,) in _label_rows(person_id, on)), "")


@prepared
def _label_rows(person_id: int, on: date) -> QuerySet[Any, Any]:
    found = OrgUnit.objects.filter(valid_on(on, "memberships__"), memberships__person_id=person_id)
    return found.order_by().values_list("label")[:1]


def units_of(person_ids: Iterable[int], on: date) -> dict[int, OrgUnit]:
    """Units of many people on a day by person id, in one query; people without a unit are missing."""
    belongings = Membership.objects.valid(on=on).filter(person_id__in=list(person_ids)).select_related("unit")
    return {belonging.person_id: belonging.unit for belonging in belongings}


def unit_label(unit: OrgUnit | None) -> str:
    """The unit as documents write it, from bureau to team: ``복지국 생활보장과``. Empty for None."""
    return unit.label if unit else ""


def is_executive(person: Person, on: date) -> bool:
    """간부공무원 on that day: by override, else from position and kind of unit. At most one query."""
    unit = current_unit(person, on) if person.executive_override is None and person.position else None
    return decide_executive(person.position, unit.kind if unit else None, person.executive_override)
