"""기수: one offering of a course, and what completes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class CompletionPolicy:
    """이수 기준. Percent values are integers 0–100; ``min_score_percent`` 0 means no score is asked."""

    min_progress_percent: int = 100
    min_score_percent: int = 60

    def as_json(self) -> dict[str, int]:
        """The snapshot that a completion keeps."""
        return asdict(self)


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    """Sets of runs, as adjectives."""

    def open(self, *, on: date) -> Self:
        """Runs that take and teach people on that day."""
        return self.filter(
            Q(opens_on__isnull=True) | Q(opens_on__lte=on), Q(closes_on__isnull=True) | Q(closes_on__gte=on)
        )


class CourseRun(models.Model):
    """Next year's training is a new run; last year's record stands. A self-paced course has one open run."""

    course = models.ForeignKey(
        "courses.CoursePage", verbose_name=_("course"), on_delete=models.PROTECT, related_name="runs"
    )
    number = models.PositiveIntegerField(_("run number"))
    label = models.CharField(_("name"), max_length=40, help_text=_("For example 2026년 3기."))
    is_self_paced = models.BooleanField(_("self-paced"), default=False)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True, help_text=_("The last day counted."))
    min_progress_percent = models.PositiveSmallIntegerField(_("minimum progress (%)"), default=100)
    min_score_percent = models.PositiveSmallIntegerField(_("minimum score (%)"), default=60)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        ordering: ClassVar = ["course", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="run_number_once"),
            # Two editors who open a course at once must not give it two self-paced runs.
            models.UniqueConstraint(fields=["course"], condition=Q(is_self_paced=True), name="run_one_self_paced"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="run_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(min_progress_percent__lte=100) & Q(min_score_percent__lte=100), name="run_policy_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.label}"

    @property
    def policy(self) -> CompletionPolicy:
        """What completes this run today; a completion keeps a copy."""
        return CompletionPolicy(self.min_progress_percent, self.min_score_percent)

    def is_open(self, *, on: date) -> bool:
        """Whether the run takes and teaches people on that day."""
        return (self.opens_on is None or self.opens_on <= on) and (self.closes_on is None or on <= self.closes_on)
