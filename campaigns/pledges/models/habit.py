"""What comes after the signature: private checks on later days, and what a unit does together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record

from ..practice import DAYS, MOST, QUESTIONS
from .pages import CampaignPage
from .signing import Pledge

LONGEST_NOTE = 200


def _answer() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST)])


class PracticeCheck(models.Model):
    """실천 점검: three private answers (0–4) on day 7, 30 or 90. Only the person sees them; units see counts."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="checks")
    day = models.PositiveSmallIntegerField(choices=[(day, str(day)) for day in DAYS])
    kept = _answer()
    listened = _answer()
    respected = _answer()
    note = models.CharField(_("note to myself"), max_length=LONGEST_NOTE, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("practice check")
        # Nobody's but the person's own: no role gets a permission that could show them.
        default_permissions = ()
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pledge", "day"], name="practice_check_once"),
            models.CheckConstraint(condition=Q(day__in=DAYS), name="practice_check_day"),
            models.CheckConstraint(
                condition=Q(kept__lte=MOST, listened__lte=MOST, respected__lte=MOST), name="practice_check_answers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} · {self.day}"

    @property
    def answers(self) -> tuple[int, ...]:
        """In the order of the questions."""
        return tuple(getattr(self, question.key) for question in QUESTIONS)


class UnitPromise(models.Model):
    """우리 부서 다짐: one act of one unit for one quarter, with what was before and after.

    ``unit`` is the edition of the day it was written; ``unit_code`` outlives a rename, so that a quarter has one.
    """

    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, related_name="+")
    unit_code = models.CharField(max_length=20)
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
        verbose_name_plural = _("promises of units")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_code", "year", "quarter"], name="unit_promise_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="unit_promise_quarter"),
            models.CheckConstraint(condition=~Q(act=""), name="unit_promise_says_something"),
            # Done means: something is different now, and it is said what.
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(after=""), name="unit_promise_done_says_after"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_code} · {self.year}/{self.quarter}"


class UnitPromiseEdition(Record):
    """What a unit's promise said at one time, and who wrote it: the history, which nobody rewrites."""

    promise = models.ForeignKey(UnitPromise, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=120)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    is_done = models.BooleanField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("edition of a unit's promise")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise", "number"], name="unit_promise_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} · {self.number}"
