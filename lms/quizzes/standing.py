"""Where a person stands with a quiz: sittings so far, what is left, whether the key is open. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.learning.models import Attempt, Enrolment, LessonProgress
from lms.learning.rules import is_settled
from lms.learning.services import attempts_left

from .models import Quiz
from .rules import may_see_key

__all__ = ["Standing", "standing_of"]


@dataclass(frozen=True)
class Standing:
    """One person, one quiz, one run. ``asked_score_percent``: what the run asks for; ``is_settled``: passed, with that.

    ``attempts_left`` None: no limit, or nothing left to gain.
    """

    attempts: list[Attempt]
    attempts_left: int | None
    asked_score_percent: int
    is_settled: bool

    @property
    def under_way(self) -> Attempt | None:
        """The sitting that was begun and not handed in."""
        return next((each for each in self.attempts if each.state == Attempt.State.IN_PROGRESS), None)

    @property
    def handed_in(self) -> list[Attempt]:
        """Marked sittings, the latest first."""
        return [each for each in reversed(self.attempts) if each.state == Attempt.State.SUBMITTED]

    @property
    def has_passed(self) -> bool:
        """Whether any sitting was passed."""
        return any(each.outcome == Attempt.Outcome.PASSED for each in self.attempts)

    @property
    def may_begin(self) -> bool:
        """Whether a new sitting could be begun and would count."""
        return self.under_way is None and not self.is_settled and self.attempts_left != 0

    @property
    def sees_key(self) -> bool:
        """Whether right answers and explanations may be shown."""
        return may_see_key(
            is_settled=self.is_settled,
            attempts_left=self.attempts_left,
            is_answering=self.under_way is not None,
        )


def standing_of(*, quiz: Quiz, enrolment: Enrolment, progress: Mapping[int, LessonProgress]) -> Standing:
    """The sittings of this person on this run, also from before leaving and coming back: three statements at most."""
    attempts = Attempt.objects.filter(
        enrolment__person_id=enrolment.person_id,
        enrolment__run_id=enrolment.run_id,
        enrolment__is_trial=enrolment.is_trial,
        lesson_id=quiz.pk,
    ).order_by("number")
    asked = enrolment.run.min_score_percent
    settled = is_settled(state=progress.get(quiz.pk), min_score_percent=asked)
    most = None if settled else quiz.max_attempts
    return Standing(
        attempts=list(attempts),
        attempts_left=attempts_left(enrolment=enrolment, lesson_id=quiz.pk, max_attempts=most),
        asked_score_percent=asked,
        is_settled=settled,
    )
