"""자막 and 녹취록: one timed text, versioned."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..captions import Cue, read_webvtt
from .recordings import Recording


class Captions(models.Model):
    """One edition of what is said and heard, with times. It is shown over a video and read beside the player.

    A row is never rewritten: a correction is the next number. ``file_digest`` names the file it was timed against.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    number = models.PositiveIntegerField()
    file_digest = models.CharField(max_length=64)
    webvtt = models.TextField()
    made_at = models.DateTimeField(_("saved"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("captions")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            # Two editors who save at once get two numbers, and the later one counts.
            models.UniqueConstraint(fields=["recording", "number"], name="captions_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} · {self.number}"

    @property
    def cues(self) -> list[Cue]:
        return read_webvtt(self.webvtt)

    @property
    def text(self) -> str:
        """What is said, without times."""
        return " ".join(cue.text for cue in self.cues)
