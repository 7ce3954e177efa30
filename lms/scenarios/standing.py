"""Where a person stands with a scenario. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.learning.models import Attempt, Enrolment, LessonProgress
from lms.learning.rules import is_settled

from .kinds import Ending
from .models import Scenario

__all__ = ["PastPlay", "Standing", "standing_of"]


@dataclass(frozen=True)
class PastPlay:
    """A play that was handed in."""

    attempt: Attempt
    ending: Ending | None


@dataclass(frozen=True)
class Standing:
    """One person, one scenario, one run. ``is_settled``: passed, which leaves nothing to gain but practice."""

    attempts: list[Attempt]
    is_settled: bool

    @property
    def under_way(self) -> Attempt | None:
        """The play that was begun and not handed in."""
        return next((each for each in self.attempts if each.state == Attempt.State.IN_PROGRESS), None)

    @property
    def handed_in(self) -> list[PastPlay]:
        """Plays that came to their end, the latest first."""
        ended = [each for each in reversed(self.attempts) if each.state == Attempt.State.SUBMITTED]
        return [PastPlay(each, _ending(each)) for each in ended]


def standing_of(*, scenario: Scenario, enrolment: Enrolment, progress: Mapping[int, LessonProgress]) -> Standing:
    """The plays of this person on this run, also from before leaving and coming back: two statements."""
    attempts = (
        Attempt.objects.filter(
            enrolment__person_id=enrolment.person_id,
            enrolment__run_id=enrolment.run_id,
            enrolment__is_trial=enrolment.is_trial,
            lesson_id=scenario.pk,
        )
        .prefetch_related("marks")
        .order_by("number")
    )
    state = progress.get(scenario.pk)
    return Standing(
        attempts=list(attempts),
        is_settled=is_settled(state=state, min_score_percent=enrolment.run.min_score_percent),
    )


def _ending(attempt: Attempt) -> Ending | None:
    marks = list(attempt.marks.all())
    found = marks[-1].detail.get("ending") if marks else None
    return Ending(found) if found in Ending.values else None
