"""Who stands where: the one relation that every number, list and file of this room is read from.

The parts are ordinary querysets, so that audiences, dates and permissions mean here what they mean everywhere; they are
joined as common table expressions, because a person who never enrolled has no row that a queryset could start from::

    place      the caller's groups of units
    staff      people within sight and what is asked, with unit, its group, and employment of the day
    course     the courses asked about, with their audience
    member     who belongs to which of those audiences on the day; audience 0, everybody, is not written out
    done       the completion that counts, the latest of a person in a course
    under_way  the latest living enrolment of a person in a course, unless it was completed
    trace      what somebody left in a course: what is done, else what is under way

``rules`` says in Python what the conditions below say to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from lms.learning.models import Attempt, Completion, Enrolment, LessonProgress, Mark
from lms.people.choices import EmploymentState
from lms.people.models import Person
from lms.people.models.organisation import valid_on
from lms.people.services import people_in

from .choices import Standing, UnitBasis
from .questions import NO_UNIT, Question, day_after, start_of

__all__ = ["Sql", "fetched", "relation", "staff", "standing_on"]

PRESENT_STATES = (EmploymentState.EMPLOYED, EmploymentState.ON_LEAVE, EmploymentState.SECONDED)


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> Sql | None:
        """What Django would send for it; None where Django knows that nothing can be found."""
        try:
            text, params = queryset.order_by().query.get_compiler(queryset.db).as_sql()
        except EmptyResultSet:
            return None
        return cls(text, tuple(params))


TRACE = Sql(
    f"""
    SELECT person_id, course_id, enrolment_id, completion_id, completed_at, unit_then, NULL, '{Standing.COMPLETED.value}'
    FROM done
    UNION ALL
    SELECT u.person_id, u.course_id, u.enrolment_id, NULL, NULL, NULL, u.due_on, u.standing
    FROM under_way u LEFT JOIN done d ON d.person_id = u.person_id AND d.course_id = u.course_id
    WHERE d.person_id IS NULL
    """  # noqa: S608 - a word of ours
)


def fetched(query: Sql) -> list[tuple[Any, ...]]:
    """The rows of a query, all at once."""
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return list(cursor.fetchall())


def values_list(rows: Iterable[tuple[int, int]]) -> Sql:
    """``VALUES (…), (…)`` of pairs of integers; at least one."""
    flat = [number for row in rows for number in row]
    return Sql("VALUES " + ", ".join(["(%s, %s)"] * (len(flat) // 2)), tuple(flat))


def relation(question: Question, *, places: Mapping[int, int]) -> Sql:
    """The ``WITH`` clause described above for a question with at least one course.

    ``places`` assigns each edition of a unit to a group of the caller's; ``staff.place`` is empty for other units.
    """
    found = _or_nothing(Sql.of(_staff_rows(question)), columns=3)
    staff_rows = Sql(
        "SELECT found.person_id, found.unit_id, place.place, found.state "  # noqa: S608 - compiled
        f"FROM ({found.text}) found LEFT JOIN place ON place.unit_id = found.unit_id",
        found.params,
    )
    parts: list[tuple[str, Sql]] = [
        ("place(unit_id, place)", values_list(places.items() or [(-1, -1)])),
        ("staff(person_id, unit_id, place, state)", staff_rows),
        ("course(course_id, audience_id)", values_list((each.pk, each.audience_id or 0) for each in question.courses)),
        ("member(audience_id, person_id)", _members(question)),
        (
            "done(person_id, course_id, enrolment_id, completion_id, completed_at, unit_then)",
            _or_nothing(Sql.of(_done_rows(question)), columns=6),
        ),
        (
            "under_way(person_id, course_id, enrolment_id, due_on, standing)",
            _or_nothing(Sql.of(_under_way_rows(question)), columns=5),
        ),
        ("trace(person_id, course_id, enrolment_id, completion_id, completed_at, unit_then, due_on, standing)", TRACE),
    ]
    text = ", ".join(f"{name} AS ({part.text})" for name, part in parts)
    return Sql(f"WITH {text} ", tuple(value for _, part in parts for value in part.params))


def _or_nothing(found: Sql | None, *, columns: int) -> Sql:
    return found or Sql(f"SELECT {', '.join(['NULL'] * columns)} WHERE 1 = 0")


def staff(question: Question) -> QuerySet[Person]:
    """People within sight and what is asked, present or absent on the day, as ``belonging`` and ``period`` say."""
    as_of = question.as_of
    within_sight = question.horizon.people
    people = Person.objects.all() if within_sight is None else within_sight
    people = people.annotate(
        belonging=FilteredRelation("memberships", condition=valid_on(as_of, "memberships__")),
        period=FilteredRelation("employment_periods", condition=valid_on(as_of, "employment_periods__")),
    ).filter(period__state__in=PRESENT_STATES)
    if question.grades or question.without_grade:
        no_grade = Q(grade__isnull=True) if question.without_grade else Q()
        people = people.filter(Q(grade__in=question.grades) | no_grade)
    if question.name:
        people = people.filter(Q(name__icontains=question.name) | Q(employee_number__icontains=question.name))
    if _is_narrow(question):
        people = people.filter(belonging__unit_id__in=question.unit_ids)
    return people


def _is_narrow(question: Question) -> bool:
    """Whether the unit alone says who is meant; units at completion are only known from the completions."""
    return question.basis == UnitBasis.CURRENT and not question.includes_unplaced


def _staff_rows(question: Question) -> QuerySet[Person, tuple[Any, ...]]:
    unit_id = Coalesce("belonging__unit_id", Value(NO_UNIT))
    return staff(question).annotate(person_id=F("pk"), unit_id=unit_id, state=F("period__state")).values_list(
        "person_id", "unit_id", "state"
    )


def _members(question: Question) -> Sql:
    audiences = {course.audience_id: course.audience for course in question.courses if course.audience is not None}
    texts: list[str] = []
    params: list[Any] = []
    for audience_id, audience in sorted(audiences.items()):
        chosen = _or_nothing(Sql.of(people_in(audience, question.as_of).values_list("pk")), columns=1)
        texts.append(f"SELECT %s, person_id FROM staff WHERE person_id IN ({chosen.text})")  # noqa: S608 - compiled
        params += [audience_id, *chosen.params]
    return Sql(" UNION ALL ".join(texts), tuple(params)) if texts else _or_nothing(None, columns=2)


def _asked(question: Question, course: str, run: str) -> Q:
    if question.run is not None:
        return Q(**{run: question.run.pk})
    return Q(**{course: question.courses[0].pk}) if len(question.courses) == 1 else Q()


def _whose(question: Question) -> Q:
    """A hint for the database: a small unit is asked by its people, not by reading everybody's records."""
    return Q(person__in=staff(question).values("pk")) if _is_narrow(question) or question.name else Q()


def standing_on(as_of: date) -> Q:
    """``rules.is_standing``."""
    end = day_after(as_of)
    return Q(completed_at__lt=end, recorded_at__lt=end) & (Q(voided_at__isnull=True) | Q(voided_at__gte=end))


def _done_rows(question: Question) -> QuerySet[Completion, tuple[Any, ...]]:
    found = Completion.objects.filter(
        _asked(question), _whose(question), standing_on(question.as_of), _counted(question), enrolment__is_trial=False
    ).annotate(course_id=F("run__course_id"))
    if question.run is None:
        latest = Window(RowNumber(), partition_by=["person", "course_id"], order_by=["-completed_at", "-pk"])
        found = found.annotate(turn=latest).filter(turn=1)
    return found.values_list(
        "person_id", "course_id", "enrolment_id", "pk", "completed_at", "unit_at_completion_id"
    )


def _under_way_rows(question: Question) -> QuerySet[Enrolment, tuple[Any, ...]]:
    # What was completed in another period is over, and no longer under way.
    completed = Completion.objects.filter(standing_on(question.as_of), enrolment=OuterRef("pk"))
    found = (
        Enrolment.objects.real()
        .filter(_asked(question), _whose(question), _living_on(question.as_of), _taught_within(question))
        .filter(~Exists(completed))
        .annotate(course_id=F("run__course_id"))
    )
    if question.run is None:
        latest = Window(RowNumber(), partition_by=["person", "course_id"], order_by=["-enrolled_at", "-pk"])
        found = found.annotate(turn=latest).filter(turn=1)
    return _with_standing(found, question.as_of).values_list("person_id", "course_id", "pk", "due_on", "standing")


def _asked(question: Question, course: str, run: str) -> Q:
    if question.run is not None:
        return Q(**{run: question.run.pk})
    return Q(**{course: question.courses[0].pk}) if len(question.courses) == 1 else Q()


def _whose(question: Question) -> Q:
    """A hint for the database: a small unit is asked by its people, not by reading everybody's records."""
    return Q(person__in=staff(question).values("pk")) if _is_narrow(question) or question.name else Q()


def standing_on(as_of: date) -> Q:
    """``rules.is_standing``."""
    end = day_after(as_of)
    return Q(completed_at__lt=end, recorded_at__lt=end) & (Q(voided_at__isnull=True) | Q(voided_at__gte=end))


def _trace_rows(question: Question) -> QuerySet[Enrolment, tuple[Any, ...]]:
    """Every completion belongs to an enrolment, so enrolments tell both. What was completed in another period is over."""
    under_way = Q(completion__isnull=True) & _living_on(question.as_of) & _taught_within(question)
    found = (
        Enrolment.objects.real()
        .annotate(
            completion=FilteredRelation("completions", condition=standing_on(question.as_of, "completions__")),
            course_id=F("run__course_id"),
        )
        .filter(_asked(question), _whose(question), _counted(question) | under_way, enrolled_at__lt=day_after(question.as_of))
    )
    if question.run is None:
        latest = Window(
            RowNumber(),
            partition_by=["person", "course_id"],
            order_by=[
                F("completion__completed_at").desc(nulls_last=True),
                F("enrolled_at").desc(),
                F("pk").desc(),
            ],
        )
        found = found.annotate(turn=latest).filter(turn=1)
    return found.annotate(where=_standing_expression(question.as_of)).values_list(
        "person_id",
        "course_id",
        "pk",
        "completion__pk",
        "completion__completed_at",
        "completion__unit_at_completion_id",
        "due_on",
        "where",
    )


def _asked(question: Question) -> Q:
    if question.run is not None:
        return Q(run=question.run.pk)
    return Q(run__course=question.courses[0].pk) if len(question.courses) == 1 else Q()


def _whose(question: Question) -> Q:
    """A hint for the database: a small unit is asked by its people, not by reading everybody's records."""
    return Q(person__in=staff(question).values("pk")) if _is_narrow(question) or question.name else Q()


def _counted(question: Question) -> Q:
    """``rules.is_counted``."""
    counted = Q()
    if question.window.start is not None:
        counted &= Q(completed_at__gte=start_of(question.window.start))
    if question.window.end is not None and question.window.end < question.as_of:
        counted &= Q(completed_at__lt=day_after(question.window.end))
    return counted


def _living_on(as_of: date) -> Q:
    """``rules.is_living``."""
    end = day_after(as_of)
    return Q(enrolled_at__lt=end) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))


def _taught_within(question: Question) -> Q:
    """``rules.taught_within``; a chosen run is asked about whenever it was."""
    if question.run is not None:
        return Q()
    condition = Q()
    if question.window.start is not None:
        condition &= Q(run__closes_on__isnull=True) | Q(run__closes_on__gte=question.window.start)
    if question.window.end is not None:
        condition &= Q(run__opens_on__isnull=True) | Q(run__opens_on__lte=question.window.end)
    return condition


def _with_standing(enrolments: QuerySet[Enrolment], as_of: date) -> QuerySet[Enrolment]:
    """``rules.standing_of`` for enrolments without completion, as ``standing``.

    Asked by the first row instead of by EXISTS, which PostgreSQL would answer by reading the whole table.
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
        standing=Case(
            When(failed__isnull=False, then=Value(Standing.FAILED.value)),
            When(opened__isnull=False, then=Value(Standing.IN_PROGRESS.value)),
            default=Value(Standing.NOT_STARTED.value),
        )
    )
