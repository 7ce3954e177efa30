"""기수: one offering of a course, and what completes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
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

    #: A run is no page content: "used by this run" must not stand in the way of deleting an unused course.
    wagtail_reference_index_ignore = True

    # A course that nobody ever took may go with its empty run; as soon as somebody enrols, the enrolment protects both.
    course = models.ForeignKey(
        "courses.CoursePage", verbose_name=_("course"), on_delete=models.CASCADE, related_name="runs"
    )
    number = models.PositiveIntegerField(_("run number"))
    label = models.CharField(
        _("name"), max_length=40, help_text=_("Printed on certificates and lists, for example: Run 3 of 2026.")
    )
    is_self_paced = models.BooleanField(_("self-paced"), default=False)
    opens_on = models.DateField(_("opens on"), null=True, blank=True, help_text=_("Empty: open at once."))
    closes_on = models.DateField(
        _("closes on"), null=True, blank=True, help_text=_("The last day counted. Empty: no end.")
    )
    min_progress_percent = models.PositiveSmallIntegerField(
        _("minimum progress (%)"),
        default=100,
        validators=[MaxValueValidator(100)],
        help_text=_("Share of the required lessons. Mandatory training usually asks for 100."),
    )
    min_score_percent = models.PositiveSmallIntegerField(
        _("minimum score (%)"),
        default=60,
        validators=[MaxValueValidator(100)],
        help_text=_("Average of the best quiz scores. 0: no score is asked. Courses without a quiz ask for none."),
    )

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
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="run_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(min_progress_percent__lte=100) & Q(min_score_percent__lte=100), name="run_policy_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.label}"

    def clean(self) -> None:
        """The same rule as the constraint, beside the field it is about."""
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            message = _("The run would end before it begins. Choose a last day on or after the first.")
            raise ValidationError({"closes_on": message})

    @property
    def policy(self) -> CompletionPolicy:
        """What completes this run today; a completion keeps a copy."""
        return CompletionPolicy(self.min_progress_percent, self.min_score_percent)

    def is_open(self, *, on: date) -> bool:
        """Whether the run takes and teaches people on that day."""
        return (self.opens_on is None or self.opens_on <= on) and (self.closes_on is None or on <= self.closes_on)
