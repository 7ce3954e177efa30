"""Why learning refused: what happened, why, and what to do next, each ready to be shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = [
    "AlreadyPassed",
    "AttemptClosed",
    "AttemptsUsedUp",
    "CompletionStands",
    "DayNotReached",
    "EnrolmentAssigned",
    "EnrolmentEnded",
    "LearningRefused",
    "LessonIsMarked",
    "LessonNotInCourse",
    "MissingReason",
    "NotInAudience",
    "NotWatched",
    "RunClosed",
    "TrialRefused",
]


class LearningRefused(Exception):
    """A service refused. ``str()`` is the whole message in the reader's language."""

    what: str | Promise = _("This could not be done.")
    why: str | Promise = ""
    next_step: str | Promise = ""

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.what, self.why, self.next_step) if part)


class NotInAudience(LearningRefused):
    """The person does not belong to those the course is for."""

    what = _("You could not be enrolled.")
    why = _("This course is meant for other staff.")
    next_step = _("If you need it for your work, please ask the help contact at the foot of the page.")


class NotWatched(LearningRefused):
    """Too little of a recording in the lesson was really played."""

    what = _("The lesson is not finished yet.")
    next_step = _("Please play the parts that are missing; parts that were skipped do not count.")

    def __init__(self, *, asked: int, reached: int) -> None:
        super().__init__(asked, reached)
        self.why = _("It asks to play %(asked)d%% of the recording, and %(reached)d%% has been played.") % {
            "asked": asked,
            "reached": reached,
        }


class RunClosed(LearningRefused):
    """The run does not take or teach people today, or its course was taken out of the catalogue."""

    what = _("Nothing was recorded.")
    why = _("This run is not open today.")
    next_step = _("Please look at the course page for the days on which it is open.")


class EnrolmentEnded(LearningRefused):
    """The enrolment was withdrawn meanwhile."""

    what = _("Nothing was recorded.")
    why = _("You have left this course.")
    next_step = _("Please enrol again on the course page to go on.")


class EnrolmentAssigned(LearningRefused):
    """Only what one chose oneself can be left."""

    what = _("You are still enrolled.")
    why = _("This course was assigned to you, so you cannot leave it yourself.")
    next_step = _("If it was assigned by mistake, please ask the help contact at the foot of the page.")


class CompletionStands(LearningRefused):
    """A completed course cannot be left, and cannot be completed a second time."""

    what = _("Nothing was changed.")
    why = _("This course is already completed.")
    next_step = _("You find the completion under My learning.")


class DayNotReached(LearningRefused):
    """A completion lies in the past."""

    what = _("Nothing was recorded.")
    why = _("The day of completion has not come yet.")
    next_step = _("Please enter today or an earlier day.")


class DayTooEarly(LearningRefused):
    """A completion lies in the time of which there are reports."""

    what = _("Nothing was recorded.")
    why = _("The day of completion lies before 2000.")
    next_step = _("Please check the year.")


class LessonNotInCourse(LearningRefused):
    """The lesson was removed from the course, or never was part of it."""

    what = _("Nothing was recorded.")
    why = _("This lesson is no longer part of the course.")
    next_step = _("Please go back to the course page and choose a lesson there.")


class LessonIsMarked(LearningRefused):
    """A quiz is passed, not read."""

    what = _("This lesson completes itself when it is passed.")


class AttemptsUsedUp(LearningRefused):
    """Every allowed sitting was used."""

    what = _("No further attempt could be started.")
    why = _("All attempts have been used.")
    next_step = _("A trainer can grant another attempt. Please ask the help contact at the foot of the page.")


class AlreadyPassed(LearningRefused):
    """What was passed is not sat again."""

    what = _("No further attempt was started.")
    why = _("You have already passed.")
    next_step = _("You can look at your answers and the explanations at any time.")


class AttemptClosed(LearningRefused):
    """The sitting was handed in; its answers are final."""

    what = _("The answer was not saved.")
    why = _("This attempt has already been handed in.")
    next_step = _("Please look at the result.")


class TrialRefused(LearningRefused):
    """A trainer's trial leaves no lasting record."""

    what = _("Nothing was recorded.")
    why = _("A trial enrolment leaves no lasting record.")
    next_step = _("Reset your trial records to begin again.")


class MissingReason(LearningRefused):
    """A change that touches a right needs its reason, and evidence where there is paper."""

    what = _("Nothing was recorded.")
    why = _("A reason or the evidence is missing.")
    next_step = _("Please fill in both.")
