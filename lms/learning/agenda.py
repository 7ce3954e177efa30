"""나의 학습: what a person has to do, does, has done and has left, in the order in which it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.core.dates import day_words
from lms.courses.catalogue import fitting_audiences
from lms.courses.models import CoursePage
from lms.courses.services import LessonCard, lessons_by_course
from lms.people.models import Person

from .models import Completion, Enrolment, LessonProgress
from .rules import CompletionDecision, counted_lessons, decide_completion
from .state import CourseState
from .taking import progress_of_unfinished, unfinished

__all__ = ["Task", "TaskCard", "completions_of", "due_state", "due_words", "suggestions", "tasks_of", "why_words"]

DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class TaskCard:
    """What a card says of a task, in plain values."""

    title: str
    href: str
    why: str
    due: str
    due_state: str
    position: str
    percent: int
    done_count: int
    total_count: int
    is_startable: bool
    has_begun: bool
    action_href: str


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
    def card(self) -> TaskCard:
        return TaskCard(
            title=self.course.title,
            href=self.course.url or "/",
            why=why_words(self.enrolment),
            due=self.due,
            due_state=due_state(self.enrolment.due_on, on=self.today),
            position=self.position,
            percent=self.decision.progress_percent,
            done_count=self.done_count,
            total_count=self.total_count,
            is_startable=self.is_startable,
            has_begun=self.has_begun,
            action_href=self.resume_address,
        )

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


def tasks_of(person: Person, *, on: date) -> list[Task]:
    """Every course the person has still to finish, in order; a constant number of queries."""
    rows = unfinished(person.pk)
    progress = progress_of_unfinished(person.pk) if rows else {}
    outlines = lessons_by_course(row.run.course for row in rows)
    tasks = [_task(row, progress.get(row.pk, {}), outlines[row.run.course_id], on) for row in rows]
    return sorted(tasks, key=lambda task: task.order)


def _task(enrolment: Enrolment, progress: dict[int, LessonProgress], lessons: list[LessonCard], on: date) -> Task:
    state = CourseState(enrolment, progress)
    decision = decide_completion(lessons=lessons, states=state.progress, policy=enrolment.run.policy)
    return Task(enrolment, enrolment.run.course, state, lessons, decision, on)


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
    for_all_or_me = Q(audience_id=None) | Q(audience_id__in=fitting_audiences(person, on))
    fitting = CoursePage.objects.live().filter(for_all_or_me).exclude(pk__in=taken).select_related("category")
    shown = fitting.only(*CoursePage.OUTLINED, "summary", "category__name")
    return list(shown.order_by("-first_published_at", "pk")[:limit])


def completions_of(person: Person) -> QuerySet[Completion]:
    """What the person has completed and nobody voided, the latest first."""
    return Completion.objects.standing().filter(person=person)
