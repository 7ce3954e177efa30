"""응시: starting a sitting, keeping every answer, handing in, marking and marking again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet, Value
from django.utils import timezone

from lms.core.prepared import Columns, Written, prepared
from lms.people.models import Person

from .. import errors, rules
from ..models import Attempt, AttemptStep, Completion, Enrolment, ExtraAttempt, Mark
from ..notices import tell_extra_attempt
from ..rules import MarkResult
from ..taking import ATTEMPT, progress_in, with_course
from .completions import complete_if_due
from .enrolments import lock_enrolment
from .progress import check_taking_part, mark_completed

__all__ = [
    "attempts_left",
    "grant_attempt",
    "remark_attempt",
    "save_step",
    "save_steps",
    "start_attempt",
    "submit_attempt",
]

SITTING = Columns(Attempt, through="attempts__")
KEEP_MARK = Written(Mark)


@transaction.atomic
def start_attempt(
    *,
    enrolment: Enrolment,
    lesson_id: int,
    content: dict[str, Any],
    pass_mark_percent: int,
    max_attempts: int | None,
    at: datetime,
) -> tuple[Attempt, bool]:
    """The sitting under way, else a new one with this ``content``; and whether it is new.

    Raises AttemptsUsedUp, AlreadyPassed once nothing more can be gained, EnrolmentEnded, RunClosed, LessonNotInCourse.
    """
    locked = lock_enrolment(enrolment.pk)
    check_taking_part(locked, lesson_id, at)
    under_way = locked.attempts.open().filter(lesson_id=lesson_id).first()
    if under_way is not None:
        return under_way, False
    reached = locked.progress.filter(lesson_id=lesson_id).first()
    if rules.is_settled(state=reached, min_score_percent=locked.run.min_score_percent):
        raise errors.AlreadyPassed
    if attempts_left(enrolment=locked, lesson_id=lesson_id, max_attempts=max_attempts) == 0:
        raise errors.AttemptsUsedUp
    last = _sittings(locked, lesson_id).aggregate(last=Max("number"))["last"] or 0
    attempt = Attempt.objects.create(
        enrolment=locked,
        lesson_id=lesson_id,
        number=last + 1,
        content=content,
        pass_mark_percent=pass_mark_percent,
        started_at=at,
    )
    return attempt, True


def attempts_left(*, enrolment: Enrolment, lesson_id: int, max_attempts: int | None) -> int | None:
    """How many sittings may still be started; None without a limit. One under way counts as used."""
    if max_attempts is None:
        return None
    # Both in one statement: a quiz page asks this every time.
    used = _sittings(enrolment, lesson_id).order_by().values_list(Value("used"))
    granted = _grants(enrolment, lesson_id).order_by().values_list(Value("granted"))
    counts = Counter(word for (word,) in used.union(granted, all=True))
    return rules.attempts_left(max_attempts=max_attempts, granted=counts["granted"], used=counts["used"])


@transaction.atomic
def save_step(
    *, attempt_id: int, choose: Callable[[Mapping[str, Any], dict[str, Any]], tuple[str, Any] | None], at: datetime
) -> bool:
    """Keep one step that follows from those before it, and whether there was one to keep.

    ``choose`` gets the attempt's content and what was kept, by key, and returns the next key and value, or nothing. The
    attempt is held meanwhile: of two tabs at one moment the second sees what the first one did. Raises AttemptClosed
    after hand-in.
    """
    locked = _lock_attempt(attempt_id)
    if locked is None or locked.state != Attempt.State.IN_PROGRESS:
        raise errors.AttemptClosed
    chosen = choose(locked.content, dict(_step_rows(attempt_id)))
    if chosen is not None:
        _keep_steps(locked, dict([chosen]), at)
    return chosen is not None


@transaction.atomic
def save_steps(*, attempt: Attempt, values: Mapping[str, Any], at: datetime) -> list[AttemptStep]:
    """Keep several answers at once. Raises AttemptClosed after hand-in, and then keeps none."""
    locked = _lock_attempt(attempt.pk)
    if locked is None or locked.state != Attempt.State.IN_PROGRESS:
        raise errors.AttemptClosed
    return _keep_steps(locked, values, at)


def _keep_steps(locked: Attempt, values: Mapping[str, Any], at: datetime) -> list[AttemptStep]:
    return AttemptStep.objects.bulk_create(
        [AttemptStep(attempt=locked, key=key, value=value, saved_at=at) for key, value in values.items()],
        update_conflicts=True,
        unique_fields=["attempt", "key"],
        update_fields=["value", "saved_at"],
    )


def submit_attempt(
    *,
    attempt: Attempt,
    mark: Callable[[dict[str, Any]], MarkResult],
    at: datetime,
    answers: Mapping[str, Any] | None = None,
) -> Attempt:
    """Keep the last ``answers``, hand in and mark once: ``mark`` gets all that was kept, by key. A second call returns
    what the first one left.

    Passing completes the lesson and, when nothing is missing, the course. Raises EnrolmentEnded or RunClosed; the
    answers to a sitting that is still open are kept then too.
    """
    locked, refusal = _submit(attempt, mark, answers or {}, at)
    if refusal is not None:
        # Only now: raised within the transaction it would take the answers with it.
        raise refusal
    return locked


@transaction.atomic
def _submit(
    attempt: Attempt, mark: Callable[[dict[str, Any]], MarkResult], answers: Mapping[str, Any], at: datetime
) -> tuple[Attempt, errors.LearningRefused | None]:
    enrolment, locked = _lock(attempt)
    if locked.state == Attempt.State.SUBMITTED:
        return locked, None
    kept: dict[str, Any] = dict(_step_rows(locked.pk))
    if locked.state == Attempt.State.IN_PROGRESS:
        # The page saves as one answers: what it sends again with the hand-in is mostly there already.
        unsaved = {key: value for key, value in answers.items() if key not in kept or kept[key] != value}
        if unsaved:
            _keep_steps(locked, unsaved, at)
            kept |= unsaved
    if enrolment.withdrawn_at is not None or locked.state == Attempt.State.ABANDONED:
        return locked, errors.EnrolmentEnded()
    in_time = rules.may_hand_in(closes_on=enrolment.run.closes_on, on=timezone.localdate(at))
    if not enrolment.is_trial and not in_time:
        return locked, errors.RunClosed()
    result = mark(kept)
    locked.state, locked.submitted_at = Attempt.State.SUBMITTED, at
    _keep_mark(locked, result, number=1, at=at)
    _credit(enrolment, locked, at=at)
    return locked, None


@transaction.atomic
def remark_attempt(*, attempt: Attempt, mark_result: MarkResult, reason: str, by: Person | None, at: datetime) -> Mark:
    """Mark a handed-in sitting again; the same marking for the same reason is kept once.

    What had been reached stands. What is passed only now completes the lesson, dated by the sitting. Raises
    AttemptClosed for a sitting that was never handed in and MissingReason without a reason.
    """
    if not reason.strip():
        raise errors.MissingReason
    enrolment, locked = _lock(attempt)
    latest = locked.marks.last()
    if locked.state != Attempt.State.SUBMITTED or latest is None:
        raise errors.AttemptClosed
    if (latest.score_percent, latest.detail, latest.reason) == (mark_result.score_percent, mark_result.detail, reason):
        return latest
    mark = _keep_mark(locked, mark_result, number=latest.number + 1, at=at, reason=reason, by=by)
    _credit(enrolment, locked, at=at)
    return mark


@transaction.atomic
def grant_attempt(
    *, enrolment: Enrolment, lesson_id: int, by: Person, reason: str, at: datetime
) -> tuple[ExtraAttempt, bool]:
    """Allow one more sitting, and whether this call did: the same click twice grants once.

    Raises MissingReason without a reason, TrialRefused for a trial, EnrolmentEnded for one who left.
    """
    if not reason.strip():
        raise errors.MissingReason
    locked = lock_enrolment(enrolment.pk)
    if locked.is_trial:
        raise errors.TrialRefused
    if locked.withdrawn_at is not None:
        raise errors.EnrolmentEnded
    extra, is_new = ExtraAttempt.objects.get_or_create(
        enrolment=locked,
        lesson_id=lesson_id,
        after_number=_sittings(locked, lesson_id).count(),
        defaults={"granted_at": at, "granted_by": by, "reason": reason.strip()},
    )
    if is_new:
        tell_extra_attempt(extra, at=at)
    return extra, is_new


def _lock(attempt: Attempt) -> tuple[Enrolment, Attempt]:
    """Enrolment first, then sitting: one order everywhere, so that two requests never wait for each other.

    Raises EnrolmentEnded when the sitting is gone with the trial it belonged to.
    """
    locked = next(map(SITTING.instance, _lock_both_rows(attempt.pk)), None)
    enrolment = with_course(locked.enrolment_id) if locked else None
    if locked is None or enrolment is None:
        raise errors.EnrolmentEnded
    return enrolment, locked


def _lock_attempt(attempt_id: int) -> Attempt | None:
    return next(map(ATTEMPT.instance, _lock_rows(attempt_id)), None)


@prepared
def _lock_rows(attempt_id: int) -> QuerySet[Any, Any]:
    locked = Attempt.objects.select_for_update(no_key=True).filter(pk=attempt_id).order_by()
    return locked.values_list(*ATTEMPT.names)


@prepared
def _lock_both_rows(attempt_id: int) -> QuerySet[Any, Any]:
    # PostgreSQL locks every table of the statement in the order of its FROM, and brings both rows up to date.
    both = Enrolment.objects.select_for_update(no_key=True).filter(attempts=attempt_id).order_by()
    return both.values_list(*SITTING.names)


@prepared
def _step_rows(attempt_id: int) -> QuerySet[Any, Any]:
    return AttemptStep.objects.filter(attempt_id=attempt_id).values_list("key", "value")


def _keep_mark(
    locked: Attempt, result: MarkResult, *, number: int, at: datetime, reason: str = "", by: Person | None = None
) -> Mark:
    locked.score_percent = result.score_percent
    locked.outcome = rules.outcome(score_percent=result.score_percent, pass_mark_percent=locked.pass_mark_percent)
    locked.save(update_fields=["state", "submitted_at", "score_percent", "outcome"])
    return KEEP_MARK(
        Mark(
            attempt=locked,
            number=number,
            score_percent=locked.score_percent,
            outcome=locked.outcome,
            detail=result.detail,
            marked_at=at,
            reason=reason,
            marked_by=by,
        )
    )


def _credit(enrolment: Enrolment, attempt: Attempt, *, at: datetime) -> None:
    """Carry the score of a sitting into the lesson, and a pass into the course. Who left gets the mark only."""
    if enrolment.withdrawn_at is not None:
        return
    progress = progress_in(enrolment.pk)
    passed = attempt.outcome == Attempt.Outcome.PASSED
    mark_completed(
        enrolment,
        progress,
        attempt.lesson_id,
        at=at,
        completed_at=attempt.submitted_at if passed else None,
        score_percent=attempt.score_percent,
    )
    complete_if_due(enrolment, progress, at=at)


def _sittings(enrolment: Enrolment, lesson_id: int) -> QuerySet[Attempt]:
    """Every sitting the person used on this run: leaving and enrolling again gives none back.

    Those that led to a voided completion do not count: what was voided may be earned again. A paper led from none.
    """
    return Attempt.objects.filter(
        enrolment__person_id=enrolment.person_id,
        enrolment__run_id=enrolment.run_id,
        enrolment__is_trial=enrolment.is_trial,
        lesson_id=lesson_id,
    ).exclude(enrolment__in=_voided())


def _grants(enrolment: Enrolment, lesson_id: int) -> QuerySet[ExtraAttempt]:
    return ExtraAttempt.objects.filter(
        enrolment__person_id=enrolment.person_id, enrolment__run_id=enrolment.run_id, lesson_id=lesson_id
    ).exclude(enrolment__in=_voided())


def _voided() -> QuerySet[Completion, Any]:
    """Enrolments whose own completion was voided; that of a paper leaves its enrolment going on."""
    online = Completion.objects.filter(voided_at__isnull=False, source=Completion.Source.ONLINE)
    return online.values("enrolment")
