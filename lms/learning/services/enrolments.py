"""수강: enrolling, leaving, a trainer's trial, and the lock that every writer takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.core.prepared import prepared
from lms.courses.models import CourseRun
from lms.people.models import Person
from lms.people.services import is_in_audience

from .. import errors
from ..models import Attempt, Completion, Enrolment
from ..notices import tell_courses_opened
from ..taking import with_course

__all__ = [
    "close_enrolment",
    "current_of",
    "enrol",
    "living_enrolment",
    "lock_enrolment",
    "reset_trial",
    "withdraw_enrolment",
]

VOLUNTARY = (Enrolment.Source.SELF, Enrolment.Source.CAMPAIGN)


@transaction.atomic
def enrol(
    *,
    person: Person,
    run: CourseRun,
    by: Person | None,
    at: datetime,
    source: str = Enrolment.Source.SELF,
    due_on: date | None = None,
    is_trial: bool = False,
) -> tuple[Enrolment, bool]:
    """Put a person on a run: the living enrolment, and whether it is new.

    Raises RunClosed when the run or its course takes nobody on that day, NotInAudience when the person chose a course
    that is meant for others. A trial asks neither: a trainer walks the course before it opens.
    """
    on = timezone.localdate(at)
    existing = Enrolment.objects.living().filter(person=person, run=run, is_trial=is_trial).first()
    if existing is not None:
        return existing, False
    if not is_trial:
        if not run.course.live or not run.is_open(on=on):
            raise errors.RunClosed
        chose_it = source == Enrolment.Source.SELF
        if chose_it and run.course.audience_id and not is_in_audience(run.course.audience, person, on):
            raise errors.NotInAudience
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person,
        run=run,
        is_trial=is_trial,
        withdrawn_at=None,
        defaults={"source": source, "enrolled_at": at, "enrolled_by": by, "due_on": due_on},
    )
    if is_new:
        tell_courses_opened([enrolment], at=at)
    return enrolment, is_new


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, by: Person | None, at: datetime, reason: str = "") -> Enrolment:
    """Leave a course that one chose. Its progress is kept; a second call changes nothing.

    Raises EnrolmentAssigned for a course that somebody else decided on, CompletionStands once it is completed.
    """
    locked = lock_enrolment(enrolment.pk)
    if locked.withdrawn_at is not None:
        return locked
    if locked.source not in VOLUNTARY:
        raise errors.EnrolmentAssigned
    if Completion.objects.standing().filter(person_id=locked.person_id, run_id=locked.run_id).exists():
        raise errors.CompletionStands
    return close_enrolment(locked, by=by, at=at, reason=reason)


def close_enrolment(locked: Enrolment, *, by: Person | None, at: datetime, reason: str) -> Enrolment:
    """Fill the closing columns of an enrolment whose row the caller has locked."""
    locked.withdrawn_at, locked.withdrawn_by, locked.withdraw_reason = at, by, reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    locked.attempts.filter(state=Attempt.State.IN_PROGRESS).update(state=Attempt.State.ABANDONED)
    return locked


def living_enrolment(*, person: Person, course_id: int, on: date) -> Enrolment | None:
    """The enrolment in which the person takes the course now: a trial while there is one, else the one on a run that
    is open on that day, else the latest. None when the person is not enrolled.
    """
    rows = Enrolment.objects.living().for_person(person).filter(run__course_id=course_id)
    rows = rows.select_related("run").order_by()
    return current_of(rows, on=on)


def current_of(enrolments: Iterable[Enrolment], *, on: date) -> Enrolment | None:
    """The one of a person's living enrolments in a course that counts on that day."""
    return max(
        enrolments,
        key=lambda each: (each.is_trial, each.run.is_open(on=on), each.enrolled_at, each.pk),
        default=None,
    )


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment with run, course and person, its row locked until the transaction ends.

    Raises EnrolmentEnded when the row is gone: a trial that was reset in another tab.
    """
    # Read after the lock, in a statement of its own: what was joined to it would be as old as the wait for it.
    locked = with_course(enrolment_id) if _lock_rows(enrolment_id) else None
    if locked is None:
        raise errors.EnrolmentEnded
    return locked


@prepared
def _lock_rows(enrolment_id: int) -> QuerySet[Any, Any]:
    # no_key: a row that points here (a lesson just opened) may be inserted meanwhile; a full lock would deadlock.
    return Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment_id).order_by().values_list("pk")


@transaction.atomic
def reset_trial(*, person: Person, course_id: int) -> int:
    """Remove a trainer's own trial of a course with all that it left; how many trial enrolments there were.

    Nothing that counts is ever trial, so nothing that counts is touched.
    """
    trials = Enrolment.objects.filter(person=person, run__course_id=course_id, is_trial=True)
    ids = list(trials.select_for_update(no_key=True).values_list("pk", flat=True))
    Enrolment.objects.filter(pk__in=ids).delete()
    return len(ids)
