"""개인 기록: what one person learned, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from lms.certificates.models import Certificate
from lms.core.korean import format_minutes
from lms.courses.services import LessonCard, lessons_by_course
from lms.learning.models import Attempt, Completion, Enrolment
from lms.learning.rules import decide_completion, has_score
from lms.people.models import Person

from .choices import Standing
from .rules import is_living, is_standing, standing_of

__all__ = ["CompletionLine", "EnrolmentLine", "completions_of", "enrolments_of"]


@dataclass(frozen=True)
class EnrolmentLine:
    """One enrolment as it stands on a day. Percent values are integers; the score is None without a marked lesson."""

    enrolment: Enrolment
    standing: Standing
    is_living: bool
    is_overdue: bool
    progress_percent: int
    score_percent: int | None


@dataclass(frozen=True)
class CompletionLine:
    """One completion, standing or voided, with its certificate."""

    completion: Completion
    certificate: Certificate | None

    @property
    def recognised_time(self) -> str:
        """``7시간 30분``."""
        return format_minutes(self.completion.recognised_minutes)


def enrolments_of(person: Person, *, on: date) -> list[EnrolmentLine]:
    """Every enrolment, left ones too and trials never, the latest first. A constant number of queries."""
    attempts = Attempt.objects.submitted().prefetch_related("marks")
    enrolments = (
        Enrolment.objects.real()
        .for_person(person)
        .select_related("run__course")
        .prefetch_related("progress", "completions", Prefetch("attempts", queryset=attempts))
        .order_by("-enrolled_at", "-pk")
    )
    lessons = lessons_by_course({each.run.course_id: each.run.course for each in enrolments}.values())
    return [_line(enrolment, lessons[enrolment.run.course_id], on) for enrolment in enrolments]


def _line(enrolment: Enrolment, lessons: Sequence[LessonCard], on: date) -> EnrolmentLine:
    completion = next((each for each in enrolment.completions.all() if _stands(each, on)), None)
    states = {row.lesson_id: row for row in enrolment.progress.all()}
    reached = decide_completion(lessons=lessons, states=states, policy=enrolment.run.policy)
    score = reached.score_percent if has_score(lessons, states) else None
    withdrawn_on = timezone.localdate(enrolment.withdrawn_at) if enrolment.withdrawn_at else None
    return EnrolmentLine(
        enrolment=enrolment,
        standing=standing_of(
            is_completed=completion is not None,
            is_enrolled=True,
            has_opened=bool(states),
            has_failed=_has_failed(enrolment),
        ),
        is_living=is_living(as_of=on, enrolled_on=timezone.localdate(enrolment.enrolled_at), withdrawn_on=withdrawn_on),
        is_overdue=completion is None and enrolment.withdrawn_at is None and enrolment.is_overdue(on=on),
        progress_percent=completion.progress_percent if completion else reached.progress_percent,
        score_percent=completion.score_percent if completion else score,
    )


def _stands(completion: Completion, on: date) -> bool:
    return is_standing(
        as_of=on,
        completed_on=timezone.localdate(completion.completed_at),
        recorded_on=timezone.localdate(completion.recorded_at),
        voided_on=timezone.localdate(completion.voided_at) if completion.voided_at else None,
    )


def _has_failed(enrolment: Enrolment) -> bool:
    handed_in, passed = set(), set()
    for attempt in enrolment.attempts.all():
        handed_in.add(attempt.lesson_id)
        if any(mark.outcome == Attempt.Outcome.PASSED for mark in attempt.marks.all()):
            passed.add(attempt.lesson_id)
    return bool(handed_in - passed)


def completions_of(person: Person) -> list[CompletionLine]:
    """Every completion, the latest first, voided ones too. Two queries."""
    completions = Completion.objects.filter(person=person).select_related("recorded_by", "voided_by", "run")
    found = Certificate.objects.filter(completion__person=person)
    certificates = {certificate.completion_id: certificate for certificate in found}
    return [
        CompletionLine(completion, certificates.get(completion.pk))
        for completion in completions.order_by("-completed_at", "-pk")
    ]
