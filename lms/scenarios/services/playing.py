"""응시: a person begins a conversation, answers, comes to its end. The records are written by ``learning``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from lms.learning.errors import LearningRefused
from lms.learning.models import Attempt, AttemptStep, Enrolment
from lms.learning.rules import MarkResult
from lms.learning.services import save_step, start_attempt, submit_attempt

from ..engine import NotOffered, Settings
from ..marking import FULL, mark_of
from ..models import Scenario
from ..plays import Play, content_of, play_of_steps, step_key
from .freezing import freeze_version

__all__ = ["begin_scenario", "finish_left_at_end", "finish_scenario", "give_reply"]

#: A window that was closed at the end is handed in after so long, and looked for so far back.
LEFT_FOR, LOOKED_BACK = timedelta(minutes=10), timedelta(days=3)


def begin_scenario(
    *, enrolment: Enrolment, scenario: Scenario, settings: Settings, at: datetime
) -> tuple[Attempt, bool]:
    """The play under way, else a new one of today's edition under these settings; and whether it is new.

    There is no limit: who fails may try again at once. Raises NothingToPlay and what
    ``learning.services.start_attempt`` raises.
    """
    version = freeze_version(scenario=scenario, at=at)
    return start_attempt(
        enrolment=enrolment,
        lesson_id=scenario.pk,
        content=content_of(version, settings),
        pass_mark_percent=FULL,
        max_attempts=None,
        at=at,
    )


def give_reply(*, attempt_id: int, move: int, reply_key: str, at: datetime) -> tuple[Play, bool]:
    """The play after this reply, and whether the reply was taken.

    ``move`` is the number of the moment at which the person saw it offered. A reply to an earlier moment, from another
    tab or a second click, and one that is not offered, change nothing: the play comes back as it stands. Raises
    AttemptClosed after hand-in.
    """
    plays: list[Play] = []

    def choose(content: Mapping[str, Any], steps: dict[str, Any]) -> tuple[str, Any] | None:
        play = play_of_steps(content, steps)
        plays.append(play)
        if move != play.move_number:
            return None
        try:
            plays.append(play.after(reply_key))
        except NotOffered:
            return None
        return step_key(move), {"scene": play.state.scene, "reply": reply_key}

    is_new = save_step(attempt_id=attempt_id, choose=choose, at=at)
    return plays[-1], is_new


def finish_scenario(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand in and mark what was played to its end. A second call returns what the first one left.

    Raises NotAtTheEnd while the conversation goes on, EnrolmentEnded, RunClosed.
    """

    def mark(steps: dict[str, Any]) -> MarkResult:
        return mark_of(play_of_steps(attempt.content, steps))

    return submit_attempt(attempt=attempt, mark=mark, at=at)


def finish_left_at_end(*, at: datetime) -> int:
    """Hand in plays whose person left at the end without opening the result; how many. Safe to repeat."""
    last = (
        AttemptStep.objects.filter(
            saved_at__gte=at - LOOKED_BACK,
            attempt__state=Attempt.State.IN_PROGRESS,
            attempt__lesson__in=Scenario.objects.values("pk"),
        )
        .values("attempt")
        .annotate(last=Max("saved_at"))
        .filter(last__lte=at - LEFT_FOR)
    )
    finished = 0
    for attempt in Attempt.objects.open().filter(pk__in=last.values("attempt")).prefetch_related("steps"):
        play = play_of_steps(attempt.content, {step.key: step.value for step in attempt.steps.all()})
        if not play.has_ended:
            continue
        try:
            finish_scenario(attempt=attempt, at=at)
        except LearningRefused:  # left the course, or the run has closed: nothing to hand in any more
            continue
        finished += 1
    return finished
