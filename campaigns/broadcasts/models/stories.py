"""사연: what staff send in, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import Episode

LONGEST_STORY = 1000


class StoryQuerySet(models.QuerySet["Story"]):
    """Sets of stories, as adjectives."""

    def standing(self) -> Self:
        """Not withdrawn by who sent them."""
        return self.filter(withdrawn_at__isnull=True)

    def aired(self, *, at: datetime) -> Self:
        """Read in an episode whose moment has come and that was not taken off."""
        episodes = Episode.objects.aired(at=at).order_by().values("pk")
        return self.standing().filter(state=Story.State.ADOPTED, episode__in=episodes)


class Story(models.Model):
    """A story for the broadcast. ``text`` is what the sender wrote; ``edited_text`` is what may be read on air."""

    class State(models.TextChoices):
        NEW = "new", _("to be read")
        ADOPTED = "adopted", _("adopted")
        HELD = "held", _("on hold")
        RETURNED = "returned", _("returned")

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    #: The room that handed it in (a praise, a pledge); a replayed hand-over is the same story by its key.
    source = models.CharField(max_length=40, blank=True)
    submission_key = models.UUIDField(unique=True, help_text="Made with the form: a double click sends one story.")
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("story"), max_length=LONGEST_STORY)
    edited_text = models.TextField(_("as read on air"), max_length=LONGEST_STORY, blank=True)
    is_anonymous = models.BooleanField(_("without my name on air"), default=True)
    #: Words that look like colleagues' names, of which the sender says that these agreed or that they are none.
    agreed_names = models.JSONField(default=list, blank=True)
    consented_at = models.DateTimeField(_("consent given"))
    sent_at = models.DateTimeField(_("sent"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    reply = models.CharField(_("reply to the sender"), max_length=300, blank=True)
    episode = models.ForeignKey(
        Episode, verbose_name=_("episode"), on_delete=models.SET_NULL, null=True, blank=True, related_name="stories"
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering: ClassVar = ["-sent_at"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-sent_at"], name="story_by_state"),
            models.Index(fields=["sender", "-sent_at"], name="story_by_sender"),
        ]
        constraints: ClassVar = [
            # Whoever gets a story back learns why, whichever screen returned it.
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(reply=""), name="story_returned_with_reply"
            ),
            # What is read on air is always a text that somebody looked at.
            models.CheckConstraint(
                condition=~models.Q(state="adopted") | ~models.Q(edited_text=""), name="story_adopted_with_text"
            ),
            models.CheckConstraint(
                condition=models.Q(episode__isnull=True) | models.Q(state="adopted"), name="story_aired_only_adopted"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StoryEvent(models.Model):
    """Who did what to a story, and when. Rows are only added; they go with their story when its time is over."""

    class What(models.TextChoices):
        SENT = "sent", _("sent in")
        EDITED = "edited", _("text for the air edited")
        ADOPTED = "adopted", _("adopted")
        HELD = "held", _("put on hold")
        RETURNED = "returned", _("returned")
        ASSIGNED = "assigned", _("given to an episode")
        RELEASED = "released", _("taken out of the episode")
        INSERTED = "inserted", _("put into the script")
        WITHDRAWN = "withdrawn", _("withdrawn by the sender")
        SENDER_SHOWN = "sender_shown", _("sender looked up")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40, choices=What.choices)
    note = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="The text for the air as it was left then.")

    class Meta:
        verbose_name = _("event of a story")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.what}"
