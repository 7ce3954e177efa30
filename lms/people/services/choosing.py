"""Choosing people by an Audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..choices import EmploymentState
from ..clauses import chosen
from ..models import Audience, Person
from ..models.person import PersonQuerySet

__all__ = ["AudienceCount", "count_audience", "is_in_audience", "people_in"]


def people_in(audience: Audience | None, on: date) -> PersonQuerySet:
    """Everybody an audience chooses on that day, as one query; None means everybody employed, nobody else ever."""
    employed = Person.objects.employed(on=on)
    return employed if audience is None else employed.filter(chosen(audience.clauses.get_prep_value(), on))


def is_in_audience(audience: Audience | None, person: Person, on: date) -> bool:
    """Whether an audience chooses the person on that day: one query."""
    return people_in(audience, on).filter(pk=person.pk).exists()


@dataclass(frozen=True)
class AudienceCount:
    """How many people an audience chooses, and how many of them are away on leave or secondment."""

    total: int
    absent: int

    @property
    def present(self) -> int:
        return self.total - self.absent


def count_audience(audience: Audience | None, on: date) -> AudienceCount:
    """Count an audience on that day: one query, whatever its clauses."""
    away = Q(state_then__in=[EmploymentState.ON_LEAVE, EmploymentState.SECONDED])
    counted = people_in(audience, on).with_standing(on=on).aggregate(total=Count("pk"), absent=Count("pk", filter=away))
    return AudienceCount(**counted)
