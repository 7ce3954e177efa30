"""올리기: a file on its way in, from its first byte to what browsers play."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..storages import recording_storage, upload_folder
from .recordings import Recording


class UploadQuerySet(models.QuerySet["Upload"]):
    """Sets of uploads, as adjectives."""

    def unfinished(self) -> Self:
        """Those whose bytes lie in the upload folder."""
        return self.filter(state__in=Upload.ON_DISK)


class Upload(models.Model):
    """One file of one person. ``received`` bytes have arrived; then the worker converts it and it is adopted."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("being uploaded")
        WAITING = "waiting", _("waiting for conversion")
        CONVERTING = "converting", _("being converted")
        READY = "ready", _("waiting for captions that fit")
        ADOPTED = "adopted", _("done")
        FAILED = "failed", _("not usable")

    ON_DISK: ClassVar = (State.ARRIVING, State.WAITING, State.CONVERTING)
    IN_WORK: ClassVar = (State.WAITING, State.CONVERTING)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, null=True, related_name="uploads")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    fingerprint = models.CharField(max_length=120, help_text="Name, size and date, as the browser knows the file.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ARRIVING)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a conversion was begun.")
    failure = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    # What the conversion made; copied to the recording when it is adopted.
    file = models.FileField(storage=recording_storage, upload_to="", blank=True, max_length=120)
    poster = models.FileField(storage=recording_storage, upload_to="posters", blank=True, max_length=120)
    digest = models.CharField(max_length=64, blank=True)
    type = models.CharField(max_length=10, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            # Two tabs that pick the same file go on with one upload.
            models.UniqueConstraint(
                fields=["person", "fingerprint"], condition=models.Q(state="arriving"), name="upload_one_arriving"
            ),
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_within_size"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "touched_at"], name="upload_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def part(self) -> Path:
        """Where the bytes gather. The name is ours: nothing of what the browser said is in it."""
        return upload_folder() / f"{self.id}.part"

    @property
    def arrived_percent(self) -> int:
        return self.received * 100 // self.size if self.size else 0
