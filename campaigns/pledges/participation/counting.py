"""The counts behind a report: four questions to the database, however many people and units there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lms.people.models import Person
from lms.people.models.organisation import valid_on
from lms.people.services import people_in
from lms.reports.publishing import Count, Publication
from lms.reports.questions import day_after
from lms.reports.voluntary import Homes, added_up, home_of, homes_of, publish_units, staff_of

from ..models import Pledge, PracticeCheck
from ..practice import DAYS
from .question import Basis, Question

__all__ = ["FollowThrough", "Participation", "participation_of"]


@dataclass(frozen=True)
class FollowThrough:
    """One check of the whole campaign: of those whose check was due, how many answered it."""

    day: int
    count: Count


@dataclass(frozen=True)
class Participation:
    """What was counted. ``signed`` and ``practised`` say what of it may be told; ``left_out`` is by state and unit."""

    question: Question
    signed: Publication
    practised: Publication
    checks: tuple[FollowThrough, ...]
    #: Signatures by unit and day.
    by_day: Mapping[str, Mapping[date, int]]
    left_out: Mapping[str, Mapping[str, int]]

    def signed_by_day(self, key: str) -> Counter[date]:
        """Signatures of a unit and those below, by day."""
        return added_up(self.question.tree, key, self.by_day)

    def away(self, key: str) -> dict[str, int]:
        """People of a unit and those below who are on leave or seconded, by state."""
        return dict(added_up(self.question.tree, key, self.left_out))


def participation_of(question: Question) -> Participation:
    """Count a campaign. Four queries."""
    homes, on = homes_of(question.tree), question.counted_on
    wholes, left_out = staff_of(people_in(question.campaign.audience, on), on=on, homes=homes)
    by_day, due, practised, signed_on = _signatures(question, homes)
    signed = {code: Count(part=sum(by_day.get(code, {}).values()), whole=wholes[code]) for code in {*wholes, *by_day}}
    follow = {code: Count(part=practised[code], whole=due[code]) for code in due}
    return Participation(
        question,
        signed=publish_units(question.tree, signed),
        practised=publish_units(question.tree, follow),
        checks=_checks(question, signed_on),
        by_day=by_day,
        left_out=left_out,
    )


def _signatures(
    question: Question, homes: Homes
) -> tuple[dict[str, Counter[date]], Counter[str], Counter[str], Counter[date]]:
    """Signatures by unit and day; of those whose first check was due, how many there are and how many answered one."""
    answered = PracticeCheck.objects.filter(pledge=OuterRef("pk"), answered_at__lt=day_after(question.as_of))
    rows = (
        _pledges(question)
        .annotate(day_signed=TruncDate("signed_at"), unit_counted=_unit_counted(question), practises=Exists(answered))
        .order_by()
        .values_list("unit_counted", "day_signed", "practises")
        .annotate(people=CountRows("pk"))
    )
    by_day: dict[str, Counter[date]] = defaultdict(Counter)
    due: Counter[str] = Counter()
    practised: Counter[str] = Counter()
    signed_on: Counter[date] = Counter()
    for unit_id, day, practises, people in rows:
        code = home_of(unit_id, homes)
        by_day[code][day] += people
        signed_on[day] += people
        if day + timedelta(days=DAYS[0]) <= question.as_of:
            due[code] += people
            practised[code] += people if practises else 0
    return by_day, due, practised, signed_on


def _unit_counted(question: Question) -> F:
    return F("unit_id" if question.basis == Basis.THEN else "belonging__unit_id")


def _pledges(question: Question) -> QuerySet[Any, Any]:
    """Living signatures of those who make up the whole: a part must be part of its whole."""
    on = question.counted_on
    meant = people_in(question.campaign.audience, on).values("pk")
    at_work = Person.objects.present(on=on).values("pk")
    pledges: QuerySet[Any, Any] = Pledge.objects.filter(
        question.signed_within, Q(person__in=meant), Q(person__in=at_work)
    )
    if question.basis == Basis.THEN:
        return pledges
    return pledges.annotate(
        belonging=FilteredRelation("person__memberships", condition=valid_on(on, "person__memberships__"))
    )


def _checks(question: Question, signed_on: Mapping[date, int]) -> tuple[FollowThrough, ...]:
    """How the three checks went, in the whole campaign."""
    rows = (
        PracticeCheck.objects.filter(
            pledge__in=_pledges(question).values("pk"), answered_at__lt=day_after(question.as_of)
        )
        .order_by()
        .values_list("day")
        .annotate(people=CountRows("pk"))
    )
    answered = dict(rows)
    return tuple(
        FollowThrough(
            day,
            Count(
                part=answered.get(day, 0),
                whole=sum(
                    people for signed, people in signed_on.items() if signed + timedelta(days=day) <= question.as_of
                ),
            ),
        )
        for day in DAYS
    )
