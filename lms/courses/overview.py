"""What a course page says of the course: lessons, open runs, what counts. The same for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.core import clock
from lms.core.korean import format_minutes

from .models import CoursePage, CourseRun
from .outline import lessons_of
from .rules import policy_in_words
from .services import open_runs

__all__ = ["RunTerms", "course_overview"]


@dataclass(frozen=True)
class RunTerms:
    """An open run and what it asks, in words."""

    run: CourseRun
    conditions: list[str]


def course_overview(course: CoursePage, *, on: date | None = None) -> dict[str, Any]:
    """Template context: ``lessons``, ``lesson_time``, ``recognised_time``, ``run_terms``."""
    is_saved = course.pk is not None
    lessons = lessons_of(course) if is_saved else []
    runs = open_runs(course, on or clock.today()) if is_saved else []
    return {
        "lessons": lessons,
        "lesson_time": format_minutes(sum(lesson.estimated_minutes for lesson in lessons)),
        "recognised_time": format_minutes(course.recognised_minutes),
        "run_terms": [RunTerms(run, policy_in_words(run.policy, lessons)) for run in runs],
    }
