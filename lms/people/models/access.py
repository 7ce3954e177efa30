"""접속기록: who looked at whose personal data, when, from where and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record


class AccessRecord(Record):
    """One view or export by staff. Written only by ``people.services.record_access``; never edited."""

    class Action(models.TextChoices):
        VIEW = "view", _("viewed")
        EXPORT = "export", _("downloaded")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    accessed_at = models.DateTimeField(_("date and time"))
    ip_address = models.GenericIPAddressField(_("from where"), null=True)
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    asked = models.CharField(_("what was asked"), max_length=300)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    subject_count = models.PositiveIntegerField(_("people concerned"))

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering: ClassVar = ["-accessed_at"]
        indexes: ClassVar = [models.Index(fields=["-accessed_at"], name="access_by_time")]
        constraints: ClassVar = [
            # A download without a reason is a breach by itself (안전성 확보조치 기준).
            models.CheckConstraint(condition=~models.Q(action="export", reason=""), name="access_export_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.accessed_at):%Y-%m-%d %H:%M} {self.asked}"


class AccessSubject(Record):
    """One person whose data an access showed."""

    record = models.ForeignKey(AccessRecord, on_delete=models.PROTECT, related_name="subjects")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("person concerned")
        verbose_name_plural = _("people concerned")
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "person"], name="access_subject_once")]
        indexes: ClassVar = [models.Index(fields=["person", "record"], name="access_by_person")]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.person_id}"
