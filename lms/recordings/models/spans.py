"""시청 구간: the table that each room above has for its own listeners."""

from __future__ import annotations

from django.db import models

from .recordings import Recording


class AbstractPlayedSpans(models.Model):
    """What one play (one press of the button on one device) claims to have played.

    A row only grows: ``spans`` is a union and ``heard_at`` a maximum, so that a report may arrive twice, late or in
    another order. What is credited is decided when asked, by ``recordings.spans.coverage``.
    """

    play = models.UUIDField(unique=True)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(help_text="When the server gave the play token.")
    heard_at = models.DateTimeField(help_text="When the server last heard of it.")
    spans = models.JSONField(default=list, help_text="Merged [from, to] in milliseconds.")
    place_ms = models.PositiveIntegerField(default=0, help_text="Where the person was last.")

    class Meta:
        abstract = True
