"""놓친 방송: what one person has not heard of the last twenty working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lms.core.clock import local_day
from lms.core.working_days import previous_working_day
from lms.people.choices import EmploymentState
from lms.people.models import EmploymentPeriod, Person

from ..models import Listening
from .listing import Line, archive, lines

__all__ = ["WORKING_DAYS", "Missed", "missed_by"]

WORKING_DAYS = 20
MOST = 5


@dataclass(frozen=True)
class Missed:
    """An episode, and whether the person was away on its day."""

    line: Line
    was_away: bool


def missed_by(person: Person, *, stamp: str, at: datetime) -> list[Missed]:
    """At most five, the latest first; a fixed number of statements. Nothing of it is kept or counted."""
    since = _first_day(local_day(at))
    heard = Listening.objects.filter(person=person, episode=OuterRef("pk"))
    found = archive(stamp, at=at).filter(~Exists(heard), on_air_from__gte=timezone.make_aware(since))
    episodes = lines(found[:MOST], at=at)
    if not episodes:
        return []
    absences = EmploymentPeriod.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=since.date()),
        person=person,
        state__in=[EmploymentState.ON_LEAVE, EmploymentState.SECONDED],
    )
    away = list(absences.values_list("valid_from", "valid_to"))
    return [Missed(line, _covers(away, local_day(line.aired_at))) for line in episodes]


def _first_day(day: date) -> datetime:
    for _number in range(WORKING_DAYS):
        day = previous_working_day(day)
    return datetime.combine(day, time())


def _covers(periods: list[tuple[date, date | None]], day: date) -> bool:
    return any(first <= day <= (last or day + timedelta(days=1)) for first, last in periods)
