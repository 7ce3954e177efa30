"""청취: what was played of an episode, what it was recognised as, and the answer to its one question."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.recordings.models import AbstractPlayedSpans

from .pages import Episode


class EpisodePlay(AbstractPlayedSpans):
    """One play of one episode by one person. ``way`` is how it was followed."""

    class Way(models.TextChoices):
        LIVE = "live", _("listened live")
        LATE = "late", _("joined late")
        REPLAY = "replay", _("listened later")
        TRANSCRIPT = "transcript", _("followed by transcript")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plays")
    way = models.CharField(max_length=10, choices=Way.choices)

    class Meta:
        verbose_name = _("play of an episode")
        indexes: ClassVar = [models.Index(fields=["episode", "person"], name="episode_play_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.episode_id} · {self.way}"


class Listening(models.Model):
    """Recognised listening: one person heard one episode, as far as the institution asks, or was there at a roll-call.

    The unit is the one of that day. It is made once and stands, whatever is later asked.
    """

    class Way(models.TextChoices):
        LIVE = "live", _("listened live")
        LATE = "late", _("joined late")
        REPLAY = "replay", _("listened later")
        TRANSCRIPT = "transcript", _("followed by transcript")
        ROLL_CALL = "roll_call", _("listened together")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="listenings")
    way = models.CharField(max_length=10, choices=Way.choices)
    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+")
    recognised_at = models.DateTimeField(_("recognised"))
    asked_percent = models.PositiveSmallIntegerField(
        default=0, help_text="What the setting asked then; 0 at a roll-call."
    )

    class Meta:
        verbose_name = _("listening")
        verbose_name_plural = _("listenings")
        constraints: ClassVar = [
            # Two tabs, a replay and a roll-call: heard is heard once.
            models.UniqueConstraint(fields=["person", "episode"], name="listening_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "unit"], name="listening_by_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.episode_id}"


class PulseAnswer(models.Model):
    """One person's choice at the end of one episode. ``choice`` is its place in the list, from 0."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="pulse_answers")
    question = models.CharField(max_length=100)
    choice = models.PositiveSmallIntegerField()
    choice_text = models.CharField(max_length=40)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pulse answer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "episode"], name="pulse_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id}: {self.choice}"
