"""Why broadcasts refused: what happened, why, and what to do next, each ready to be shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["NotYours", "ReasonMissing", "ReplyMissing", "StoryAired", "StoryMoved", "StoryRefused", "StoryWithdrawn"]


class StoryRefused(Exception):
    """A service refused. ``str()`` is the whole message in the reader's language."""

    what: str | Promise = _("This could not be done.")
    why: str | Promise = ""
    next_step: str | Promise = ""

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.what, self.why, self.next_step) if part)


class NotYours(StoryRefused):
    """The key of a form belongs to somebody else's story."""

    what = _("The story was not sent.")
    why = _("Its form was opened by another person.")
    next_step = _("Please open the form anew.")


class StoryAired(StoryRefused):
    """What everybody has heard cannot be taken back."""

    what = _("The story was not withdrawn.")
    why = _("It has been on the air already.")
    next_step = _("If something in it must not be heard again, please ask the help contact at the foot of the page.")


class StoryWithdrawn(StoryRefused):
    """The sender took it back meanwhile."""

    what = _("Nothing was changed.")
    why = _("The sender has withdrawn this story.")


class StoryMoved(StoryRefused):
    """Another editor decided first."""

    what = _("Nothing was changed.")
    why = _("Somebody else has worked on this story since you opened it.")
    next_step = _("Please look at what they did, and decide again if need be. Your text is still in the form.")


class ReplyMissing(StoryRefused):
    """A story goes back with a word of why."""

    what = _("The story was not returned.")
    why = _("The reply is empty.")
    next_step = _("Please write in a sentence why, and how it could be sent again.")


class ReasonMissing(StoryRefused):
    """Looking up a sender who wants to stay unnamed needs a reason."""

    what = _("The sender was not shown.")
    why = _("The reason is missing.")
    next_step = _("Please write what you need to know the sender for. The sender can read it.")
