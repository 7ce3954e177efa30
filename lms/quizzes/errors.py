"""Why this room refused: what happened, why, and what to do next, ready to be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.learning.errors import LearningRefused

__all__ = ["CorrectionRefused", "NothingToAsk"]


class NothingToAsk(LearningRefused):
    """The quiz has no question."""

    what = _("The attempt could not be started.")
    why = _("This quiz has no questions yet.")
    next_step = _("Please ask the help contact at the foot of the page.")


class CorrectionRefused(LearningRefused):
    """A correction without a reason, or with a key the question cannot have."""

    what = _("The key was not corrected.")
    why = _("The right choices or the reason are missing.")
    next_step = _("Please choose what is right and write down why.")
