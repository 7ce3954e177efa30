"""수강 and 차시 진도: a person on a run, and how far the person came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .completions import Completion


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Sets of enrolments, as adjectives."""

    def living(self) -> Self:
        """Enrolments that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """Enrolments that somebody ended."""
        return self.filter(withdrawn_at__isnull=False)

    def real(self) -> Self:
        """Enrolments that count: a trainer's trial walk does not."""
        return self.filter(is_trial=False)

    def for_person(self, person: object) -> Self:
        """One person's enrolments."""
        return self.filter(person=person)

    def with_standing_completion(self) -> Self:
        """Each with the completion that nobody voided, or None, as ``standing``: joined, not asked again."""
        standing = models.FilteredRelation("completions", condition=Q(completions__voided_at=None))
        return self.annotate(standing=standing).select_related("standing")

    def overdue(self, *, on: date) -> Self:
        """Living enrolments whose last day has passed."""
        return self.living().filter(due_on__lt=on)


class Enrolment(models.Model):
    """A person on a run. History is kept: a withdrawn row stays and a new one may follow."""

    class Source(models.TextChoices):
        SELF = "self", _("own choice")
        MANAGER = "manager", _("assigned")
        RULE = "rule", _("rule")
        CAMPAIGN = "campaign", _("campaign")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    run = models.ForeignKey("courses.CourseRun", on_delete=models.PROTECT, related_name="+", verbose_name=_("run"))
    source = models.CharField(_("why"), max_length=10, choices=Source.choices, default=Source.SELF)
    is_trial = models.BooleanField(_("trainer's trial"), default=False)
    enrolled_at = models.DateTimeField(_("enrolled"))
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.CharField(max_length=200, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    #: The completion that stands; only rows of ``with_standing_completion`` and ``learning.taking`` know one.
    standing: Completion | None = None

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar = ["-enrolled_at"]
        constraints: ClassVar = [
            # A double click on 수강 신청 must not enrol twice; a withdrawn enrolment does not stand in the way.
            models.UniqueConstraint(
                fields=["person", "run", "is_trial"], condition=Q(withdrawn_at=None), name="enrolment_one_living"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "person"], name="enrolment_by_run")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.run_id}"

    def is_overdue(self, *, on: date) -> bool:
        """Whether the last day has passed. Derived, never stored."""
        return self.due_on is not None and self.due_on < on


class LessonProgress(models.Model):
    """차시 진도: one lesson of one enrolment. ``place`` is the id of the block last read."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    last_opened_at = models.DateTimeField(_("last opened"))
    place = models.CharField(max_length=40, blank=True)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(_("best score (%)"), null=True, blank=True)
    # What was asked and what was reached when the lesson was completed: a later demand changes neither.
    asked_watch_percent = models.PositiveSmallIntegerField(_("asked to be played (%)"), null=True, blank=True)
    watched_percent = models.PositiveSmallIntegerField(_("played (%)"), null=True, blank=True)

    class Meta:
        verbose_name = _("lesson progress")
        constraints: ClassVar = [
            # Two tabs that open a lesson at once share one row.
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="progress_once_per_lesson"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"
