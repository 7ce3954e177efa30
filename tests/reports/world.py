"""A small made-up institution full of odd records, and the same answers worked out person by person in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from lms.courses.models import CoursePage, CourseRun
from lms.learning.models import Attempt, Completion, Enrolment, LessonProgress, Mark
from lms.people.models import Audience, EmploymentPeriod, Membership, OrgUnit, Person
from lms.reports.choices import Standing, UnitBasis
from lms.reports.questions import Question
from lms.reports.rules import is_living, is_standing, standing_of
from tests.builders import build_course, build_run, lessons_in

FIRST, LAST = date(2025, 1, 1), date(2026, 3, 5)
STATES = ["employed", "employed", "employed", "employed", "on_leave", "seconded", "retired"]


#: Person and course, where they stand, the code of the unit to which the person counts, whether it is overdue.
Stand = tuple[int, int, Standing, str | None, bool]


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def local(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


@dataclass
class World:
    """Everything that was made, so that nothing has to be read back to work out an answer."""

    units: dict[str, OrgUnit] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    memberships: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    employments: dict[int, list[EmploymentPeriod]] = field(default_factory=lambda: defaultdict(list))
    courses: list[CoursePage] = field(default_factory=list)
    runs: list[CourseRun] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    opened: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    sittings: dict[int, list[tuple[int, datetime, str, datetime]]] = field(default_factory=lambda: defaultdict(list))

    # What is true of a person on a day

    def unit_of(self, person: Person, on: date) -> OrgUnit | None:
        rows = [row for row in self.memberships[person.pk] if row.valid_from <= on <= (row.valid_to or date.max)]
        return rows[0].unit if rows else None

    def state_of(self, person: Person, on: date) -> str | None:
        rows = [row for row in self.employments[person.pk] if row.valid_from <= on <= (row.valid_to or date.max)]
        return rows[0].state if rows else None

    def is_meant(self, person: Person, course: CoursePage, on: date) -> bool:
        if course.audience is None:
            return True
        if course.audience.name == "낮은 급수":
            return person.grade is not None and 7 <= person.grade <= 9
        unit = self.unit_of(person, on)
        return unit is not None and "/A/" in unit.path

    # The answer, worked out slowly

    def stand(self, question: Question, person: Person, course: CoursePage) -> tuple[Standing, Completion | None, bool]:
        """Standing, the completion that counts, and whether it is overdue."""
        runs = {run.pk: run for run in self.runs if run.course_id == course.pk}
        if question.run is not None:
            runs = {question.run.pk: question.run}
        mine = [
            row for row in self.enrolments if row.person_id == person.pk and row.run_id in runs and not row.is_trial
        ]
        standing = {
            row.enrolment_id: row
            for row in self.completions
            if is_standing(
                as_of=question.as_of,
                completed_on=local(row.completed_at),
                recorded_on=local(row.recorded_at),
                voided_on=local(row.voided_at),
            )
        }
        counted = [
            standing[row.pk]
            for row in mine
            if row.pk in standing
            and question.window.holds(
                local(standing[row.pk].completed_at), is_self_paced=runs[row.run_id].is_self_paced
            )
        ]
        if counted:
            return Standing.COMPLETED, max(counted, key=lambda row: (row.completed_at, row.pk)), False
        open_ones = [
            row
            for row in mine
            if row.pk not in standing
            and is_living(
                as_of=question.as_of, enrolled_on=local(row.enrolled_at), withdrawn_on=local(row.withdrawn_at)
            )
            and (
                question.run is not None
                or question.window.touches(runs[row.run_id].opens_on, runs[row.run_id].closes_on)
            )
        ]
        if not open_ones:
            return Standing.NOT_ENROLLED, None, False
        latest = max(open_ones, key=lambda row: (row.enrolled_at, row.pk))
        where = standing_of(
            is_completed=False,
            is_enrolled=True,
            has_opened=any(local(moment) <= question.as_of for moment in self.opened[latest.pk]),
            has_failed=self._has_failed(latest, question.as_of),
        )
        return where, None, latest.due_on is not None and latest.due_on < question.as_of

    def _has_failed(self, enrolment: Enrolment, on: date) -> bool:
        handed_in, passed = set(), set()
        for lesson_id, submitted_at, outcome, marked_at in self.sittings[enrolment.pk]:
            if local(submitted_at) <= on:
                handed_in.add(lesson_id)
            if outcome == "passed" and local(marked_at) <= on:
                passed.add(lesson_id)
        return bool(handed_in - passed)

    def counted_unit(self, question: Question, person: Person, completion: Completion | None) -> str | None:
        """The code of the unit of the day's tree to which the person counts; None outside every unit."""
        unit = self.unit_of(person, question.as_of)
        if question.basis == UnitBasis.THEN and completion is not None and completion.unit_at_completion_id:
            unit = completion.unit_at_completion
        codes = unit.path.strip("/").split("/") if unit else []
        return next((code for code in reversed(codes) if code in question.tree.by_code), None)

    def answer(self, question: Question, sees: set[int] | None = None) -> list[Stand]:
        """Every person and course asked about: ids, standing, counted unit, overdue."""
        inside = {branch.code for top in question.tops for branch in top.walk()}
        found = []
        for person in self.people:
            if sees is not None and person.pk not in sees:
                continue
            if self.state_of(person, question.as_of) not in question.employment:
                continue
            graded = person.grade in question.grades or (question.without_grade and person.grade is None)
            if (question.grades or question.without_grade) and not graded:
                continue
            for course in question.courses:
                if not self.is_meant(person, course, question.as_of):
                    continue
                standing, completion, overdue = self.stand(question, person, course)
                code = self.counted_unit(question, person, completion)
                if code in inside or (code is None and question.includes_unplaced):
                    found.append((person.pk, course.pk, standing, code, overdue))
        return found


def build_world(seed: int, *, people: int = 40) -> World:
    """Units closed and moved, people moved and absent, records of every kind that the models allow."""
    random, world = Random(seed), World()
    _build_units(world)
    _build_people(world, random, people)
    _build_courses(world)
    _build_records(world, random)
    return world


def _unit(code: str, name: str, kind: str, parent: OrgUnit | None, since: date, until: date | None = None) -> OrgUnit:
    unit = OrgUnit(code=code, name=name, kind=kind, parent=parent, valid_from=since, valid_to=until)
    unit.place()
    unit.save()
    return unit


def _build_units(world: World) -> None:
    since, july = date(2020, 1, 1), date(2025, 7, 1)
    city = _unit("CITY", "가온시", "city", None, since)
    a, b = _unit("A", "복지국", "bureau", city, since), _unit("B", "도시국", "bureau", city, since)
    world.units = {
        "CITY": city,
        "A": a,
        "B": b,
        "A1": _unit("A1", "생활보장과", "division", a, since),
        "A2-": _unit("A2", "여성가족과", "division", a, since, july - timedelta(days=1)),
        "A2": _unit("A2", "가족정책과", "division", b, july),
        "A3": _unit("A3", "노인과", "division", a, since, july - timedelta(days=1)),
        "B1": _unit("B1", "건축과", "division", b, since),
    }
    world.units["A11"] = _unit("A11", "보장1팀", "team", world.units["A1"], since)
    world.units["A12"] = _unit("A12", "보장2팀", "team", world.units["A1"], since)


def _build_people(world: World, random: Random, count: int) -> None:
    before, july = ["A", "A1", "A11", "A12", "A2-", "A3", "B1", "CITY"], date(2025, 7, 1)
    after = ["A", "A1", "A11", "A12", "A2", "B1", "CITY"]
    for number in range(count):
        person = Person(
            employee_number=f"w{number:04d}",
            name=random.choice("강김박이최하") + random.choice("가나다라마"),
            grade=random.choice([None, 5, 6, 7, 8, 9]),
            rank_title=random.choice(["행정7급", "공무직", ""]),
        )
        person.save()
        world.people.append(person)
        if random.random() < 0.9:
            _belong(world, person, world.units[random.choice(before)], date(2024, 1, 1), july - timedelta(days=1))
            if random.random() < 0.9:
                moved_on = july + timedelta(days=random.choice([0, 0, 40, 150]))
                _belong(world, person, world.units[random.choice(after)], moved_on, None)
        changed_on = FIRST + timedelta(days=random.randrange(400))
        _employ(world, person, "employed", date(2024, 1, 1), changed_on - timedelta(days=1))
        _employ(world, person, random.choice(STATES), changed_on, None)


def _belong(world: World, person: Person, unit: OrgUnit, start: date, end: date | None) -> None:
    row = Membership.objects.create(person=person, unit=unit, valid_from=start, valid_to=end)
    world.memberships[person.pk].append(row)


def _employ(world: World, person: Person, state: str, start: date, end: date | None) -> None:
    row = EmploymentPeriod.objects.create(person=person, state=state, valid_from=start, valid_to=end)
    world.employments[person.pk].append(row)


def _build_courses(world: World) -> None:
    low = Audience.objects.create(
        name="낮은 급수", clauses=[("grade", {"join": "or", "highest": 7, "lowest": 9, "without_grade": False})]
    )
    bureau = Audience.objects.create(
        name="복지국", clauses=[("unit", {"join": "or", "unit": world.units["A"], "with_below": True})]
    )
    for title, audience in (("모두의 과정", None), ("낮은 급수의 과정", low), ("복지국의 과정", bureau)):
        course = build_course(title, lessons=1, quizzes=1, audience=audience)
        world.courses.append(course)
        for year in (2025, 2026):
            build_run(course, opens_on=date(year, 1, 1), closes_on=date(year, 12, 31), label=f"{year}년 1기")
        world.runs += CourseRun.objects.filter(course=course)


def _build_records(world: World, random: Random) -> None:
    lessons = {course.pk: [page.pk for page in lessons_in(course)] for course in world.courses}
    by_id = {course.pk: course for course in world.courses}
    for person in world.people:
        for run in world.runs:
            run.course = by_id[run.course_id]
            if random.random() < 0.35:
                _learn(world, random, person, run, lessons[run.course_id])


def _learn(world: World, random: Random, person: Person, run: CourseRun, lessons: list[int]) -> None:
    """One or two enrolments of a person on a run, the first of them left or voided."""
    day = max(run.opens_on or FIRST, FIRST) + timedelta(days=random.randrange(60))
    if random.random() < 0.3:
        first = _enrol(world, random, person, run, day)
        _study(world, random, first, lessons, day)
        if random.random() < 0.5:
            completion = _complete(world, random, first, day + timedelta(days=random.randrange(30)))
            _void(world, completion, local(completion.recorded_at) + timedelta(days=random.randrange(1, 90)))
            ended = local(completion.voided_at)
        else:
            ended = day + timedelta(days=random.randrange(40))
        Enrolment.objects.filter(pk=first.pk).update(withdrawn_at=at(ended, 10))
        first.withdrawn_at = at(ended, 10)
        day = ended
    second = _enrol(world, random, person, run, day, is_trial=random.random() < 0.08)
    _study(world, random, second, lessons, day)
    if not second.is_trial and random.random() < 0.5:
        _complete(world, random, second, day + timedelta(days=random.randrange(60)))


def _enrol(
    world: World, random: Random, person: Person, run: CourseRun, day: date, *, is_trial: bool = False
) -> Enrolment:
    due_on = day + timedelta(days=random.randrange(5, 60)) if random.random() < 0.6 else None
    row = Enrolment.objects.create(person=person, run=run, enrolled_at=at(day, 11), due_on=due_on, is_trial=is_trial)
    world.enrolments.append(row)
    return row


def _study(world: World, random: Random, enrolment: Enrolment, lessons: list[int], day: date) -> None:
    if random.random() < 0.3:
        return
    opened_at = at(day + timedelta(days=random.randrange(20)), 12)
    LessonProgress.objects.create(
        enrolment=enrolment, lesson_id=lessons[0], opened_at=opened_at, last_opened_at=opened_at
    )
    world.opened[enrolment.pk].append(opened_at)
    for number in range(1, random.choice([1, 1, 2, 3])):
        sat_on = local(opened_at) + timedelta(days=number * random.randrange(1, 20))
        outcome = random.choice(["passed", "failed", "failed"])
        attempt = Attempt.objects.create(
            enrolment=enrolment,
            lesson_id=lessons[1],
            number=number,
            state="submitted",
            content={},
            pass_mark_percent=60,
            started_at=at(sat_on),
            submitted_at=at(sat_on, 10),
            score_percent=50,
            outcome=outcome,
        )
        marks = [(outcome, sat_on)]
        if random.random() < 0.2:  # a corrected key, later
            marks.append(("passed", sat_on + timedelta(days=30)))
        for position, (verdict, marked_on) in enumerate(marks, start=1):
            Mark.objects.create(
                attempt=attempt, number=position, score_percent=50, outcome=verdict, marked_at=at(marked_on, 10)
            )
            world.sittings[enrolment.pk].append((lessons[1], at(sat_on, 10), verdict, at(marked_on, 10)))


def _complete(world: World, random: Random, enrolment: Enrolment, day: date) -> Completion:
    late = random.choice([0, 0, 0, 25])
    person, run = enrolment.person, enrolment.run
    row = Completion.objects.create(
        enrolment=enrolment,
        person=person,
        run=run,
        completed_at=at(day, 15),
        recorded_at=at(day + timedelta(days=late), 16),
        person_name_at_completion=person.name,
        unit_at_completion=world.unit_of(person, day),
        unit_name_at_completion="당시 부서",
        rank_title_at_completion=person.rank_title,
        course_title_at_completion=run.course.title,
        run_label_at_completion=run.label,
        started_at=enrolment.enrolled_at,
        recognised_minutes=90,
        policy={},
        progress_percent=100,
        score_percent=80,
    )
    world.completions.append(row)
    return row


def _void(world: World, completion: Completion, day: date) -> None:
    completion.voided_at, completion.void_reason, completion.void_evidence = at(day, 10), "잘못 입력", "공문"
    completion.save(update_fields=["voided_at", "void_reason", "void_evidence"])


def counted(lines: list[Stand]) -> Counter[str]:
    """How many of each standing."""
    return Counter(standing.value for _, _, standing, _, _ in lines)
