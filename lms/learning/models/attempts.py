"""응시: one sitting of a lesson that is marked, every step of it, and every mark it was given."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record

from .enrolments import Enrolment


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Sets of attempts, as adjectives."""

    def open(self) -> Self:
        """Attempts still being answered."""
        return self.filter(state=Attempt.State.IN_PROGRESS)

    def submitted(self) -> Self:
        """Attempts that were handed in."""
        return self.filter(state=Attempt.State.SUBMITTED)


class Attempt(models.Model):
    """One sitting. ``content`` is what was put before the person (version ids in their order) and never changes."""

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("in progress")
        SUBMITTED = "submitted", _("submitted")
        ABANDONED = "abandoned", _("abandoned")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("attempt number"))
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_PROGRESS)
    content = models.JSONField()
    pass_mark_percent = models.PositiveSmallIntegerField(_("pass mark (%)"))
    started_at = models.DateTimeField(_("started"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    # Those two repeat the latest Mark, so that lists need no second query.
    score_percent = models.PositiveSmallIntegerField(_("score (%)"), null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "lesson", "number"], name="attempt_number_once"),
            # Two tabs that press 시작 share one sitting.
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], condition=Q(state="in_progress"), name="attempt_one_in_progress"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["lesson", "state"], name="attempt_by_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id} · {self.number}"


class AttemptStep(models.Model):
    """One response, as it was given. A quiz keys it by question; a later answer replaces it until hand-in."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=64)
    value = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "key"], name="step_once_per_key")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.key}"


class Mark(models.Model):
    """One marking of an attempt. A corrected key adds a row; the highest ``number`` counts."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="marks")
    number = models.PositiveSmallIntegerField()
    score_percent = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Attempt.Outcome.choices)
    detail = models.JSONField(default=dict, help_text="Points by step key.")
    marked_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, help_text="Empty for the first marking.")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "number"], name="mark_number_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.number}: {self.score_percent}"


class ExtraAttempt(Record):
    """A further sitting that a trainer granted beyond the limit, with the reason."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    #: How many attempts the person had used when it was granted: the same click twice grants once.
    after_number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("extra attempt")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "lesson", "after_number"], name="extra_attempt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"
