"""What a request knows of the person's learning: asked once, kept on the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from lms.core import clock
from lms.courses.services import LessonCard
from lms.people.requests import person_of

from .models import Completion, Enrolment, LessonProgress
from .rules import CompletionDecision, decide_completion, next_lesson
from .services.enrolments import current_of
from .taking import progress_in, taken, taken_in

__all__ = ["CourseState", "course_state", "enrolled_states"]


@dataclass(frozen=True)
class CourseState:
    """One person in one course: the living enrolment with its run, progress by lesson id, the standing completion."""

    enrolment: Enrolment | None = None
    progress: Mapping[int, LessonProgress] = field(default_factory=dict)
    completion: Completion | None = None

    def is_open(self, *, on: date) -> bool:
        """Whether the person may still learn here on that day; a trainer's trial always may."""
        return self.enrolment is not None and (self.enrolment.is_trial or self.enrolment.run.is_open(on=on))

    def decision(self, lessons: list[LessonCard]) -> CompletionDecision | None:
        """What is reached and what is missing; None for somebody who is not enrolled."""
        if self.enrolment is None:
            return None
        return decide_completion(lessons=lessons, states=self.progress, policy=self.enrolment.run.policy)

    def resume_lesson(self, lessons: list[LessonCard]) -> LessonCard | None:
        """The lesson in which to go on."""
        opened = max(self.progress.values(), key=lambda row: row.last_opened_at, default=None)
        return next_lesson(lessons, self.progress, last_opened_id=opened.lesson_id if opened else None)

    def resume_address(self, lessons: list[LessonCard]) -> str:
        """Where to go on: the lesson's address with the place last read, or an empty string without lessons."""
        lesson = self.resume_lesson(lessons)
        if lesson is None:
            return ""
        row = self.progress.get(lesson.id)
        return f"{lesson.url}#{row.place}" if row and row.place and row.completed_at is None else lesson.url


def course_state(request: HttpRequest, course_id: int) -> CourseState:
    """The person's state in one course: two queries at most, none the second time."""
    known: dict[int, CourseState] = request.__dict__.setdefault("_course_states", {})
    if course_id not in known:
        enrolment = current_of(taken_in(person_of(request).pk, course_id), on=clock.today())
        progress = progress_in(enrolment.pk) if enrolment else {}
        known[course_id] = CourseState(enrolment, progress, enrolment.standing if enrolment else None)
    return known[course_id]


def enrolled_states(request: HttpRequest) -> dict[int, CourseState]:
    """The courses that count for the person by id, without progress: one query, however many courses a page shows."""
    known: dict[int, CourseState] | None = request.__dict__.get("_enrolled_states")
    if known is None:
        by_course: dict[int, list[Enrolment]] = {}
        for row in taken(person_of(request).pk):
            by_course.setdefault(row.run.course_id, []).append(row)
        known = {}
        for course_id, enrolments in by_course.items():
            current = current_of(enrolments, on=clock.today())
            known[course_id] = CourseState(current, {}, current.standing if current else None)
        request.__dict__["_enrolled_states"] = known
    return known
