"""이수 현황: counts by unit and course, added up by the database to the units that are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.courses.models import CoursePage

from .choices import UnitBasis
from .questions import NO_UNIT, Question
from .rules import Tally, added
from .standings import EVERYBODY, PRESENT_STATES, Sql, fetched, relation
from .tree import Branch

__all__ = ["Line", "Overview", "overview_of"]

#: People who are in one of the audiences asked about, each once.
ANY_AUDIENCE = -1


@dataclass(frozen=True)
class Line:
    """One unit that is shown: a unit below the one asked, the people directly in it, or people without a unit."""

    branch: Branch | None
    is_direct: bool = False
    by_course: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def total(self) -> Tally:
        """All courses together."""
        return sum(self.by_course.values(), Tally())

    @property
    def may_open(self) -> bool:
        """Whether there are units below to look into."""
        return bool(self.branch and self.branch.children and not self.is_direct)


@dataclass(frozen=True)
class Overview:
    """The answer to a question. ``people`` counts everybody once; ``left_out`` is by state of employment."""

    question: Question
    lines: Sequence[Line]
    people: int
    left_out: dict[str, int]

    @property
    def total(self) -> Tally:
        """Everything asked, in all courses together."""
        return sum((self.of_course(course) for course in self.question.courses), Tally())

    def of_course(self, course: CoursePage) -> Tally:
        """Everything asked, in one course."""
        total = Tally()
        for line in self.lines:
            total = added(total, line.by_course.get(course.pk, Tally()))
        return total


def overview_of(question: Question) -> Overview:
    """Count for the unit asked and the units below it. Two queries, however many people and courses."""
    lines = _lines(question)
    if not question.courses:
        return Overview(question, [], people=0, left_out={})
    places = {pk: place for place, line in enumerate(lines) for pk in _edition_ids(line)}
    # One relation for both: putting it together costs more than asking it.
    clause = relation(question, places=places, states=PRESENT_STATES)
    people, left_out = _count_population(question, clause, lines)
    _count_standings(question, clause, lines, places)
    shown = [line for line in lines if line.total.population or (line.branch and not line.is_direct)]
    return Overview(question, shown, people, left_out)


def _lines(question: Question) -> list[Line]:
    tops = question.tops
    if len(tops) == 1:
        lines = [Line(child) for child in tops[0].children] + [Line(tops[0], is_direct=True)]
    else:
        lines = [Line(top) for top in tops]
    return [*lines, Line(None)] if question.includes_unplaced else lines


def _edition_ids(line: Line) -> list[int]:
    if line.branch is None:
        return [NO_UNIT]
    branches = [line.branch] if line.is_direct else list(line.branch.walk())
    return [pk for branch in branches for pk in branch.edition_ids]


def _count_population(question: Question, clause: Sql, lines: list[Line]) -> tuple[int, dict[str, int]]:
    """Who is meant to take what, by audience, unit and state of employment."""
    rows = fetched(
        Sql(
            f"""{clause.text}
            SELECT m.audience_id, s.place, s.state, COUNT(*)
            FROM (
                SELECT audience_id, person_id FROM member
                UNION ALL SELECT {EVERYBODY}, person_id FROM staff
                UNION ALL SELECT {ANY_AUDIENCE}, person_id FROM member GROUP BY person_id
            ) m
            JOIN staff s ON s.person_id = m.person_id
            WHERE s.place IS NOT NULL
            GROUP BY m.audience_id, s.place, s.state
            """,  # noqa: S608 - numbers of ours; everything else is a parameter
            clause.params,
        )
    )
    courses_for: dict[int, list[int]] = defaultdict(list)
    for course in question.courses:
        courses_for[course.audience_id or EVERYBODY].append(course.pk)
    meant = EVERYBODY if EVERYBODY in courses_for else ANY_AUDIENCE
    people = 0
    left_out = {state.value: 0 for state in PRESENT_STATES if state not in question.employment}
    for audience_id, place, state, count in rows:
        counts = state in question.employment
        if audience_id == meant:
            people += count if counts else 0
            left_out[state] = left_out.get(state, 0) + (0 if counts else count)
        for course_id in courses_for[audience_id] if counts else []:
            _add(lines[place], course_id, Tally(largest_group=count, population=count))
    return people, {state: count for state, count in left_out.items() if state not in question.employment}


def _count_standings(question: Question, clause: Sql, lines: list[Line], places: Mapping[int, int]) -> None:
    """What was left behind by those who are meant to take it; who left nothing is the rest of the population."""
    unit_then = "t.unit_then" if question.basis == UnitBasis.THEN else "NULL"
    states = ", ".join(["%s"] * len(question.employment))
    rows = fetched(
        Sql(
            f"""{clause.text}
            SELECT c.course_id, s.place, {unit_then} AS unit_then, t.standing, COUNT(*),
                   SUM(CASE WHEN t.completion_id IS NULL AND t.due_on < %s THEN 1 ELSE 0 END)
            FROM trace t
            JOIN staff s ON s.person_id = t.person_id
            JOIN course c ON c.course_id = t.course_id
            WHERE s.state IN ({states}) AND (
                c.audience_id = {EVERYBODY}
                OR (c.audience_id, t.person_id) IN (SELECT audience_id, person_id FROM member)
            )
            GROUP BY 1, 2, 3, 4
            """,  # noqa: S608 - words of ours; everything else is a parameter
            (*clause.params, question.as_of, *question.employment),
        )
    )
    for course_id, place_now, unit_id_then, standing, count, overdue in rows:
        place = place_now if unit_id_then is None else places.get(unit_id_then)
        if place != place_now:
            _move(lines, course_id, place_now, place, count)
        if place is not None:
            _add(lines[place], course_id, Tally(**{standing: count}, overdue=int(overdue)))


def _move(lines: list[Line], course_id: int, now: int | None, then: int | None, count: int) -> None:
    """People counted in the unit of the day who belong to the unit in which they completed; None is out of sight."""
    if now is not None:
        _add(lines[now], course_id, Tally(largest_group=-count, population=-count))
    if then is not None:
        _add(lines[then], course_id, Tally(largest_group=count, population=count))


def _add(line: Line, course_id: int, tally: Tally) -> None:
    line.by_course[course_id] = added(line.by_course[course_id], tally)
