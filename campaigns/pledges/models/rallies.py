"""다짐 대회: the event where the pledge is read and signed together, and who was there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import CampaignPage


class Rally(models.Model):
    """One event of a campaign. Its board has a revocable address and needs no sign-in."""

    campaign = models.ForeignKey(CampaignPage, on_delete=models.PROTECT, related_name="rallies")
    title = models.CharField(_("title"), max_length=60)
    place = models.CharField(_("place"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("pledge rally")
        verbose_name_plural = _("pledge rallies")
        ordering: ClassVar = ["-starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="rally_ends_later"),
        ]

    def __str__(self) -> str:
        return self.title


class RallyAttendance(models.Model):
    """One person was at one rally: by the rotating code, or entered later from the printed sheet."""

    rally = models.ForeignKey(Rally, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    attended_at = models.DateTimeField()
    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("attendance at a rally")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rally", "person"], name="rally_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rally_id} · {self.person_id}"
