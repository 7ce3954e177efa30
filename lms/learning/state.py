"""What a request knows of the person's learning: asked once, kept on the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import FilteredRelation, Max, Q, QuerySet
from django.http import HttpRequest

from lms.core import clock
from lms.courses.models import CoursePage
from lms.courses.services import LessonCard, lessons_of
from lms.people.models import Person

from .models import Completion, Enrolment, LessonProgress
from .rules import CompletionDecision, decide_completion, next_lesson
from .services.enrolments import current_of

__all__ = ["CourseState", "course_state", "course_states"]

NOTHING: Mapping[int, LessonProgress] = {}


@dataclass(frozen=True)
class CourseState:
    """One person in one course: the living enrolment with its run, progress by lesson id, the standing completion."""

    course: CoursePage
    enrolment: Enrolment | None = None
    progress: Mapping[int, LessonProgress] = ...  # type: ignore[assignment]
    completion: Completion | None = None
