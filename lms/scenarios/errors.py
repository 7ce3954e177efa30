"""Why this room refused: what happened, why, and what to do next, ready to be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.learning.errors import LearningRefused

__all__ = ["NotAtTheEnd", "NothingToPlay"]


class NothingToPlay(LearningRefused):
    """The scenario has no edition that can be played."""

    what = _("The conversation could not be started.")
    why = _("This scenario is not finished yet.")
    next_step = _("Please ask the help contact at the foot of the page.")


class NotAtTheEnd(LearningRefused):
    """The conversation goes on."""

    what = _("Nothing was handed in.")
    why = _("The conversation has not ended yet.")
    next_step = _("Please go on with it.")
