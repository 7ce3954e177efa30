"""명단: the people behind the numbers, one line a person and course, sorted as Korean names are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils import timezone

from lms.courses.models import CoursePage, CourseRun
from lms.courses.services import lessons_by_course
from lms.learning.models import Attempt, Completion, Enrolment, LessonProgress, Mark
from lms.learning.rules import counted_lessons
from lms.people.models import Person

from .choices import Show, Standing, UnitBasis
from .questions import NO_UNIT, Question, day_after
from .standings import EVERYBODY, Sql, fetched, relation, streamed

__all__ = ["LONGEST", "ORDERS", "Roster", "RosterLine"]

#: Nobody reads a longer list, so that the screen asks for a course or a unit first. Only lists that name people who
#: left no trace can become so long: everybody times every course.
LONGEST = 100_000
TRACED = (Show.NOT_STARTED, Show.IN_PROGRESS, Show.FAILED, Show.OVERDUE, Show.COMPLETED)

#: Names stand as in a Korean dictionary: Hangul first, in the order of its syllables, which is that of their codes.
BY_NAME = (
    "CASE WHEN pe.name >= '가' AND pe.name < '힤' THEN 0 ELSE 1 END{turn}, "
    "pe.name COLLATE {binary}{turn}, pe.employee_number{turn}"
)
ORDERS = {
    "name": BY_NAME,
    "employee_number": "pe.employee_number{turn}",
    "unit": "f.place{turn}",
    "course": "f.course_turn{turn}",
    "completed_on": "CASE WHEN f.completed_at IS NULL THEN 1 ELSE 0 END, f.completed_at{turn}",
    "due_on": "CASE WHEN f.due_on IS NULL THEN 1 ELSE 0 END, f.due_on{turn}",
}
STANDING = f"COALESCE(t.standing, '{Standing.NOT_ENROLLED.value}')"
BINARY = {"postgresql": '"C"', "sqlite": "BINARY"}


@dataclass(frozen=True)
class RosterLine:
    """One person in one course. Percent values are integers; ``earlier_on`` is a completion in another period."""

    person_id: int
    employee_number: str
    name: str
    unit: str
    grade: int | None
    rank_title: str
    employment: str
    course: CoursePage
    run: CourseRun | None
    standing: Standing
    enrolled_on: date | None
    due_on: date | None
    is_overdue: bool
    progress_percent: int | None
    score_percent: int | None
    completed_on: date | None
    completion_id: int | None
    earlier_on: date | None


class _Row(NamedTuple):
    """One row of ``Roster._lines_sql``, in the order of its columns."""

    person_id: int
    employee_number: str
    name: str
    unit_id: int
    grade: int | None
    rank_title: str
    employment: str
    course_id: int
    run_id: int | None
    standing: str
    enrolled_at: datetime | str | None
    due_on: date | str | None
    completion_id: int | None
    completed_at: datetime | str | None
    progress_percent: int | None
    score_percent: int | None
    unit_then: str | None
    lessons_done: int
    points: int | None
    earlier: datetime | str | None


class Roster:
    """The lines that a question and a choice of standings ask for. Slicing and counting go to the database."""

    def __init__(self, question: Question, *, show: str = "", ordering: str = "name") -> None:
        """``show`` is one of ``choices.Show`` or empty; ``ordering`` a key of ``ORDERS``, with a minus to turn it."""
        self.question = question
        self.show = show
        self.ordering = ordering
        self.branches = [branch for top in question.tops for branch in top.walk()]
        self.runs: dict[int, CourseRun] = {}

    @cached_property
    def is_too_long(self) -> bool:
        """Whether everybody times every course is more than anybody reads."""
        if self.show in TRACED or len(self.question.courses) < 2:
            return False
        meant = f"""
            SELECT audience_id, COUNT(*) FROM (
                SELECT audience_id, person_id FROM member UNION ALL SELECT {EVERYBODY}, person_id FROM staff
            ) m GROUP BY audience_id
        """  # noqa: S608 - a number of ours
        counts = dict(fetched(self._sql(Sql(meant))))
        return sum(counts.get(course.audience_id or EVERYBODY, 0) for course in self.question.courses) > LONGEST

    def count(self) -> int:
        """How many lines there are; 0 for a list that is too long to be shown."""
        if not self.question.courses or self.is_too_long:
            return 0
        return int(fetched(self._sql(self._found, Sql("SELECT COUNT(*) FROM found")))[0][0])

    def __getitem__(self, part: slice) -> list[RosterLine]:
        """The lines of a page."""
        if not self.question.courses or self.is_too_long:
            return []
        start, stop = part.start or 0, part.stop
        query = self._lines_sql("LIMIT %s OFFSET %s", (stop - start, start))
        return list(self._read(fetched(query)))

    def __iter__(self) -> Iterator[RosterLine]:
        """Every line, as the database delivers them."""
        if self.question.courses and not self.is_too_long:
            yield from self._read(streamed(self._lines_sql()))

    def person_ids(self) -> list[int]:
        """Everybody who is listed, each once."""
        if not self.question.courses or self.is_too_long:
            return []
        return [row[0] for row in fetched(self._sql(self._found, Sql("SELECT DISTINCT person_id FROM found")))]

    def _sql(self, *parts: Sql) -> Sql:
        """The parts behind the relation, with their parameters."""
        pieces = (self._relation, *parts)
        return Sql(" ".join(piece.text for piece in pieces), tuple(value for piece in pieces for value in piece.params))

    @cached_property
    def _relation(self) -> Sql:
        """To write it takes Django longer than most of the questions asked of it take the database."""
        places = {pk: place for place, branch in enumerate(self.branches) for pk in branch.edition_ids}
        if self.question.includes_unplaced:
            places[NO_UNIT] = len(self.branches)
        return relation(self.question, places=places, states=self.question.employment)

    @cached_property
    def _found(self) -> Sql:
        """``found``: who is meant to take what, with what they left there, as far as it is to be shown."""
        if self.question.basis == UnitBasis.THEN:
            place = "q.place"
            join = "LEFT JOIN place q ON q.unit_id = COALESCE(t.unit_then, s.unit_id)"
        else:
            place, join = "s.place", ""
        shown, params = self._shown()
        return Sql(
            f"""
            , found AS (
                SELECT s.person_id, s.unit_id, s.state, {place} AS place, c.course_id, c.turn AS course_turn,
                       t.enrolment_id, t.completion_id, t.completed_at, t.due_on, {STANDING} AS standing
                FROM course c
                JOIN staff s ON c.audience_id = {EVERYBODY}
                    OR (c.audience_id, s.person_id) IN (SELECT audience_id, person_id FROM member)
                {"JOIN" if self.show in TRACED else "LEFT JOIN"} trace t
                    ON t.person_id = s.person_id AND t.course_id = c.course_id
                {join}
                WHERE {place} IS NOT NULL AND {shown}
            )
            """,  # noqa: S608 - words of ours; everything else is a parameter
            params,
        )

    def _shown(self) -> tuple[str, tuple[Any, ...]]:
        if not self.show:
            return "1 = 1", ()
        if self.show == Show.MISSING:
            return f"{STANDING} <> %s", (Standing.COMPLETED.value,)
        if self.show == Show.OVERDUE:
            return f"{STANDING} <> %s AND t.due_on < %s", (Standing.COMPLETED.value, self.question.as_of)
        return f"{STANDING} = %s", (self.show,)

    @cached_property
    def _lesson_ids(self) -> dict[int, tuple[list[int], list[int]]]:
        """By course: the lessons that count, and those of them that are marked."""
        found = {}
        for course_id, lessons in lessons_by_course(self.question.courses).items():
            counted = counted_lessons(lessons)
            marked = [lesson.id for lesson in counted if lesson.completes_itself]
            found[course_id] = ([lesson.id for lesson in counted], marked)
        return found

    def _lines_sql(self, limit: str = "", limits: tuple[int, ...] = ()) -> Sql:
        """One row a line. The score is of the marks given by then: the best one of each lesson, as nothing that was
        reached is taken back by a corrected key.
        """
        counted = [pk for ids, _ in self._lesson_ids.values() for pk in ids] or [0]
        marked = [pk for _, ids in self._lesson_ids.values() for pk in ids] or [0]
        end = connection.ops.adapt_datetimefield_value(day_after(self.question.as_of))
        binary = BINARY[connection.vendor]
        turn = " DESC" if self.ordering.startswith("-") else ""
        order = ORDERS[self.ordering.lstrip("-")].format(binary=binary, turn=turn)
        names = BY_NAME.format(binary=binary, turn="")
        return self._sql(
            self._found,
            Sql(
                f"""
                , page AS (
                    SELECT f.*, pe.employee_number, pe.name, pe.grade, pe.rank_title,
                           ROW_NUMBER() OVER (ORDER BY {order}, {names}, f.course_turn) AS turn
                    FROM found f
                    JOIN {_table(Person)} pe ON pe.id = f.person_id
                    ORDER BY turn {limit}
                )
                SELECT p.person_id, p.employee_number, p.name, p.unit_id, p.grade, p.rank_title, p.state, p.course_id,
                       e.run_id, p.standing, e.enrolled_at, p.due_on, p.completion_id, p.completed_at,
                       d.progress_percent, d.score_percent, d.unit_name_at_completion,
                       (SELECT COUNT(*) FROM {_table(LessonProgress)} lp
                        WHERE lp.enrolment_id = p.enrolment_id AND lp.completed_at < %s
                          AND lp.lesson_id IN ({_marks(counted)})) AS lessons_done,
                       (SELECT SUM(b.best) FROM (
                            SELECT MAX(m.score_percent) AS best FROM {_table(Mark)} m
                            JOIN {_table(Attempt)} a ON a.id = m.attempt_id
                            WHERE a.enrolment_id = p.enrolment_id AND a.lesson_id IN ({_marks(marked)})
                              AND m.marked_at < %s
                            GROUP BY a.lesson_id
                        ) b) AS points,
                       CASE WHEN p.completion_id IS NULL THEN (
                           SELECT MAX(x.completed_at) FROM {_table(Completion)} x
                           JOIN {_table(CourseRun)} r ON r.id = x.run_id
                           WHERE x.person_id = p.person_id AND r.course_id = p.course_id
                             AND x.completed_at < %s AND x.recorded_at < %s
                             AND (x.voided_at IS NULL OR x.voided_at >= %s)
                       ) END AS earlier
                FROM page p
                LEFT JOIN {_table(Enrolment)} e ON e.id = p.enrolment_id
                LEFT JOIN {_table(Completion)} d ON d.id = p.completion_id
                ORDER BY p.turn
                """,  # noqa: S608 - names of ours; everything else is a parameter
                (*limits, end, *counted, *marked, end, end, end, end),
            ),
        )

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[RosterLine]:
        courses = {course.pk: course for course in self.question.courses}
        runs = {run.pk: run for run in CourseRun.objects.filter(course__in=courses)}
        for row in map(_Row._make, rows):
            is_done = row.completion_id is not None
            progress, score = row.progress_percent, row.score_percent
            if row.run_id is not None and not is_done:
                progress, score = self._reached(row)
            unit_then = row.unit_then if is_done and self.question.basis == UnitBasis.THEN else None
            due_on = _day(row.due_on)
            yield RosterLine(
                person_id=row.person_id,
                employee_number=row.employee_number,
                name=row.name,
                unit=unit_then or self.question.tree.labels.get(row.unit_id, ""),
                grade=row.grade,
                rank_title=row.rank_title,
                employment=row.employment,
                course=courses[row.course_id],
                run=runs.get(row.run_id or 0),
                standing=Standing(row.standing),
                enrolled_on=_day(row.enrolled_at),
                due_on=due_on,
                is_overdue=not is_done and due_on is not None and due_on < self.question.as_of,
                progress_percent=progress,
                score_percent=score,
                completed_on=_day(row.completed_at),
                completion_id=row.completion_id,
                earlier_on=_day(row.earlier),
            )

    def _reached(self, row: _Row) -> tuple[int, int | None]:
        """Progress and mean score as ``learning.rules`` has them; no score before the first sitting."""
        counted, marked = self._lesson_ids[row.course_id]
        progress = row.lessons_done * 100 // len(counted) if counted else 0
        return progress, row.points // len(marked) if marked and row.points is not None else None


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def _marks(values: list[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _day(value: datetime | date | str | None) -> date | None:
    """A column as a date of the institution. SQLite hands out text, and moments without their zone, which is UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return value
    return timezone.localdate(value if timezone.is_aware(value) else value.replace(tzinfo=UTC))
