"""Who may see whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Membership, OrgUnit, Person
from ..models.organisation import valid_on
from ..models.person import PersonQuerySet
from ..rules import LEADS

__all__ = ["led_units", "may_see_person", "visible_people"]

SEE_ALL = "people.view_all_people"


def led_units(person: Person, on: date) -> QuerySet[OrgUnit]:
    """The units whose head the person is on that day, each the top of what they lead.

    Empty while on leave, seconded or retired, and for a position held in a unit of another kind.
    """
    kind = LEADS.get(person.position)
    if kind is None or not person.is_active:
        return OrgUnit.objects.none()
    at_work = Person.objects.present(on=on).filter(pk=person.pk)
    return OrgUnit.objects.filter(
        Exists(at_work), valid_on(on, "memberships__"), memberships__person=person, kind=kind
    ).distinct()


def visible_people(actor: Person, on: date) -> PersonQuerySet:
    """Whose records the actor may see: HR officers and administrators all, a unit's head the unit and below."""
    if not actor.is_active:
        return Person.objects.none()
    if actor.has_perm(SEE_ALL):
        return Person.objects.all()
    below = Q()
    for unit in led_units(actor, on):
        below |= Q(unit__path__startswith=unit.path)
    if not below:
        return Person.objects.none()
    return Person.objects.filter(Exists(Membership.objects.valid(on=on).filter(below, person=OuterRef("pk"))))


def may_see_person(actor: Person, person: Person, on: date) -> bool:
    """Whether the actor may see that person's record. Everybody may see their own."""
    return actor.pk == person.pk or visible_people(actor, on).filter(pk=person.pk).exists()
