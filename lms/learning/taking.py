"""What a person takes, read narrowly: the questions behind every learner page, prepared once per process."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from lms.core.prepared import Columns, instances, prepared
from lms.courses.models import CoursePage, CourseRun
from lms.people.models import Person

from .models import Attempt, Completion, Enrolment, LessonProgress

__all__ = [
    "latest_completions",
    "own_attempt",
    "progress_in",
    "progress_of_unfinished",
    "taken",
    "taken_in",
    "unfinished",
    "with_course",
]

ENROLMENT = Columns(Enrolment)
RUN = Columns(CourseRun, through="run__")
COURSE = Columns(CoursePage, *CoursePage.OUTLINED, through="run__course__")
PERSON = Columns(Person, "id", "name", "rank_title", "grade", "position", through="person__")
BY = Columns(Person, "id", "name", "position", "rank_title", through="enrolled_by__")
STANDING = Columns(
    Completion,
    *("id", "enrolment_id", "person_id", "run_id", "source", "completed_at", "recorded_at", "voided_at"),
    through="standing__",
)
PROGRESS = Columns(LessonProgress)
ATTEMPT = Columns(Attempt)
LISTED = Columns(Completion, "id", "course_title_at_completion", "completed_at", "recognised_minutes", "score_percent")
LATEST = 3


def taken(person_id: int) -> list[Enrolment]:
    """Every living enrolment of the person that counts, with its run and its standing completion."""
    return [_taken(row) for row in _taken_rows(person_id)]


def taken_in(person_id: int, course_id: int) -> list[Enrolment]:
    """The same in one course, a trainer's trial among them."""
    return [_taken(row) for row in _taken_in_rows(person_id, course_id)]


def unfinished(person_id: int) -> list[Enrolment]:
    """The same where nothing stands yet and the course is published; each run with its course."""
    found = []
    for row in _unfinished_rows(person_id):
        enrolment, run, by, course = instances(row, ENROLMENT, RUN, BY, COURSE)
        run.course = course
        enrolment.run, enrolment.enrolled_by = run, by
        found.append(enrolment)
    return found


def with_course(enrolment_id: int) -> Enrolment | None:
    """An enrolment with its run, its course and its person."""
    for row in _with_course_rows(enrolment_id):
        enrolment, run, course, person = instances(row, ENROLMENT, RUN, COURSE, PERSON)
        enrolment.run, run.course, enrolment.person = run, course, person
        found: Enrolment = enrolment
        return found
    return None


def latest_completions(person_id: int) -> list[Completion]:
    """The latest few of the completions that stand, as a list shows them."""
    return [found for row in _latest_rows(person_id) if (found := LISTED.instance(row)) is not None]


def own_attempt(attempt_id: int, person_id: int) -> Attempt | None:
    """The person's own sitting; nobody sees anybody else's."""
    return next(map(ATTEMPT.instance, _own_attempt_rows(attempt_id, person_id)), None)


def progress_in(enrolment_id: int) -> dict[int, LessonProgress]:
    """The lessons of an enrolment that were opened, by lesson id."""
    rows = [PROGRESS.instance(row) for row in _progress_rows(enrolment_id)]
    return {row.lesson_id: row for row in rows if row is not None}


def progress_of_unfinished(person_id: int) -> dict[int, dict[int, LessonProgress]]:
    """The same for all that the person has not finished, by enrolment id."""
    found: dict[int, dict[int, LessonProgress]] = {}
    for values in _unfinished_progress_rows(person_id):
        row = PROGRESS.instance(values)
        if row is not None:
            found.setdefault(row.enrolment_id, {})[row.lesson_id] = row
    return found


def _taken(row: tuple[Any, ...]) -> Enrolment:
    enrolment, run, by, standing = instances(row, ENROLMENT, RUN, BY, STANDING)
    enrolment.run, enrolment.enrolled_by, enrolment.standing = run, by, standing
    taken_enrolment: Enrolment = enrolment
    return taken_enrolment


def _standing(**asked: int) -> QuerySet[Any, Any]:
    joined: dict[str, Any] = {"standing": FilteredRelation("completions", condition=Q(completions__voided_at=None))}
    rows = Enrolment.objects.living().filter(**asked).annotate(**joined).order_by()
    return rows.values_list(*ENROLMENT.names, *RUN.names, *BY.names, *STANDING.names)


@prepared
def _taken_rows(person_id: int) -> QuerySet[Any, Any]:
    return _standing(person_id=person_id, is_trial=False)


@prepared
def _taken_in_rows(person_id: int, course_id: int) -> QuerySet[Any, Any]:
    return _standing(person_id=person_id, run__course_id=course_id)


def _without_completion(person_id: int) -> QuerySet[Enrolment]:
    standing = Completion.objects.standing().filter(enrolment=OuterRef("pk"))
    mine = Enrolment.objects.living().real().filter(person_id=person_id, run__course__live=True)
    return mine.filter(~Exists(standing)).order_by()


@prepared
def _unfinished_rows(person_id: int) -> QuerySet[Any, Any]:
    return _without_completion(person_id).values_list(*ENROLMENT.names, *RUN.names, *BY.names, *COURSE.names)


@prepared
def _latest_rows(person_id: int) -> QuerySet[Any, Any]:
    found = Completion.objects.standing().filter(person_id=person_id).order_by("-completed_at")
    return found.values_list(*LISTED.names)[:LATEST]


@prepared
def _with_course_rows(enrolment_id: int) -> QuerySet[Any, Any]:
    rows = Enrolment.objects.filter(pk=enrolment_id).order_by()
    return rows.values_list(*ENROLMENT.names, *RUN.names, *COURSE.names, *PERSON.names)


@prepared
def _own_attempt_rows(attempt_id: int, person_id: int) -> QuerySet[Any, Any]:
    return Attempt.objects.filter(pk=attempt_id, enrolment__person_id=person_id).order_by().values_list(*ATTEMPT.names)


@prepared
def _progress_rows(enrolment_id: int) -> QuerySet[Any, Any]:
    return LessonProgress.objects.filter(enrolment_id=enrolment_id).values_list(*PROGRESS.names)


@prepared
def _unfinished_progress_rows(person_id: int) -> QuerySet[Any, Any]:
    enrolments = _without_completion(person_id).values("pk")
    return LessonProgress.objects.filter(enrolment__in=enrolments).values_list(*PROGRESS.names)
