"""The database's answers against the same answers worked out person by person, over made-up worlds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import cycle

import pytest

from lms.learning.models import Attempt, LessonProgress
from lms.people.models import Person
from lms.reports.choices import Show, Standing, UnitBasis
from lms.reports.horizon import Horizon
from lms.reports.overview import overview_of
from lms.reports.questions import Question
from lms.reports.roster import Roster
from lms.reports.rules import Window, counting_window
from lms.reports.tree import OrgTree
from tests.builders import build_person, lessons_in, moment
from tests.reports.world import LAST, World, build_world, counted

pytestmark = pytest.mark.django_db

SEEDS = range(2)
DAYS = [date(2025, 3, 15), date(2025, 7, 1), date(2025, 12, 31), LAST]
EVERYBODY = ("employed", "on_leave", "seconded")


def ask(world: World, as_of: date, **conditions: object) -> Question:
    """A question of somebody who sees everybody."""
    run = conditions.get("run")
    unit = conditions.pop("unit", None)
    tree = OrgTree.of(as_of)
    window = counting_window(
        as_of=as_of, completed_from=None, completed_to=None, has_run=run is not None, all_years=False
    )
    usual = {"courses": world.courses, "window": window, "employment": ("employed",)}
    horizon = Horizon(conditions.pop("actor", None) or Person(), LAST, sees_all=conditions.pop("sees_all", True))
    return Question(horizon=horizon, tree=tree, unit=tree.by_code[unit] if unit else None, **(usual | conditions))


def questions(world: World) -> list[Question]:
    """The same world asked from every side."""
    run_2025, run_2026 = (next(run for run in world.runs if run.label.startswith(year)) for year in ("2025", "2026"))
    self_paced = next(run for run in world.runs if run.is_self_paced)
    asked = [ask(world, day) for day in DAYS]
    asked += [ask(world, day, basis=UnitBasis.THEN) for day in DAYS]
    asked += [ask(world, LAST, unit=code) for code in ("CITY", "A", "A1", "A11", "A2", "B")]
    asked += [ask(world, LAST, unit=code, basis=UnitBasis.THEN) for code in ("CITY", "A", "A2", "B")]
    asked += [ask(world, date(2025, 6, 30), unit="A2"), ask(world, date(2025, 6, 30), unit="A3")]
    asked += [ask(world, LAST, courses=[course]) for course in world.courses]
    asked += [
        ask(world, day, courses=[run.course], run=run) for run in (run_2025, run_2026, self_paced) for day in DAYS
    ]
    asked += [ask(world, LAST, window=Window()), ask(world, LAST, window=Window(date(2025, 2, 1), date(2025, 6, 30)))]
    asked += [ask(world, LAST, employment=EVERYBODY), ask(world, LAST, employment=("on_leave",), unit="A")]
    asked += [ask(world, LAST, grades=(5, 7)), ask(world, LAST, without_grade=True, unit="A")]
    return asked


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_and_every_list_is_what_one_counts_by_hand(seed):
    world = build_world(seed)
    shows = cycle(Show)
    for question in questions(world):
        expected = world.answer(question)
        assert_overview(world, question, expected)
        assert_roster(question, expected, next(shows))


def assert_overview(world: World, question: Question, expected: list) -> None:
    overview = overview_of(question)
    total, by_hand = overview.total, counted(expected)
    assert total.population == len(expected)
    for standing in Standing:
        assert getattr(total, standing.value) == by_hand[standing.value], standing
    assert total.overdue == sum(overdue for *_, overdue in expected)
    for course in question.courses:
        ours = overview.of_course(course)
        theirs = [line for line in expected if line[1] == course.pk]
        assert (ours.population, ours.completed) == (len(theirs), counted(theirs)["completed"])
    _assert_lines(question, overview, expected)
    _assert_left_out(world, question, overview)


def _assert_lines(question: Question, overview: object, expected: list) -> None:
    """Each line that is shown holds the people of its own part of the tree."""
    for line in overview.lines:
        if line.branch is None:
            codes = {None}
        else:
            codes = {line.branch.code} if line.is_direct else {branch.code for branch in line.branch.walk()}
        theirs = [each for each in expected if each[3] in codes]
        assert line.total.population == len(theirs), line
        assert line.total.completed == counted(theirs)["completed"], line
        assert line.total.missing == len(theirs) - counted(theirs)["completed"], line


def _assert_left_out(world: World, question: Question, overview: object) -> None:
    """Who is absent is counted once, when a course is meant for them."""
    now = replace(question, basis=UnitBasis.CURRENT)
    for state in EVERYBODY:
        if state in question.employment:
            assert state not in overview.left_out
        else:
            absent = {line[0] for line in world.answer(replace(now, employment=(state,)))}
            assert overview.left_out[state] == len(absent), state
    if question.basis == UnitBasis.CURRENT:
        assert overview.people == len({line[0] for line in world.answer(question)})


def assert_roster(question: Question, expected: list, show: Show) -> None:
    """Everybody with the right standing; and one of the shorter lists, a different one each time."""
    shown = {(line.person_id, line.course.pk): line for line in Roster(question)}
    assert {key: line.standing for key, line in shown.items()} == {(p, c): standing for p, c, standing, *_ in expected}
    assert {key for key, line in shown.items() if line.is_overdue} == {
        (p, c) for p, c, *_, overdue in expected if overdue
    }
    wanted = sorted((p, c) for p, c, standing, _, overdue in expected if _is_shown(show, standing, overdue))
    roster = Roster(question, show=show.value)
    assert sorted((line.person_id, line.course.pk) for line in roster) == wanted, show
    assert roster.count() == len(wanted)
    assert sorted(roster.person_ids()) == sorted({person for person, _ in wanted})


def _is_shown(show: Show, standing: Standing, overdue: bool) -> bool:
    if show == Show.MISSING:
        return standing != Standing.COMPLETED
    return overdue if show == Show.OVERDUE else standing.value == show.value


def test_the_figure_of_a_past_day_is_the_same_whatever_happened_since():
    """What is entered, voided, opened or passed after a day changes nothing that is said about that day."""
    world, day, later = build_world(3), date(2025, 9, 30), moment(2026, 2, 1)
    before = overview_of(ask(world, day)).total
    for enrolment in world.enrolments:
        for lesson in lessons_in(enrolment.run.course):
            LessonProgress.objects.get_or_create(
                enrolment=enrolment, lesson=lesson, defaults={"opened_at": later, "last_opened_at": later}
            )
    for attempt in Attempt.objects.filter(outcome="failed"):
        attempt.marks.create(number=9, score_percent=90, outcome="passed", marked_at=later)
    for completion in world.completions:
        if completion.voided_at is None:
            completion.voided_at, completion.void_reason, completion.void_evidence = later, "오류", "공문"
            completion.save()
    assert overview_of(ask(world, day)).total == before
    now = overview_of(ask(world, LAST)).total
    assert (now.failed, now.not_started) == (0, 0)
    assert now.completed < before.completed
    assert before.failed > 0
    assert before.not_started > 0


def test_the_head_of_a_unit_counts_only_who_is_in_it_today():
    world = build_world(5)
    head = build_person("이끔", position="division_head")
    now = {person.pk for person in world.people if _is_inside(world.unit_of(person, LAST), "/A1/")}
    for as_of in DAYS:
        for basis in UnitBasis:
            question = ask(world, as_of, basis=basis, unit="A1")
            narrow = replace(question, horizon=_Seeing(head, LAST, sees_all=False, unit_codes=("A1",), ids=now))
            expected = world.answer(narrow, sees=now)
            assert overview_of(narrow).total.population == len(expected)
            assert Counter(line.standing for line in Roster(narrow)) == Counter(line[2] for line in expected)


def _is_inside(unit, code: str) -> bool:
    return unit is not None and code in unit.path


class _Seeing(Horizon):
    """A horizon whose people are given."""

    def __init__(self, *args, ids, **kwargs):
        super().__init__(*args, **kwargs)
        object.__setattr__(self, "ids", ids)

    @property
    def people(self):
        return Person.objects.filter(pk__in=self.ids)
