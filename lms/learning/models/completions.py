"""이수: the append-only fact that a run was completed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record

from .enrolments import Enrolment


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Sets of completions, as adjectives."""

    def standing(self) -> Self:
        """Completions that nobody voided."""
        return self.filter(voided_at__isnull=True)


class Completion(Record):
    """What was true when it was earned. Later edits of course, policy or person change nothing here."""

    class Source(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("entered from paper")

    closing_columns: ClassVar = ("voided_at", "voided_by", "void_reason", "void_evidence")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="completions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey("courses.CourseRun", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ONLINE)
    completed_at = models.DateTimeField(_("completed on"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    person_name_at_completion = models.CharField(max_length=40)
    unit_at_completion = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+")
    unit_name_at_completion = models.CharField(max_length=200, blank=True, help_text="From bureau to team.")
    rank_title_at_completion = models.CharField(max_length=30, blank=True)
    grade_at_completion = models.PositiveSmallIntegerField(null=True)
    course_title_at_completion = models.CharField(max_length=255)
    run_label_at_completion = models.CharField(max_length=40)
    started_at = models.DateTimeField(help_text="First day of the certificate's period: when the person enrolled.")
    recognised_minutes = models.PositiveIntegerField()
    policy = models.JSONField(help_text="The CompletionPolicy that was met.")
    progress_percent = models.PositiveSmallIntegerField()
    score_percent = models.PositiveSmallIntegerField(null=True)

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)
    void_evidence = models.CharField(max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering: ClassVar = ["-completed_at"]
        constraints: ClassVar = [
            # Twenty final submissions at once leave one completion; a voided one does not stand in the way.
            models.UniqueConstraint(
                fields=["person", "run"], condition=Q(voided_at=None), name="completion_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(source="online") | ~(Q(evidence="") | Q(reason="")), name="completion_paper_has_evidence"
            ),
            models.CheckConstraint(condition=Q(voided_at=None) | ~Q(void_reason=""), name="completion_void_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "completed_at"], name="completion_by_run")]

    def __str__(self) -> str:
        return f"{self.person_name_at_completion} · {self.course_title_at_completion}"
