"""Decisions about learning: no database, no clock, no request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

__all__ = [
    "EARLIEST",
    "CompletionDecision",
    "CompletionTerms",
    "CourseLesson",
    "LessonState",
    "MarkResult",
    "attempts_left",
    "counted_lessons",
    "decide_completion",
    "has_score",
    "is_settled",
    "may_hand_in",
    "next_lesson",
    "outcome",
]

#: Older dates are typing errors; no learning record of the site lies before.
EARLIEST = date(2000, 1, 1)
#: A sitting that is under way when the run closes may be handed in until the end of the following day.
HAND_IN_GRACE = timedelta(days=1)


class CourseLesson(Protocol):
    """What a rule needs to know of a lesson. ``completes_itself``: it is marked, not merely read."""

    @property
    def id(self) -> int: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def completes_itself(self) -> bool: ...


class LessonState(Protocol):
    """What a rule needs to know of one person's progress in a lesson."""

    @property
    def completed_at(self) -> datetime | None: ...
    @property
    def score_percent(self) -> int | None: ...


class CompletionTerms(Protocol):
    """The policy of a run. Percent values are integers 0–100."""

    @property
    def min_progress_percent(self) -> int: ...
    @property
    def min_score_percent(self) -> int: ...


LessonT = TypeVar("LessonT", bound=CourseLesson)


@dataclass(frozen=True)
class MarkResult:
    """One marking: an integer percent and, by step key, what each response earned."""

    score_percent: int
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CompletionDecision:
    """Whether a course is completed and, if not, what is missing.

    ``missing_lesson_ids`` are the counted lessons that are not completed, in course order, also when the demanded
    progress is met without them. ``asked_*_percent`` is the demand that is not met; None when it is. ``score_percent``
    is None for a course without a marked lesson. ``completed_at`` is when the last thing that counts was done.
    """

    is_complete: bool
    progress_percent: int
    score_percent: int | None
    missing_lesson_ids: tuple[int, ...]
    asked_progress_percent: int | None
    asked_score_percent: int | None
    completed_at: datetime | None


def counted_lessons(lessons: Sequence[LessonT]) -> list[LessonT]:
    """The lessons that completion asks for: the required ones, or all when none is marked as required."""
    return [lesson for lesson in lessons if lesson.is_required] or list(lessons)


def has_score(lessons: Sequence[CourseLesson], states: Mapping[int, LessonState]) -> bool:
    """Whether a lesson was sat that counts and is marked. Before that the mean says nothing, not 0."""
    marked = [lesson.id for lesson in counted_lessons(lessons) if lesson.completes_itself]
    return any(states[each].score_percent is not None for each in marked if each in states)


def decide_completion(
    *, lessons: Sequence[CourseLesson], states: Mapping[int, LessonState], policy: CompletionTerms
) -> CompletionDecision:
    """Weigh the counted lessons against the policy. A course without lessons is never completed.

    The score is the mean of the best scores of the counted lessons that are marked; one never sat counts 0. Shares are
    compared exactly and shown rounded down, so that 99.9% is neither enough nor displayed as 100%.
    """
    counted = counted_lessons(lessons)
    done = [lesson for lesson in counted if lesson.id in states and states[lesson.id].completed_at is not None]
    marked = [lesson for lesson in counted if lesson.completes_itself]
    points = sum((states[lesson.id].score_percent or 0) for lesson in marked if lesson.id in states)
    progress_met = bool(counted) and len(done) * 100 >= policy.min_progress_percent * len(counted)
    score_met = not marked or points >= policy.min_score_percent * len(marked)
    is_complete = progress_met and score_met
    moments = [moment for lesson in done if (moment := states[lesson.id].completed_at) is not None]
    return CompletionDecision(
        is_complete=is_complete,
        progress_percent=len(done) * 100 // len(counted) if counted else 0,
        score_percent=points // len(marked) if marked else None,
        missing_lesson_ids=tuple(lesson.id for lesson in counted if lesson not in done),
        asked_progress_percent=None if progress_met else policy.min_progress_percent,
        asked_score_percent=None if score_met else policy.min_score_percent,
        completed_at=max(moments, default=None) if is_complete else None,
    )


def next_lesson(
    lessons: Sequence[LessonT], states: Mapping[int, LessonState], *, last_opened_id: int | None = None
) -> LessonT | None:
    """Where to go on: the lesson last opened while it is unfinished, else the first unfinished one that counts,
    else the first unfinished one, else the one last opened, else the first. None for a course without lessons.

    A look into the quiz is not where one stopped reading: a marked lesson waits for the counted ones before it.
    """
    unfinished = [lesson for lesson in lessons if lesson.id not in states or states[lesson.id].completed_at is None]
    last_opened = [lesson for lesson in lessons if lesson.id == last_opened_id]
    counted = {lesson.id for lesson in counted_lessons(lessons)}
    waiting = [lesson for lesson in unfinished if lesson.id in counted]
    stopped_at = [
        lesson
        for lesson in last_opened
        if lesson in unfinished and not (lesson.completes_itself and lesson not in waiting[:1])
    ]
    choices = stopped_at + waiting + unfinished + last_opened + list(lessons)
    return choices[0] if choices else None


def outcome(*, score_percent: int, pass_mark_percent: int) -> str:
    """``passed`` from the pass mark on, ``failed`` below it."""
    return "passed" if score_percent >= pass_mark_percent else "failed"


def attempts_left(*, max_attempts: int | None, granted: int, used: int) -> int | None:
    """How many sittings may still be started; None when there is no limit."""
    return None if max_attempts is None else max(0, max_attempts + granted - used)


def is_settled(*, state: LessonState | None, min_score_percent: int) -> bool:
    """Whether a marked lesson needs no further sitting: passed, and with the score that the run asks for."""
    return state is not None and state.completed_at is not None and (state.score_percent or 0) >= min_score_percent


def may_hand_in(*, closes_on: date | None, on: date) -> bool:
    """Whether a sitting begun in time may still be handed in on that day."""
    return closes_on is None or on <= closes_on + HAND_IN_GRACE
