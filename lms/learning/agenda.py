"""나의 학습: what a person has to do, does, has done and has left, in the order in which it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.core.dates import day_words
from lms.courses.models import CoursePage
from lms.courses.services import LessonCard, lessons_by_course
from lms.people.models import Person
from lms.people.services import is_in_audience

from .models import Completion, Enrolment
from .rules import CompletionDecision, counted_lessons, decide_completion
from .state import CourseState

__all__ = ["Task", "completions_of", "due_state", "due_words", "suggestions", "tasks_of", "why_words"]

DUE_SOON_DAYS = 7
#: How many courses are looked at for a suggestion, so that the question never grows with the catalogue.
SUGGESTION_POOL = 12


@dataclass(frozen=True)
class Task:
    """One course that a person is to finish, with what a card says about it."""

    enrolment: Enrolment
    course: CoursePage
    state: CourseState
    lessons: Sequence[LessonCard]
    decision: CompletionDecision
    today: date

    @property
    def is_startable(self) -> bool:
        """Whether anything can be done about it today."""
        return self.enrolment.run.is_open(on=self.today) and bool(self.lessons)

    @property
    def has_ended(self) -> bool:
        """Whether the run is over without the course being completed."""
        closes_on = self.enrolment.run.closes_on
        return closes_on is not None and closes_on < self.today

    @property
    def has_begun(self) -> bool:
        return bool(self.state.progress)

    @property
    def done_count(self) -> int:
        """Counted lessons that are finished."""
        return self.total_count - len(self.decision.missing_lesson_ids)

    @property
    def total_count(self) -> int:
        return len(counted_lessons(self.lessons))

    @property
    def next_lesson(self) -> LessonCard | None:
        return self.state.resume_lesson(list(self.lessons))

    @property
    def resume_address(self) -> str:
        return self.state.resume_address(list(self.lessons))

    @property
    def order(self) -> tuple[date, bool, float]:
        """Due soonest first; then what was begun, the most recently read first; then the newest."""
        read = [row.last_opened_at for row in self.state.progress.values()]
        last = max(read, default=self.enrolment.enrolled_at)
        return (self.enrolment.due_on or date.max, not self.has_begun, -last.timestamp())

    @property
    def position(self) -> str:
        """Where the person stands, in words: ``Lesson 4 of 6 · …``."""
        lesson = self.next_lesson
        if lesson is None:
            return ""
        number = [card.id for card in self.lessons].index(lesson.id) + 1
        return _("Lesson %(number)s of %(total)s · %(title)s") % {
            "number": number,
            "total": len(self.lessons),
            "title": lesson.title,
        }

    @property
    def due(self) -> str:
        return due_words(self.enrolment.due_on, on=self.today)

    @property
    def due_state(self) -> str:
        return due_state(self.enrolment.due_on, on=self.today)

    @property
    def why(self) -> str:
        return why_words(self.enrolment)


def tasks_of(person: Person, *, on: date) -> list[Task]:
    """Every course the person has still to finish, in order; a constant number of queries."""
    rows = list(_enrolments(person).filter(standing__isnull=True, run__course__live=True).prefetch_related("progress"))
    outlines = lessons_by_course(row.run.course for row in rows)
    tasks = [_task(row, outlines[row.run.course_id], on) for row in rows]
    return sorted(tasks, key=lambda task: task.order)


def _task(enrolment: Enrolment, lessons: list[LessonCard], on: date) -> Task:
    state = CourseState(enrolment, {row.lesson_id: row for row in enrolment.progress.all()})
    decision = decide_completion(lessons=lessons, states=state.progress, policy=enrolment.run.policy)
    return Task(enrolment, enrolment.run.course, state, lessons, decision, on)


def _enrolments(person: Person) -> QuerySet[Any]:
    return (
        Enrolment.objects.living()
        .real()
        .for_person(person)
        .with_standing_completion()
        .select_related("run__course", "enrolled_by")
        .defer("run__course__introduction", "run__course__objectives")
        .order_by()
    )


def due_state(due_on: date | None, *, on: date) -> str:
    """``overdue``, ``due_soon`` within a week, else empty."""
    if due_on is None or (due_on - on).days > DUE_SOON_DAYS:
        return ""
    return "overdue" if due_on < on else "due_soon"


def due_words(due_on: date | None, *, on: date) -> str:
    """The due day and how far it is, as a person would say it; empty without one."""
    if due_on is None:
        return ""
    left = (due_on - on).days
    day = day_words(due_on, beside=on)
    if left > 0:
        return _("due %(day)s · %(days)s days left") % {"day": day, "days": left}
    if left == 0:
        return _("due today, %(day)s") % {"day": day}
    return _("due %(day)s · %(days)s days past") % {"day": day, "days": -left}


def why_words(enrolment: Enrolment) -> str:
    """왜 나에게?: who or what put the person on the course."""
    source = enrolment.source
    if source == Enrolment.Source.SELF:
        return _("You enrolled yourself.")
    if source == Enrolment.Source.RULE:
        return _("Mandatory training that applies to you.")
    if source == Enrolment.Source.CAMPAIGN:
        return _("Part of a campaign you take part in.")
    by = enrolment.enrolled_by
    return _("Assigned by %(name)s.") % {"name": by.addressed_name} if by else _("Assigned to you.")


def suggestions(person: Person, *, on: date, limit: int = 3) -> list[CoursePage]:
    """Courses the person may enrol in and never did, the newest first. For a day on which nothing is left to do."""
    taken = Enrolment.objects.living().real().for_person(person).values("run__course_id")
    open_courses = CoursePage.objects.live().exclude(pk__in=taken).select_related("audience", "category")
    found: list[CoursePage] = []
    for course in open_courses.order_by("-first_published_at", "pk")[:SUGGESTION_POOL]:
        if course.audience is None or is_in_audience(course.audience, person, on):
            found.append(course)
        if len(found) == limit:
            break
    return found


def completions_of(person: Person) -> QuerySet[Completion]:
    """What the person has completed and nobody voided, the latest first."""
    return Completion.objects.standing().filter(person=person).select_related("run__course")
