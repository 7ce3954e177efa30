"""Who stands where: the one relation that every number, list and file of this room is read from.

The parts are ordinary querysets, so that audiences, dates and permissions mean here what they mean everywhere; they are
joined as common table expressions, because a person who never enrolled has no row that a queryset could start from::

    place    the caller's groups of units
    staff    people within sight and what is asked, with unit, its group, and employment of the day
    course   the courses asked about in their order, with their audience
    member   who belongs to which of those audiences on the day; audience 0, everybody, is not written out
    trace    what somebody left in a course: the completion that counts, else the latest living enrolment

``rules`` says in Python what the conditions below say to the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from lms.learning.models import Attempt, Enrolment, LessonProgress, Mark
from lms.people.choices import EmploymentState
from lms.people.models import Person
from lms.people.models.organisation import valid_on
from lms.people.services import people_in

from .choices import Standing, UnitBasis
from .questions import NO_UNIT, Question, day_after, start_of

__all__ = ["EVERYBODY", "PRESENT_STATES", "Sql", "fetched", "relation", "standing_on", "streamed"]

PRESENT_STATES = (EmploymentState.EMPLOYED, EmploymentState.ON_LEAVE, EmploymentState.SECONDED)
#: Stands for the audience of a course that has none.
EVERYBODY = 0


@dataclass(frozen=True)
class Sql:
    """A piece of SQL. The text is compiled or written here; what comes from outside is a parameter."""

    text: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any], *, types: tuple[str, ...]) -> Sql:
        """What Django would send for it; a query without rows where Django knows that nothing can be found.

        ``types`` are those of the columns, in SQL's words."""
        try:
            text, params = queryset.order_by().query.get_compiler(queryset.db).as_sql()
        except EmptyResultSet:
            return cls.nothing(types)
        return cls(text, tuple(params))

    @classmethod
    def values(cls, rows: Iterable[tuple[int, ...]]) -> Sql:
        """``VALUES (…), (…)`` of rows of integers, at least one."""
        listed = list(rows)
        marks = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in listed)
        return cls(f"VALUES {marks}", tuple(number for row in listed for number in row))

    @classmethod
    def nothing(cls, types: tuple[str, ...]) -> Sql:
        """Columns of these types and no row. PostgreSQL takes a bare NULL for text, which equals no number."""
        return cls(f"SELECT {', '.join(f'CAST(NULL AS {name})' for name in types)} WHERE 1 = 0")


def fetched(query: Sql) -> list[tuple[Any, ...]]:
    """The rows of a query, all at once."""
    with _tuned(), connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return list(cursor.fetchall())


def streamed(query: Sql, *, size: int = 2_000) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as they come, from a server-side cursor where the database has one."""
    with _tuned(), connection.chunked_cursor() as cursor:
        cursor.execute(query.text, query.params)
        while rows := cursor.fetchmany(size):
            yield from rows


@contextmanager
def _tuned() -> Iterator[None]:
    """On PostgreSQL: compiling takes longer than answering, and a sort of the whole city must not go to disk.

    SQLite gets no transaction, which would lock out everybody who writes.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        yield


def relation(question: Question, *, places: Mapping[int, int], states: Collection[str]) -> Sql:
    """The ``WITH`` clause described above for a question with at least one course.

    ``places`` assigns each edition of a unit to a group of the caller's; ``staff.place`` is empty for other units.
    ``states`` are the states of employment that ``staff`` holds.
    """
    found = Sql.of(_staff_rows(question, states), types=("bigint", "bigint", "text"))
    parts: list[tuple[str, Sql]] = [
        ("place(unit_id, place)", Sql.values(places.items() or [(-1, -1)])),
        (
            "staff(person_id, unit_id, place, state)",
            Sql(
                "SELECT found.person_id, found.unit_id, place.place, found.state "  # noqa: S608 - compiled
                f"FROM ({found.text}) found LEFT JOIN place ON place.unit_id = found.unit_id",
                found.params,
            ),
        ),
        (
            "course(course_id, audience_id, turn)",
            Sql.values(
                (course.pk, course.audience_id or EVERYBODY, turn) for turn, course in enumerate(question.courses)
            ),
        ),
        ("member(audience_id, person_id)", _members(question)),
        (
            "trace(person_id, course_id, enrolment_id, completion_id, completed_at, unit_then, due_on, standing)",
            Sql.of(
                _trace_rows(question),
                types=("bigint", "bigint", "bigint", "bigint", "timestamptz", "bigint", "date", "text"),
            ),
        ),
    ]
    text = ", ".join(f"{name} AS ({part.text})" for name, part in parts)
    return Sql(f"WITH {text} ", tuple(value for _, part in parts for value in part.params))


def staff(question: Question) -> QuerySet[Any, Any]:
    """People within sight and what is asked; ``belonging`` and ``period`` are their unit and employment of the day."""
    as_of = question.as_of
    within_sight = question.horizon.people
    people: QuerySet[Any, Any] = Person.objects.all() if within_sight is None else within_sight
    people = people.annotate(
        belonging=FilteredRelation("memberships", condition=valid_on(as_of, "memberships__")),
        period=FilteredRelation("employment_periods", condition=valid_on(as_of, "employment_periods__")),
    )
    if question.grades or question.without_grade:
        no_grade = Q(grade__isnull=True) if question.without_grade else Q()
        people = people.filter(Q(grade__in=question.grades) | no_grade)
    if question.person_id is not None:
        people = people.filter(pk=question.person_id)
    if question.name:
        people = people.filter(Q(name__icontains=question.name) | Q(employee_number__icontains=question.name))
    if question.basis == UnitBasis.CURRENT and not question.includes_unplaced:
        people = people.filter(belonging__unit_id__in=question.unit_ids)
    return people


def _is_narrow(question: Question) -> bool:
    """Whether few people are meant. Units at completion are only known from the completions."""
    by_unit = question.basis == UnitBasis.CURRENT and not question.includes_unplaced
    return by_unit or question.person_id is not None or bool(question.name)


def _staff_rows(question: Question, states: Collection[str]) -> QuerySet[Any, Any]:
    unit_id = Coalesce("belonging__unit_id", Value(NO_UNIT))
    people = staff(question).filter(period__state__in=states)
    return people.annotate(person_id=F("pk"), unit_id=unit_id, state=F("period__state")).values_list(
        "person_id", "unit_id", "state"
    )


def _members(question: Question) -> Sql:
    audiences = {course.audience_id: course.audience for course in question.courses if course.audience is not None}
    texts: list[str] = []
    params: list[Any] = []
    for audience_id, audience in sorted(audiences.items()):
        chosen = Sql.of(people_in(audience, question.as_of).values_list("pk"), types=("bigint",))
        texts.append(f"SELECT %s, person_id FROM staff WHERE person_id IN ({chosen.text})")  # noqa: S608 - compiled
        params += [audience_id, *chosen.params]
    return Sql(" UNION ALL ".join(texts), tuple(params)) if texts else Sql.nothing(("bigint", "bigint"))


def _trace_rows(question: Question) -> QuerySet[Any, Any]:
    """Every completion belongs to an enrolment, so one reading of the enrolments tells what is done and under way.

    An enrolment that was completed in another period is over: it neither counts nor is under way.
    """
    standing = standing_on(question.as_of, "completions__")
    under_way = Q(completion__isnull=True) & _living_on(question.as_of) & _taught_within(question)
    enrolments: QuerySet[Any, Any] = Enrolment.objects.real()
    found = (
        enrolments.annotate(
            completion=FilteredRelation("completions", condition=standing), course_id=F("run__course_id")
        )
        .filter(_counted(question) | under_way, _asked(question), _whose(question))
        .filter(enrolled_at__lt=day_after(question.as_of))
    )
    if question.run is None:
        latest = Window(
            RowNumber(),
            partition_by=["person", "course_id"],
            order_by=[F("completion__completed_at").desc(nulls_last=True), F("enrolled_at").desc(), F("pk").desc()],
        )
        # Not ``= 1``: PostgreSQL would expect next to nothing of it and plan for that.
        found = found.annotate(turn=latest).filter(turn__lte=1)
    return _with_standing(found, question.as_of).values_list(
        "person_id",
        "course_id",
        "pk",
        "completion__pk",
        "completion__completed_at",
        "completion__unit_at_completion_id",
        "due_on",
        "stands",
    )


def _asked(question: Question) -> Q:
    if question.run is not None:
        return Q(run=question.run.pk)
    return Q(run__course=question.courses[0].pk) if len(question.courses) == 1 else Q()


def _whose(question: Question) -> Q:
    """A hint for the database: a small unit is asked by its people, not by reading everybody's records."""
    return Q(person__in=staff(question).values("pk")) if _is_narrow(question) else Q()


def standing_on(as_of: date, prefix: str = "") -> Q:
    """``rules.is_standing``."""
    end = day_after(as_of)
    known = Q(**{f"{prefix}completed_at__lt": end, f"{prefix}recorded_at__lt": end})
    return known & (Q(**{f"{prefix}voided_at__isnull": True}) | Q(**{f"{prefix}voided_at__gte": end}))


def _counted(question: Question) -> Q:
    """A standing completion within ``rules.Window.holds``."""
    counted = Q(completion__isnull=False)
    if question.window.start is not None:
        begun = Q(completion__completed_at__gte=start_of(question.window.start))
        counted &= begun | Q(run__is_self_paced=True) if question.window.is_yearly else begun
    if question.window.end is not None and question.window.end < question.as_of:
        counted &= Q(completion__completed_at__lt=day_after(question.window.end))
    return counted


def _living_on(as_of: date) -> Q:
    """``rules.is_living``, for what was enrolled by then."""
    return Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=day_after(as_of))


def _taught_within(question: Question) -> Q:
    """``rules.Window.touches`` the run; a chosen run is asked about whenever it was."""
    if question.run is not None:
        return Q()
    condition = Q()
    if question.window.start is not None:
        condition &= Q(run__closes_on__isnull=True) | Q(run__closes_on__gte=question.window.start)
    if question.window.end is not None:
        condition &= Q(run__opens_on__isnull=True) | Q(run__opens_on__lte=question.window.end)
    return condition


def _with_standing(enrolments: QuerySet[Any, Any], as_of: date) -> QuerySet[Any, Any]:
    """``rules.standing_of`` for enrolments that carry their ``completion``, as ``stands``.

    Asked by a first row instead of by EXISTS, which PostgreSQL would answer by reading the whole table.
    """
    end = day_after(as_of)
    passed = Mark.objects.filter(
        attempt__enrolment=OuterRef("enrolment"),
        attempt__lesson=OuterRef("lesson"),
        outcome=Attempt.Outcome.PASSED,
        marked_at__lt=end,
    )
    failed = Attempt.objects.filter(~Exists(passed), enrolment=OuterRef("pk"), submitted_at__lt=end).order_by()
    opened = LessonProgress.objects.filter(enrolment=OuterRef("pk"), opened_at__lt=end)
    return enrolments.alias(
        failed=Subquery(failed.values("pk")[:1]), opened=Subquery(opened.values("pk")[:1])
    ).annotate(
        stands=Case(
            When(completion__isnull=False, then=Value(Standing.COMPLETED.value)),
            When(failed__isnull=False, then=Value(Standing.FAILED.value)),
            When(opened__isnull=False, then=Value(Standing.IN_PROGRESS.value)),
            default=Value(Standing.NOT_STARTED.value),
        )
    )
