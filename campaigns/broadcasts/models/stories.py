"""사연: what staff send in, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import Episode

LONGEST_STORY = 1000


class Story(models.Model):
    """A story for the broadcast. ``text`` is what the sender wrote; ``edited_text`` is what may be read on air."""

    class State(models.TextChoices):
        NEW = "new", _("to be read")
        ADOPTED = "adopted", _("adopted")
        HELD = "held", _("on hold")
        RETURNED = "returned", _("returned")

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    #: The room that handed it in (a praise, a pledge) and its key there; a replayed hand-over is the same story.
    source = models.CharField(max_length=40, blank=True)
    submission_key = models.UUIDField(unique=True, help_text="Made with the form: a double click sends one story.")
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("story"), max_length=LONGEST_STORY)
    edited_text = models.TextField(_("as read on air"), max_length=LONGEST_STORY, blank=True)
    is_anonymous = models.BooleanField(_("without my name on air"), default=True)
    consented_at = models.DateTimeField(_("consent given"))
    sent_at = models.DateTimeField(_("sent"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    reply = models.CharField(_("reply to the sender"), max_length=300, blank=True)
    episode = models.ForeignKey(
        Episode, verbose_name=_("episode"), on_delete=models.SET_NULL, null=True, blank=True, related_name="stories"
    )

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering: ClassVar = ["-sent_at"]
        indexes: ClassVar = [models.Index(fields=["state", "-sent_at"], name="story_by_state")]

    def __str__(self) -> str:
        return self.title


class StoryEvent(models.Model):
    """Who did what to a story, and when. Rows are only added."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("event of a story")
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.what}"
