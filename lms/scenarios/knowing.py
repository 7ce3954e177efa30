"""What became of a scenario: the ways people took, what they chose, whether they got better. For groups of five only.

Reads only, in so many statements whoever played: every tally is made by the database. Of one person this room tells
nothing to anybody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Avg,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, LPad

from lms.core.groups import SMALLEST_GROUP, Link, protected_flow, whole_groups
from lms.learning.models import Attempt, AttemptStep, Mark

from .graph import Graph
from .models import ScenarioVersion
from .scenes import Reply, Scene

__all__ = ["ChoiceRow", "Improvement", "Knowledge", "SceneChoices", "Way", "editions_played", "knowledge_of"]

#: Choices are told apart by first, second and third attempt; whoever plays on has found what was looked for.
NUMBERS = (1, 2, 3)
#: Scene, reply, and the scene it led to.
Atom = tuple[str, str, str]
OUTSIDE = "outside"


@dataclass(frozen=True)
class Way:
    """How many people went from one scene to another at their first attempt; None for too few to be told."""

    source: Scene
    target: Scene
    people: int | None
    is_model: bool


@dataclass(frozen=True)
class ChoiceRow:
    """A reply and, for each attempt number, the share of people in the scene who chose it, in percent."""

    reply: Reply
    percents: tuple[int | None, ...]


@dataclass(frozen=True)
class SceneChoices:
    """A scene with what was chosen in it. ``wrong_percent``: who left the model path here at the first attempt."""

    scene: Scene
    rows: tuple[ChoiceRow, ...]
    people: int | None
    wrong_percent: int | None


@dataclass(frozen=True)
class Improvement:
    """Of people who played more than once: from the first attempt to the best, in mean points; shares who passed."""

    people: int
    first_score: int
    best_score: int
    first_passed_percent: int
    best_passed_percent: int


@dataclass(frozen=True)
class Knowledge:
    """Everything that may be told of one edition."""

    graph: Graph
    people: int
    played: dict[int, int]
    ways: list[Way]
    scenes: list[SceneChoices]
    improvement: Improvement | None

    @property
    def stumbling_blocks(self) -> list[SceneChoices]:
        """Scenes where most people go wrong, worst first."""
        told = [each for each in self.scenes if each.wrong_percent]
        return sorted(told, key=lambda each: -(each.wrong_percent or 0))[:5]


def editions_played(scenario_id: int) -> list[tuple[ScenarioVersion, int]]:
    """Editions that five people or more have played to an end, newest first, with how many."""
    rows = (
        _handed_in(scenario_id)
        .values(version=KT("content__version"))
        .annotate(people=Count("enrolment__person", distinct=True))
    )
    people = {int(row["version"]): row["people"] for row in rows if row["people"] >= SMALLEST_GROUP}
    versions = ScenarioVersion.objects.filter(scenario_id=scenario_id, pk__in=people).order_by("-pk")
    return [(version, whole_groups(people[version.pk])) for version in versions]


def knowledge_of(version: ScenarioVersion) -> Knowledge:
    """What may be told of an edition. Eight statements, however many played it."""
    graph = version.graph
    handed_in = _once_each(_handed_in(version.scenario_id).filter(content__version=version.pk))
    counted, played = _counted(handed_in)
    steps = AttemptStep.objects.filter(attempt__in=handed_in.filter(counted)).annotate(
        scene=KT("value__scene"), reply=KT("value__reply"), number=F("attempt__number")
    )
    atoms = _atoms(steps)
    told = {number: _told(graph, of_number, played[number]) for number, of_number in atoms.items()}
    scenes = [_choices(scene, told) for scene in graph.scenes if scene.replies]
    return Knowledge(
        graph=graph,
        people=played.get(1, 0),
        played=played,
        ways=_ways(graph, told.get(1)),
        scenes=[each for each in scenes if any(each.scene.key in told[number].came for number in told)],
        improvement=_improvement(handed_in),
    )


def _handed_in(scenario_id: int) -> QuerySet[Attempt]:
    """Plays that came to their end, trainers' trials left out."""
    return Attempt.objects.submitted().filter(lesson_id=scenario_id, enrolment__is_trial=False)


def _once_each(handed_in: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Of every person one play for each attempt number, the one handed in first: whoever comes back with the next run
    is no further person, and so plays are as many as people."""
    before = Q(submitted_at__lt=OuterRef("submitted_at")) | Q(
        submitted_at=OuterRef("submitted_at"), pk__lt=OuterRef("pk")
    )
    earlier = handed_in.filter(before, number=OuterRef("number"), enrolment__person=OuterRef("enrolment__person"))
    return handed_in.filter(~Exists(earlier))


def _counted(handed_in: QuerySet[Attempt]) -> tuple[Q, dict[int, int]]:
    """Which attempts are counted: for each number the first whole groups of five by hand-in; and how many people."""
    totals = dict(
        handed_in.filter(number__in=NUMBERS).order_by().values_list("number").annotate(Count("pk")).order_by("number")
    )
    played = {number: whole_groups(totals.get(number, 0)) for number in NUMBERS}
    counted = Q(pk__in=[])
    for number, people in played.items():
        if people:
            last = _nth(handed_in.filter(number=number), people)
            counted |= Q(number=number, submitted_at__lte=last)
    return counted, {number: people for number, people in played.items() if people}


def _nth(attempts: QuerySet[Attempt], place: int) -> datetime | None:
    return attempts.order_by("submitted_at", "pk").values_list("submitted_at", flat=True)[place - 1 : place].get()


def _atoms(steps: QuerySet[AttemptStep, Any]) -> dict[int, Counter[Atom]]:
    """People by attempt number and by scene, reply and the scene it led to: the smallest parts of every figure."""
    following = LPad(
        Cast(ExpressionWrapper(Cast("key", IntegerField()) + 1, output_field=IntegerField()), CharField()),
        4,
        Value("0"),
    )
    ending = Subquery(
        Mark.objects.filter(attempt_id=OuterRef("attempt_id"), number=1).values(found=KT("detail__scene"))[:1]
    )
    next_step = Subquery(
        AttemptStep.objects.filter(attempt_id=OuterRef("attempt_id"), key=OuterRef("following")).values(
            found=KT("value__scene")
        )[:1]
    )
    rows = (
        steps.annotate(following=following)
        .annotate(arrived=Coalesce(next_step, ending))
        .order_by()
        .values("number", "scene", "reply", "arrived")
        .annotate(people=Count("attempt__enrolment__person", distinct=True))
    )
    atoms: dict[int, Counter[Atom]] = defaultdict(Counter)
    for row in rows:
        atoms[row["number"]][row["scene"], row["reply"], row["arrived"] or ""] = row["people"]
    return atoms


@dataclass(frozen=True)
class Told:
    """What may be told of one attempt number: the smallest parts, and how many came to a scene."""

    parts: dict[Atom, int | None]
    came: dict[str, int | None]


def _told(graph: Graph, atoms: Mapping[Atom, int], people: int) -> Told:
    """Hide what is small and what would give it away. Endings are one place with the beginning: all get there."""
    totals: Counter[str] = Counter()
    for (scene, _reply, _arrived), count in atoms.items():
        totals[scene] += count

    def arriving(key: str) -> Hashable:
        found = graph.scene(key)
        return OUTSIDE if found is None or found.is_ending else ("in", key)

    links: dict[Hashable, Link] = {
        atom: Link(("out", atom[0]), arriving(atom[2]), count) for atom, count in atoms.items()
    }
    links |= {("at", key): Link(("in", key), ("out", key), count) for key, count in totals.items()}
    links["all"] = Link(OUTSIDE, ("in", graph.start.scene), people)
    shown = protected_flow(links)
    return Told({atom: shown[atom] for atom in atoms}, {key: shown["at", key] for key in totals})


def _choices(scene: Scene, told: Mapping[int, Told]) -> SceneChoices:
    rows = tuple(
        ChoiceRow(reply, tuple(_percent(scene, [reply.key], told.get(number)) for number in NUMBERS))
        for reply in scene.replies
    )
    wrong = [reply.key for reply in scene.replies if not reply.is_model]
    has_model = len(wrong) < len(scene.replies)
    first = told.get(1)
    return SceneChoices(
        scene=scene,
        rows=rows,
        people=first.came.get(scene.key) if first else None,
        wrong_percent=_percent(scene, wrong, first) if has_model else None,
    )


def _percent(scene: Scene, replies: Sequence[str], told: Told | None) -> int | None:
    """The share of people in a scene who chose one of these; None where any part of it, or the whole, is hidden."""
    whole = told.came.get(scene.key) if told else None
    if told is None or not whole:
        return None
    parts = [told.parts[atom] for atom in told.parts if atom[0] == scene.key and atom[1] in replies]
    if None in parts:
        return None
    return round(100 * sum(filter(None, parts)) / whole)


def _ways(graph: Graph, told: Told | None) -> list[Way]:
    joined: dict[tuple[str, str], list[tuple[str, int | None]]] = defaultdict(list)
    for (source, reply, target), people in told.parts.items() if told else ():
        if source in graph.by_key and target in graph.by_key:
            joined[source, target].append((reply, people))
    return [
        Way(
            source=graph.by_key[source],
            target=graph.by_key[target],
            people=None if any(people is None for _reply, people in parts) else sum(n or 0 for _reply, n in parts),
            is_model=any((found := graph.by_key[source].reply(reply)) and found.is_model for reply, _people in parts),
        )
        for (source, target), parts in joined.items()
    ]


def _improvement(handed_in: QuerySet[Attempt]) -> Improvement | None:
    """Only people with a second attempt, by whole groups of five. Whether somebody passed is no secret; why is."""
    again = handed_in.filter(number=2)
    people = whole_groups(again.count())
    if not people:
        return None
    until = _nth(again, people)
    who = again.filter(submitted_at__lte=until).values("enrolment__person")
    passes = Q(outcome=Attempt.Outcome.PASSED)
    by_person = (
        # The score itself stands in the mark's detail: attempts say passed or not, and nothing more of a person.
        Mark.objects.filter(attempt__in=handed_in.filter(enrolment__person__in=who), number=1)
        .annotate(score=Cast(KT("detail__score"), IntegerField()))
        .order_by()
        .values("attempt__enrolment__person")
        .annotate(
            first=Min("score", filter=Q(attempt__number=1)),
            best=Max("score"),
            first_passed=Count("pk", filter=passes & Q(attempt__number=1)),
            passed=Count("pk", filter=passes),
        )
    )
    found = by_person.aggregate(
        people=Count("best"),
        first_mean=Avg("first"),
        best_mean=Avg("best"),
        first_passes=Count("best", filter=Q(first_passed__gt=0)),
        passes=Count("best", filter=Q(passed__gt=0)),
    )
    whole = found["people"]
    if whole < SMALLEST_GROUP or found["first_mean"] is None:
        return None
    return Improvement(
        people=whole,
        first_score=round(found["first_mean"]),
        best_score=round(found["best_mean"]),
        first_passed_percent=round(100 * found["first_passes"] / whole),
        best_passed_percent=round(100 * found["passes"] / whole),
    )
