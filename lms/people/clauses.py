"""What an Audience's clauses mean, as one condition on people.

Clauses are read from top to bottom. The first one chooses people; each further one adds people (or), keeps only
those it names (and) or leaves those it names out (except). ``except`` in the first line starts from everybody.
No clause at all chooses nobody: an audience that lost its lines must not become everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

from .models import Membership, OrgUnit
from .models.person import executive_q

__all__ = ["NOBODY", "chosen"]

NOBODY = Q(pk__in=[])


def chosen(clauses: Iterable[Mapping[str, Any]], on: date) -> Q:
    """The condition for stored clauses (``StreamValue.get_prep_value()``) on that day. Unknown kinds choose nobody."""
    sum_so_far: Q | None = None
    for clause in clauses:
        value = clause["value"]
        condition = CONDITIONS.get(clause["type"], _nobody)(value, on)
        sum_so_far = _joined(sum_so_far, value.get("join") or "or", condition)
    return NOBODY if sum_so_far is None else sum_so_far


def _joined(sum_so_far: Q | None, join: str, condition: Q) -> Q:
    if sum_so_far is None:
        return ~condition if join == "except" else condition
    if join == "and":
        return sum_so_far & condition
    if join == "except":
        return sum_so_far & ~condition
    return sum_so_far | condition


def _nobody(value: Mapping[str, Any], on: date) -> Q:
    return NOBODY


def _in_unit(value: Mapping[str, Any], on: date) -> Q:
    # By code, not by row: the clause holds before and after a reorganisation.
    code = Subquery(OrgUnit.objects.filter(pk=value.get("unit") or 0).values("code"))
    belonging = Membership.objects.valid(on=on).filter(person=OuterRef("pk"))
    if value.get("with_below"):
        return Q(Exists(belonging.filter(unit__path__contains=Concat(Value("/"), code, Value("/")))))
    return Q(Exists(belonging.filter(unit__code=code)))


def _of_grade(value: Mapping[str, Any], on: date) -> Q:
    condition = Q(grade__gte=value.get("highest") or 1, grade__lte=value.get("lowest") or 9)
    return condition | Q(grade__isnull=True) if value.get("without_grade") else condition


def _of_rank(value: Mapping[str, Any], on: date) -> Q:
    return Q(rank_title__in=[title.strip() for title in _items(value.get("titles"))])


def _in_position(value: Mapping[str, Any], on: date) -> Q:
    return Q(position__in=value.get("positions") or [])


def _executive(value: Mapping[str, Any], on: date) -> Q:
    return ~executive_q(on) if value.get("value") == "no" else executive_q(on)


def _named(value: Mapping[str, Any], on: date) -> Q:
    return Q(pk__in=[pk for pk in _items(value.get("people")) if pk is not None])


def _items(stored: Iterable[Any] | None) -> list[Any]:
    """The items of a stored ListBlock, which keeps each beside its id."""
    return [item["value"] if isinstance(item, Mapping) else item for item in stored or []]


CONDITIONS: dict[str, Callable[[Mapping[str, Any], date], Q]] = {
    "unit": _in_unit,
    "grade": _of_grade,
    "rank": _of_rank,
    "position": _in_position,
    "executive": _executive,
    "people": _named,
}
