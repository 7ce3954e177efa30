"""Prepared questions answer what the query set they were written as answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from lms.core.prepared import Columns, Written, instances, prepared
from lms.courses.models import CourseRun
from lms.learning.models import Enrolment, LessonProgress
from lms.people.models import Membership
from tests.builders import MARCH_5, build_course, build_run, enrolled, lessons_in, moment

pytestmark = pytest.mark.django_db


@prepared
def runs_open_on(course_id: int, on: date) -> QuerySet[Any, Any]:
    return CourseRun.objects.open(on=on).filter(course_id=course_id).order_by("pk").values_list("pk", "label")


@prepared
def enrolled_since(person_id: int, at: datetime) -> QuerySet[Any, Any]:
    found = Enrolment.objects.filter(person_id=person_id, enrolled_at__gte=at).order_by("pk")
    return found.values_list("pk", "enrolled_at", "is_trial")


@prepared
def runs_called(label: str) -> QuerySet[Any, Any]:
    return CourseRun.objects.filter(label=label).values_list("pk")


@prepared
def runs_beginning_with(label: str) -> QuerySet[Any, Any]:
    return CourseRun.objects.filter(label__startswith=label).values_list("pk")


def test_later_values_stand_where_the_first_ones_stood() -> None:
    course, other = build_course(), build_course()
    spring = build_run(course, opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31), label="봄")
    for asked, on in ((course, date(2026, 3, 5)), (course, date(2026, 5, 1)), (other, date(2026, 3, 5))):
        expected = CourseRun.objects.open(on=on).filter(course=asked).order_by("pk").values_list("pk", "label")
        assert runs_open_on(asked.pk, on) == list(expected)
    assert (spring.pk, "봄") in runs_open_on(course.pk, date(2026, 3, 31))
    assert (spring.pk, "봄") not in runs_open_on(course.pk, date(2026, 4, 1))


def test_words_are_values_never_statements() -> None:
    run = build_run(build_course(), label="'; DROP TABLE courses_courserun; -- %s")
    assert runs_called(run.label) == [(run.pk,)]
    assert runs_called("nothing") == []


def test_columns_come_back_as_the_values_of_their_fields(learner: Any) -> None:
    enrolment = enrolled(learner, build_course(), at=MARCH_5)
    assert enrolled_since(learner.pk, moment(2026, 3, 5, 9)) == [(enrolment.pk, MARCH_5, False)]
    assert enrolled_since(learner.pk, moment(2026, 3, 5, 10)) == []


def test_an_argument_that_the_query_changes_is_refused() -> None:
    with pytest.raises(ValueError, match="does not reach the query"):
        runs_beginning_with("봄")


def test_it_asks_one_statement(learner: Any) -> None:
    runs_called("x")
    with CaptureQueriesContext(connection) as asked:
        runs_called("y")
    assert len(asked) == 1


def test_instances_are_made_of_some_columns_and_read_the_rest_when_asked(learner: Any) -> None:
    enrolment = enrolled(learner, build_course())
    of_enrolment = Columns(Enrolment, "id", "person_id", "run_id")
    of_run = Columns(CourseRun, "id", "label", through="run__")
    of_nothing = Columns(Membership, through="enrolled_by__memberships__")
    row = Enrolment.objects.values_list(*of_enrolment.names, *of_run.names, *of_nothing.names).get(pk=enrolment.pk)
    found, run, nothing = instances(row, of_enrolment, of_run, of_nothing)
    assert found == enrolment
    assert run.label == enrolment.run.label
    assert found.source == enrolment.source
    assert nothing is None or nothing.person_id == learner.pk
    with pytest.raises(ValueError, match="no column"):
        Columns(CourseRun, "colour")


KEEP = Written(LessonProgress, unique=("enrolment", "lesson"), update=("completed_at",))
KEEP_ONCE = Written(LessonProgress)


def test_a_row_is_written_once_and_then_brought_up_to_date_in_the_named_columns(learner: Any) -> None:
    course = build_course(lessons=1)
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]

    def row(**values: Any) -> LessonProgress:
        return LessonProgress(
            enrolment=enrolment, lesson=lesson.page_ptr, opened_at=MARCH_5, last_opened_at=MARCH_5, **values
        )

    first = KEEP(row(place="a"))
    again = KEEP(row(place="b", completed_at=MARCH_5))
    kept = LessonProgress.objects.get()
    assert first.pk == again.pk == kept.pk
    assert (kept.place, kept.completed_at) == ("a", MARCH_5)
    with pytest.raises(IntegrityError), transaction.atomic():
        KEEP_ONCE(row())
    # The connection answers as before, whatever it has just refused.
    assert runs_called("nothing") == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_opened_anew_answers_again() -> None:
    assert runs_called("nothing") == []
    connection.close()
    assert runs_called("nothing") == []
