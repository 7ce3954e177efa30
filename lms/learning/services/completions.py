"""이수: recording that a run was completed, from lessons or from paper, and ending a wrong record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lms.courses.models import CourseRun
from lms.courses.services import lessons_of
from lms.people.models import OrgUnit, Person
from lms.people.services import current_unit, unit_label

from .. import errors
from ..models import Completion, Enrolment, LessonProgress
from ..rules import EARLIEST, CompletionDecision, decide_completion, has_score
from ..signals import enrolment_completed
from .enrolments import close_enrolment, lock_enrolment

__all__ = [
    "complete_if_due",
    "evaluate_completion",
    "heal_completions",
    "record_paper_completion",
    "snapshot",
    "void_completion",
]


@transaction.atomic
def evaluate_completion(*, enrolment: Enrolment, at: datetime) -> Completion | None:
    """The standing completion of this enrolment's person and run, recorded now if it is due; None if it is not."""
    locked = lock_enrolment(enrolment.pk)
    # What was earned stands, also where today's lessons or policy would not give it.
    found = None if locked.is_trial else _standing(locked).first()
    return found or complete_if_due(locked, {row.lesson_id: row for row in locked.progress.all()}, at=at)


def complete_if_due(locked: Enrolment, progress: dict[int, LessonProgress], *, at: datetime) -> Completion | None:
    """Decide from rows that the caller has locked and read, and record the completion once.

    It is dated by the last thing that counted: a key corrected after the run closed completes on the day of the
    sitting, and the unit and rank of that day are kept.
    """
    if locked.is_trial or locked.withdrawn_at is not None:
        return None
    decision = decide_completion(lessons=lessons_of(locked.run.course), states=progress, policy=locked.run.policy)
    if not decision.is_complete or decision.completed_at is None:
        return None
    return _record(
        locked,
        decision,
        progress,
        source=Completion.Source.ONLINE,
        completed_at=decision.completed_at,
        started_at=locked.enrolled_at,
        at=at,
    )


@transaction.atomic
def record_paper_completion(
    *, person: Person, run: CourseRun, completed_on: date, evidence: str, reason: str, by: Person, at: datetime
) -> Completion:
    """Enter a completion that happened on paper.

    Raises MissingReason without evidence and reason, DayNotReached for a day after ``at``, DayTooEarly for one before
    2000. A person who was not enrolled is enrolled now, as the completion counts from now: what was reported of past
    days stays. Where nothing was sat here there is no score. A completion that stands already is returned as it is.
    """
    evidence, reason = evidence.strip(), reason.strip()
    if not (evidence and reason):
        raise errors.MissingReason
    if completed_on > timezone.localdate(at):
        raise errors.DayNotReached
    if completed_on < EARLIEST:
        raise errors.DayTooEarly
    completed_at = timezone.make_aware(datetime.combine(completed_on, time.min))
    enrolment, _ = Enrolment.objects.get_or_create(
        person=person,
        run=run,
        is_trial=False,
        withdrawn_at=None,
        defaults={"source": Enrolment.Source.MANAGER, "enrolled_at": at, "enrolled_by": by},
    )
    locked = lock_enrolment(enrolment.pk)
    progress = {row.lesson_id: row for row in locked.progress.all()}
    lessons = lessons_of(run.course)
    decision = decide_completion(lessons=lessons, states=progress, policy=run.policy)
    if not has_score(lessons, progress):
        decision = replace(decision, score_percent=None)
    return _record(
        locked,
        decision,
        progress,
        source=Completion.Source.PAPER,
        completed_at=completed_at,
        started_at=min(locked.enrolled_at, completed_at),
        at=at,
        recorded_by=by,
        evidence=evidence,
        reason=reason,
    )


@transaction.atomic
def void_completion(*, completion: Completion, by: Person, reason: str, evidence: str, at: datetime) -> Completion:
    """End a wrong completion; a second call changes nothing. Raises MissingReason without reason and evidence.

    The person may earn it again. One that was earned online starts from the beginning in a fresh enrolment with the
    same reason and due day, since the old progress would complete it again at once. One from paper leaves the person's
    own progress alone, and takes back an enrolment that only the paper had made.
    """
    reason, evidence = reason.strip(), evidence.strip()
    if not (reason and evidence):
        raise errors.MissingReason
    locked = lock_enrolment(completion.enrolment_id)
    completion = Completion.objects.get(pk=completion.pk)
    if completion.voided_at is not None:
        return completion
    completion.voided_at, completion.voided_by = at, by
    completion.void_reason, completion.void_evidence = reason, evidence
    completion.save(update_fields=["voided_at", "voided_by", "void_reason", "void_evidence"])
    was_online = completion.source == Completion.Source.ONLINE
    if was_online or _made_by_paper(locked, completion):
        close_enrolment(locked, by=by, at=at, reason=reason)
    if was_online:
        Enrolment.objects.create(
            person=locked.person,
            run=locked.run,
            source=locked.source,
            due_on=locked.due_on,
            enrolled_at=at,
            enrolled_by=by,
        )
    return completion


def heal_completions(*, at: datetime) -> int:
    """Record every completion that is due and missing; how many. Running it again records none.

    A completion is recorded with its last lesson, so this finds work only after a policy, or what is required, changed.
    """
    standing = Completion.objects.standing().filter(person=OuterRef("person"), run=OuterRef("run"))
    reached = LessonProgress.objects.filter(enrolment=OuterRef("pk"), completed_at__isnull=False)
    candidates = Enrolment.objects.living().real().filter(~Exists(standing), Exists(reached))
    rows = candidates.select_related("run__course").prefetch_related("progress").iterator(chunk_size=500)
    due = [enrolment for enrolment in rows if _is_due(enrolment)]
    return sum(evaluate_completion(enrolment=enrolment, at=at) is not None for enrolment in due)


def _is_due(enrolment: Enrolment) -> bool:
    states = {row.lesson_id: row for row in enrolment.progress.all()}
    run = enrolment.run
    return decide_completion(lessons=lessons_of(run.course), states=states, policy=run.policy).is_complete


def _made_by_paper(enrolment: Enrolment, completion: Completion) -> bool:
    """Whether the enrolment exists only because the paper was entered: same moment, same hand, nothing learnt."""
    return (enrolment.enrolled_at, enrolment.enrolled_by_id) == (
        completion.recorded_at,
        completion.recorded_by_id,
    ) and not enrolment.progress.exists()


def _record(
    locked: Enrolment,
    decision: CompletionDecision,
    progress: dict[int, LessonProgress],
    *,
    source: str,
    completed_at: datetime,
    started_at: datetime,
    at: datetime,
    recorded_by: Person | None = None,
    evidence: str = "",
    reason: str = "",
) -> Completion:
    if (found := _standing(locked).first()) is not None:
        return found
    unit = current_unit(locked.person, on=timezone.localdate(completed_at))
    try:
        with transaction.atomic():
            completion = Completion.objects.create(
                source=source,
                completed_at=completed_at,
                recorded_at=at,
                recorded_by=recorded_by,
                evidence=evidence,
                reason=reason,
                **snapshot(locked, decision, unit=unit, started_at=started_at, progress=progress),
            )
    except IntegrityError:
        # Another enrolment of the same person and run got there first; its completion is the one.
        return _standing(locked).get()
    transaction.on_commit(partial(_announce, completion), robust=True)
    return completion


def snapshot(
    enrolment: Enrolment,
    decision: CompletionDecision,
    *,
    unit: OrgUnit | None,
    started_at: datetime,
    progress: dict[int, LessonProgress] | None = None,
) -> dict[str, Any]:
    """What a completion keeps of person, unit, course and policy as they are now, as field values.

    The policy's copy also says, by lesson, what share of its recordings was asked for and played.
    """
    watched = {
        str(row.lesson_id): {"asked_percent": row.asked_watch_percent, "watched_percent": row.watched_percent}
        for row in (progress or {}).values()
        if row.asked_watch_percent
    }
    person, run = enrolment.person, enrolment.run
    return {
        "enrolment": enrolment,
        "person": person,
        "run": run,
        "person_name_at_completion": person.name,
        "unit_at_completion": unit,
        "unit_name_at_completion": unit_label(unit),
        "rank_title_at_completion": person.rank_title,
        "grade_at_completion": person.grade,
        "course_title_at_completion": run.course.title,
        "run_label_at_completion": run.label,
        "started_at": started_at,
        "recognised_minutes": run.course.recognised_minutes,
        "policy": {**run.policy.as_json(), **({"watched": watched} if watched else {})},
        "progress_percent": decision.progress_percent,
        "score_percent": decision.score_percent,
    }


def _standing(enrolment: Enrolment) -> QuerySet[Completion]:
    return Completion.objects.standing().filter(person_id=enrolment.person_id, run_id=enrolment.run_id)


def _announce(completion: Completion) -> None:
    enrolment_completed.send_robust(sender=Completion, completion=completion)
