"""What comes after the signature: private checks on later days, and what a unit does together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import CampaignPage
from .signing import Pledge


class PracticeCheck(models.Model):
    """실천 점검: three private answers (0–4) on day 7, 30 or 90. Only the person sees them; units see counts."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="checks")
    day = models.PositiveSmallIntegerField(help_text="7, 30 or 90")
    answers = models.JSONField(help_text="Three numbers from 0 (not at all) to 4 (always).")
    note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("practice check")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pledge", "day"], name="practice_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} · {self.day}"


class UnitPromise(models.Model):
    """우리 부서 다짐: one act of one unit for one quarter, with what was before and after."""

    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(CampaignPage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    act = models.CharField(_("what we do"), max_length=120)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("promise of a unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year", "quarter"], name="unit_promise_once_a_quarter"),
            models.CheckConstraint(condition=models.Q(quarter__range=(1, 4)), name="unit_promise_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.year}/{self.quarter}"
