"""Writes the stories: bulk inserts, because it runs at every first start, through the same snapshot as the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from lms.courses.models import CourseRun, LessonPage
from lms.courses.services import lessons_of
from lms.people.models import Membership, OrgUnit, Person

from ..models import Completion, Enrolment, LessonProgress
from ..rules import decide_completion
from ..services.completions import snapshot
from . import reactions
from .stories import Fate, Step, Story, choose_fate, tell

__all__ = ["seed_learning"]

MANDATORY, LEADERSHIP, SPECIAL = "customer-mindset", "customer-leadership", "special-complaints"
Pick = Callable[[Person, Random], bool]


@dataclass
class Wave:
    """Many people put on one run for one reason. ``starts_within`` days of ``enrolled_on`` they begin, if ever."""

    run: CourseRun
    people: list[Person]
    enrolled_on: date
    fates: dict[str, float]
    source: str = Enrolment.Source.RULE
    by: Person | None = None
    due_on: date | None = None
    spread_days: int = 0
    starts_within: int = 40
    ends_on: date | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.run.course.slug}:{self.run.number}:{self.enrolled_on}"


@transaction.atomic
def seed_learning(*, at: datetime, stdout: Any) -> None:
    """Enrolments, progress and completions from last January until ``at``. Whoever has records already keeps them."""
    runs = {
        (run.course.slug, run.is_self_paced): run
        for run in CourseRun.objects.select_related("course").order_by("-number")
    }
    if not {(MANDATORY, True), (LEADERSHIP, True), (SPECIAL, True), (SPECIAL, False)} <= set(runs):
        stdout.write("learning: the demo courses are not there; nothing to record")
        return
    at = timezone.localtime(at)
    desk = Desk(at)
    before = Enrolment.objects.count()
    desk.write(_last_autumn(runs[SPECIAL, False], desk))
    # Before this year's waves: whoever lost a completion then is assigned again now.
    reactions.correct_records(at=at, run=runs[SPECIAL, False])
    for wave in _since_then(runs, desk):
        desk.write(wave)
    desk.tell_of_the_learner(runs[MANDATORY, True])
    reactions.answer_requests(at=at, run=runs[SPECIAL, False])
    new = Enrolment.objects.count() - before
    stdout.write(f"learning: {new} new enrolments, {Completion.objects.count()} completions")


def _last_autumn(run: CourseRun, desk: Desk) -> Wave:
    """Everybody who was there took the dated run of last year."""
    opens_on = run.opens_on or date(desk.at.year - 1, 9, 1)
    return Wave(
        run,
        desk.present(opens_on),
        opens_on,
        {"finishes": 88, "stops": 4, "fails": 3, "never_begins": 5},
        due_on=run.closes_on,
        ends_on=run.closes_on,
        starts_within=45,
    )


def _since_then(runs: dict[tuple[str, bool], CourseRun], desk: Desk) -> Iterable[Wave]:
    """Each is asked for when the one before is written: who has completed is not assigned again."""
    this_year, last_year = desk.at.year, desk.at.year - 1
    hr = desk.account("hr")
    special, special_again, mindset = runs[SPECIAL, False], runs[SPECIAL, True], runs[MANDATORY, True]
    yield Wave(
        mindset,
        desk.some(desk.present(date(last_year, 3, 2)), 0.45, without={"learner", "outsider"}),
        date(last_year, 3, 2),
        {"finishes": 84, "stops": 6, "fails": 3, "leaves": 7},
        source=Enrolment.Source.SELF,
        spread_days=270,
        starts_within=3,
    )
    yield Wave(
        special_again,
        desk.without_completion(special, desk.present(date(this_year, 2, 2)), without={"learner", "outsider"}),
        date(this_year, 2, 2),
        {"finishes": 78, "stops": 8, "fails": 4, "never_begins": 10},
        due_on=date(this_year, 6, 30),
        starts_within=120,
    )
    yield Wave(
        mindset,
        desk.without_completion(mindset, desk.present(date(this_year, 3, 2)), without={"learner", "outsider"}),
        date(this_year, 3, 2),
        {"finishes": 80, "stops": 7, "fails": 3, "never_begins": 10},
        due_on=date(this_year, 12, 18),
        starts_within=270,
    )
    yield Wave(
        runs[LEADERSHIP, True],
        desk.executives(date(this_year, 4, 1)),
        date(this_year, 4, 1),
        {"finishes": 72, "stops": 14, "fails": 2, "never_begins": 12},
        source=Enrolment.Source.MANAGER,
        by=hr,
        due_on=date(this_year, 11, 30),
        starts_within=210,
    )


class Desk:
    """Everybody and their units, loaded once; writes waves."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.people = list(Person.objects.order_by("employee_number"))
        self.units: dict[int, list[tuple[date, date | None, OrgUnit]]] = {}
        for row in Membership.objects.select_related("unit"):
            self.units.setdefault(row.person_id, []).append((row.valid_from, row.valid_to, row.unit))

    def account(self, number: str) -> Person | None:
        return next((person for person in self.people if person.employee_number == number), None)

    def present(self, on: date) -> list[Person]:
        ids = set(Person.objects.present(on=on).values_list("pk", flat=True))
        return [person for person in self.people if person.pk in ids]

    def executives(self, on: date) -> list[Person]:
        ids = set(Person.objects.present(on=on).executives(on=on).values_list("pk", flat=True))
        return [person for person in self.people if person.pk in ids]

    def some(self, people: list[Person], share: float, *, without: set[str]) -> list[Person]:
        """About that share of them, the same ones every time."""
        return [
            person
            for person in people
            if person.employee_number not in without and _chance(person, "some").random() < share
        ]

    def without_completion(self, run: CourseRun, people: list[Person], *, without: set[str]) -> list[Person]:
        done = set(Completion.objects.standing().filter(run=run).values_list("person_id", flat=True))
        return [person for person in people if person.pk not in done and person.employee_number not in without]

    def unit_on(self, person_id: int, on: date) -> OrgUnit | None:
        known = self.units.get(person_id, [])
        return next((unit for start, end, unit in known if start <= on and (end is None or on <= end)), None)

    def write(self, wave: Wave) -> None:
        """The enrolments, progress and completions of one wave, for whoever has none from it or living."""
        if wave.enrolled_on > self.at.date():
            return
        rows = Enrolment.objects.real().filter(run=wave.run)
        # Whoever took part that year, or takes part now, is left as they are: a second seeding adds nothing.
        taken = set(rows.filter(enrolled_at__year=wave.enrolled_on.year).values_list("person_id", flat=True))
        taken |= set(rows.living().values_list("person_id", flat=True))
        wave.steps = _steps(wave.run)
        told = [
            (enrolment, story)
            for person in wave.people
            if person.pk not in taken and (pair := self._tell(wave, person)) is not None
            for enrolment, story in [pair]
        ]
        Enrolment.objects.bulk_create([enrolment for enrolment, _ in told], batch_size=500)
        progress = [_progress(enrolment, visit) for enrolment, story in told for visit in story.visits]
        LessonProgress.objects.bulk_create(progress, batch_size=500)
        self._complete(wave.run, [enrolment for enrolment, story in told if story.left_at is None], progress)

    def _tell(self, wave: Wave, person: Person) -> tuple[Enrolment, Story] | None:
        chance = _chance(person, wave.name)
        day = wave.enrolled_on + timedelta(days=chance.randint(0, wave.spread_days))
        enrolled_at = timezone.make_aware(datetime.combine(day, time(8, 40)))
        if enrolled_at > self.at:
            return None
        until = self.at
        if wave.ends_on is not None:
            until = min(until, timezone.make_aware(datetime.combine(wave.ends_on, time(23, 0))))
        begins_at = enrolled_at + timedelta(days=chance.randint(0, wave.starts_within), minutes=chance.randint(25, 500))
        story = tell(chance, wave.steps, begins_at=begins_at, until=until, fate=self._fate(wave, person, chance))
        chose_it = wave.source == Enrolment.Source.SELF
        return (
            Enrolment(
                person=person,
                run=wave.run,
                source=wave.source,
                enrolled_at=enrolled_at,
                enrolled_by=person if chose_it else wave.by,
                due_on=wave.due_on,
                withdrawn_at=story.left_at,
                withdrawn_by=person if story.left_at else None,
            ),
            story,
        )

    def _fate(self, wave: Wave, person: Person, chance: Random) -> str:
        """Units differ: the busier a bureau, the fewer finish. The learner of the demo always does."""
        if person.employee_number in ("learner", "outsider"):
            return Fate.FINISHES
        if person.employee_number == "manager" and wave.run.course.slug == LEADERSHIP:
            return Fate.STOPS
        unit = self.unit_on(person.pk, wave.enrolled_on)
        bureau = unit.path.split("/")[2] if unit and unit.path.count("/") > 2 else ""
        diligence = Random(f"{bureau}:{wave.run.course.slug}").uniform(0.72, 1.06)  # noqa: S311 - variety, no secret
        return choose_fate(chance, **{**wave.fates, "finishes": wave.fates["finishes"] * diligence})

    def _complete(self, run: CourseRun, enrolments: list[Enrolment], progress: list[LessonProgress]) -> None:
        by_enrolment: dict[int, dict[int, LessonProgress]] = {}
        for row in progress:
            by_enrolment.setdefault(row.enrolment_id, {})[row.lesson_id] = row
        lessons = lessons_of(run.course)
        completions = []
        for enrolment in enrolments:
            states = by_enrolment.get(enrolment.pk, {})
            decision = decide_completion(lessons=lessons, states=states, policy=run.policy)
            if decision.completed_at is None:
                continue
            unit = self.unit_on(enrolment.person_id, timezone.localdate(decision.completed_at))
            completions.append(
                Completion(
                    completed_at=decision.completed_at,
                    recorded_at=decision.completed_at,
                    **snapshot(enrolment, decision, unit=unit, started_at=enrolment.enrolled_at),
                )
            )
        Completion.objects.bulk_create(completions, batch_size=500)

    def tell_of_the_learner(self, run: CourseRun) -> None:
        """The account everybody tries first: in the middle of a lesson, with a day to finish."""
        learner, manager = self.account("learner"), self.account("manager")
        if learner is None or Enrolment.objects.filter(person=learner, run=run).exists():
            return
        chance, steps = _chance(learner, "middle"), _steps(run)[:4]
        begun = self.at - timedelta(days=9)
        enrolment = Enrolment.objects.create(
            person=learner,
            run=run,
            source=Enrolment.Source.MANAGER,
            enrolled_at=begun - timedelta(days=1),
            enrolled_by=manager,
            due_on=self.at.date() + timedelta(days=12),
        )
        story = tell(chance, steps, begins_at=begun, until=self.at, fate=Fate.FINISHES)
        for visit in story.visits:
            LessonProgress.objects.create(**_values(enrolment, visit))
        # The last one she opened is the one she is in the middle of.
        current = enrolment.progress.order_by("-opened_at", "-pk").first()
        if current is not None:
            current.completed_at, current.place = None, _middle_block(current.lesson)
            current.last_opened_at = max(current.opened_at, self.at - timedelta(days=1))
            current.save()


def _chance(person: Person, story: str) -> Random:
    return Random(f"{person.employee_number}:{story}")  # noqa: S311 - believable variety, not a secret


def _steps(run: CourseRun) -> list[Step]:
    return [Step(card.id, card.slug, card.estimated_minutes, card.completes_itself) for card in lessons_of(run.course)]


def _values(enrolment: Enrolment, visit: Any) -> dict[str, Any]:
    return {
        "enrolment": enrolment,
        "lesson_id": visit.lesson_id,
        "opened_at": visit.opened_at,
        "last_opened_at": visit.opened_at,
        "completed_at": visit.completed_at,
        "score_percent": visit.score_percent,
    }


def _progress(enrolment: Enrolment, visit: Any) -> LessonProgress:
    return LessonProgress(**_values(enrolment, visit))


def _middle_block(lesson: Page) -> str:
    specific = lesson.specific
    blocks = list(specific.body) if isinstance(specific, LessonPage) else []
    return str(blocks[len(blocks) // 2].id) if blocks else ""
