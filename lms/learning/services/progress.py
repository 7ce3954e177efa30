"""차시 진도: a lesson opened, a place kept, a lesson completed."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from lms.core.prepared import Written
from lms.courses.models import Lesson
from lms.courses.services import lessons_of
from lms.people.models import Person

from .. import errors
from ..models import Completion, Enrolment, LessonProgress
from ..taking import progress_in
from .completions import complete_if_due
from .enrolments import lock_enrolment
from .played import check_watched

__all__ = [
    "check_lesson",
    "check_taking_part",
    "complete_by_reading",
    "complete_lesson",
    "mark_completed",
    "open_lesson",
    "save_place",
]

KEEP_PROGRESS = Written(
    LessonProgress,
    unique=("enrolment", "lesson"),
    update=("completed_at", "score_percent", "asked_watch_percent", "watched_percent"),
)

_PLACE = re.compile(r"[A-Za-z0-9_-]{1,40}")


@transaction.atomic
def open_lesson(*, enrolment: Enrolment, lesson_id: int, at: datetime) -> LessonProgress:
    """Record that a lesson was opened. Raises EnrolmentEnded, RunClosed or LessonNotInCourse."""
    check_taking_part(enrolment, lesson_id, at)
    return _touch(enrolment, lesson_id, {"last_opened_at": at}, at)


@transaction.atomic
def save_place(*, enrolment: Enrolment, lesson_id: int, place: str, at: datetime) -> LessonProgress:
    """Keep the id of the block last read; what is no block id keeps no place. Raises as ``open_lesson`` does."""
    check_taking_part(enrolment, lesson_id, at)
    kept = place if _PLACE.fullmatch(place) else ""
    return _touch(enrolment, lesson_id, {"last_opened_at": at, "place": kept}, at)


@transaction.atomic
def complete_lesson(
    *, enrolment: Enrolment, lesson_id: int, at: datetime, score_percent: int | None = None
) -> LessonProgress:
    """Complete a lesson, and the course when nothing is missing any more, in one transaction.

    A second call keeps the first ``completed_at`` and the better score. Raises EnrolmentEnded, RunClosed,
    LessonNotInCourse, or NotWatched while too little of its recordings was played.
    """
    locked = lock_enrolment(enrolment.pk)
    check_taking_part(locked, lesson_id, at)
    progress = progress_in(locked.pk)
    watched = _watched(locked, lesson_id, progress.get(lesson_id), on=timezone.localdate(at))
    row = mark_completed(
        locked, progress, lesson_id, at=at, completed_at=at, score_percent=score_percent, watched=watched
    )
    complete_if_due(locked, progress, at=at)
    return row


@transaction.atomic
def complete_by_reading(
    *, person: Person, enrolment_id: int, lesson_id: int, at: datetime
) -> tuple[Enrolment, Completion | None]:
    """The person's own word that a lesson was read: the enrolment with run and course, and the completion if due.

    Raises LessonIsMarked for a kind that completes itself, and as ``complete_lesson`` does; somebody else's enrolment
    counts as ended.
    """
    locked = lock_enrolment(enrolment_id)
    if locked.person_id != person.pk:
        raise errors.EnrolmentEnded
    if any(card.id == lesson_id and card.completes_itself for card in lessons_of(locked.run.course)):
        raise errors.LessonIsMarked
    check_taking_part(locked, lesson_id, at)
    progress = progress_in(locked.pk)
    watched = _watched(locked, lesson_id, progress.get(lesson_id), on=timezone.localdate(at))
    mark_completed(locked, progress, lesson_id, at=at, completed_at=at, score_percent=None, watched=watched)
    return locked, complete_if_due(locked, progress, at=at)


def mark_completed(
    locked: Enrolment,
    progress: dict[int, LessonProgress],
    lesson_id: int,
    *,
    at: datetime,
    completed_at: datetime | None,
    score_percent: int | None,
    watched: tuple[int, int] | None = None,
) -> LessonProgress:
    """Write what was reached in a lesson into its one row and into ``progress``; the caller holds the lock.

    Nothing is ever taken back: the first completion and the best score stand. ``completed_at`` None keeps a score only.
    ``watched`` is what share of its recordings was asked for and played, for a lesson that asks for one.
    """
    row = progress.get(lesson_id) or LessonProgress(
        enrolment=locked, lesson_id=lesson_id, opened_at=at, last_opened_at=at
    )
    progress[lesson_id] = row
    best = max((score for score in (score_percent, row.score_percent) if score is not None), default=None)
    reached = row.completed_at or completed_at
    if row.pk is None or (row.completed_at, row.score_percent) != (reached, best):
        if watched is not None and row.completed_at is None:
            row.asked_watch_percent, row.watched_percent = watched
        row.completed_at, row.score_percent = reached, best
        # Opening takes no lock: another tab may have made the row since we looked, without what we write here.
        KEEP_PROGRESS(row)
    return row


def check_taking_part(enrolment: Enrolment, lesson_id: int, at: datetime) -> None:
    """Raise unless the enrolment lives, its run is open that day and the lesson belongs to the course."""
    if enrolment.withdrawn_at is not None:
        raise errors.EnrolmentEnded
    if not enrolment.is_trial and not enrolment.run.is_open(on=timezone.localdate(at)):
        raise errors.RunClosed
    check_lesson(enrolment, lesson_id)


def _watched(enrolment: Enrolment, lesson_id: int, row: LessonProgress | None, *, on: date) -> tuple[int, int] | None:
    """What the lesson asks to be played and what was; None where nothing is asked, or what was completed stands."""
    card = next(card for card in lessons_of(enrolment.run.course) if card.id == lesson_id)
    if not card.watch_percent or (row is not None and row.completed_at is not None):
        return None
    lesson = Page.objects.get(pk=lesson_id).specific
    assert isinstance(lesson, Lesson)
    reached = check_watched(enrolment=enrolment, lesson=lesson, on=on)
    return None if reached is None else (lesson.watch_percent, reached)


def check_lesson(enrolment: Enrolment, lesson_id: int) -> None:
    """Raise LessonNotInCourse unless the lesson is one of the course's live lessons."""
    if all(card.id != lesson_id for card in lessons_of(enrolment.run.course)):
        raise errors.LessonNotInCourse


def _touch(enrolment: Enrolment, lesson_id: int, values: dict[str, object], at: datetime) -> LessonProgress:
    row, is_new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_id=lesson_id, defaults={"opened_at": at, **values}
    )
    if not is_new:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    return row
