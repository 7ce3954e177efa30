"""The counts behind the report: three questions to the database, however many people and broadcasts there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from lms.core.clock import local_day
from lms.people.models import Person
from lms.people.models.organisation import valid_on
from lms.reports.publishing import Count, Publication
from lms.reports.questions import day_after, start_of
from lms.reports.voluntary import Homes, added_up, home_of, homes_of, publish_units, staff_of

from ..models import Episode, Listening
from .question import Question

__all__ = ["Broadcast", "Reach", "broadcasts_between", "counted", "reach_of"]


@dataclass(frozen=True)
class Broadcast:
    """An episode that was on the air in the period. Whoever hears it later counts to its day."""

    pk: int
    title: str
    on: date


@dataclass(frozen=True)
class Reach:
    """What was counted. ``average`` (of all broadcasts) and ``heard`` (each one) say what of it may be told."""

    question: Question
    broadcasts: tuple[Broadcast, ...]
    average: Publication
    heard: Mapping[int, Publication]
    #: Listeners by broadcast, unit and way.
    ways: Mapping[int, Mapping[str, Counter[str]]]
    left_out: Mapping[str, Mapping[str, int]]

    def ways_of(self, broadcast: Broadcast, key: str) -> Counter[str]:
        """How a broadcast was heard in a unit and those below."""
        return added_up(self.question.tree, key, self.ways.get(broadcast.pk, {}))

    def away(self, key: str) -> dict[str, int]:
        """People of a unit and those below who are on leave or seconded, by state."""
        return dict(added_up(self.question.tree, key, self.left_out))


def reach_of(question: Question, *, at: datetime) -> Reach:
    """Count the broadcasts of a period, as far as they have begun at ``at``. Three queries."""
    broadcasts = broadcasts_between(question.first, question.last, at=at)
    homes, on = homes_of(question.tree), question.counted_on
    wholes, left_out = staff_of(Person.objects.employed(on=on), on=on, homes=homes)
    ways = _ways(question, broadcasts, homes)
    return Reach(
        question,
        broadcasts,
        average=_published(question, wholes, _averages(broadcasts, ways)),
        heard={
            each.pk: _published(question, wholes, {code: found.total() for code, found in ways[each.pk].items()})
            for each in broadcasts
        },
        ways=ways,
        left_out=left_out,
    )


def counted(*, at: datetime) -> QuerySet[Episode]:
    """What had begun at ``at``; also what was unpublished or taken off since, if somebody had heard it: a past figure
    stands. What was put in the place of one that was heard counts once it is heard itself.
    """
    heard = Episode.objects.heard(at=at).values("pk")
    shown = Episode.objects.aired(at=at).values("pk")
    taken_off = Listening.objects.filter(
        episode__cancellation__replaced_by=OuterRef("pk"), episode__airs_at=OuterRef("on_air_from")
    )
    begun: QuerySet[Episode] = Episode.objects.with_moment()
    return begun.filter(Q(pk__in=heard) | Q(pk__in=shown) & ~Exists(taken_off))


def broadcasts_between(first: date, last: date, *, at: datetime) -> tuple[Broadcast, ...]:
    """What was on the air on these days, in order. One query."""
    found = counted(at=at).filter(on_air_from__gte=start_of(first), on_air_from__lt=day_after(last))
    rows = found.order_by("on_air_from").values_list("pk", "title", "on_air_from")
    return tuple(Broadcast(pk, title, local_day(moment)) for pk, title, moment in rows)


def _published(question: Question, wholes: Mapping[str, int], parts: Mapping[str, int | Fraction]) -> Publication:
    counts = {code: Count(part=parts.get(code, 0), whole=wholes.get(code, 0)) for code in {*wholes, *parts}}
    return publish_units(question.tree, counts)


def _listenings(question: Question, broadcasts: tuple[Broadcast, ...]) -> QuerySet[Any, Any]:
    """Recognised listening of those who make up the whole: a part must be part of its whole."""
    on = question.counted_on
    at_work = Person.objects.present(on=on).values("pk")
    found: QuerySet[Any, Any] = Listening.objects.filter(
        episode__in=[each.pk for each in broadcasts], person__in=at_work
    )
    return found.annotate(
        belonging=FilteredRelation("person__memberships", condition=valid_on(on, "person__memberships__"))
    ).order_by()


def _ways(question: Question, broadcasts: tuple[Broadcast, ...], homes: Homes) -> dict[int, dict[str, Counter[str]]]:
    """Listeners by broadcast, unit and way. One person hears one broadcast once, so that these may be added up."""
    rows = (
        _listenings(question, broadcasts)
        .values_list("episode_id", "belonging__unit_id", "way")
        .annotate(people=CountRows("pk"))
    )
    ways: dict[int, dict[str, Counter[str]]] = {each.pk: defaultdict(Counter) for each in broadcasts}
    for episode_id, unit_id, way, people in rows:
        ways[episode_id][home_of(unit_id, homes)][way] += people
    return ways


def _averages(
    broadcasts: Sequence[Broadcast], ways: Mapping[int, Mapping[str, Counter[str]]]
) -> dict[str, int | Fraction]:
    """Listeners of a broadcast on average, by unit. A person adds at most one, as in each single broadcast."""
    sums: Counter[str] = Counter()
    for by_unit in ways.values():
        for code, found in by_unit.items():
            sums[code] += found.total()
    return {code: Fraction(people, len(broadcasts)) for code, people in sums.items()}
