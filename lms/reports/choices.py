"""The fixed words of a completion report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["Period", "Show", "Standing", "UnitBasis"]


class Standing(models.TextChoices):
    """Where one person stands in one course, or one run, on a day."""

    NOT_ENROLLED = "not_enrolled", _("not enrolled")
    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("standing", "learning")
    FAILED = "failed", _("failed")
    COMPLETED = "completed", pgettext_lazy("standing", "completed")


class Show(models.TextChoices):
    """What a list shows: one standing, or one of the two groups that cut across them."""

    MISSING = "missing", _("not completed (all)")
    NOT_ENROLLED = Standing.NOT_ENROLLED.value, Standing.NOT_ENROLLED.label
    NOT_STARTED = Standing.NOT_STARTED.value, Standing.NOT_STARTED.label
    IN_PROGRESS = Standing.IN_PROGRESS.value, Standing.IN_PROGRESS.label
    FAILED = Standing.FAILED.value, Standing.FAILED.label
    OVERDUE = "overdue", _("overdue")
    COMPLETED = Standing.COMPLETED.value, Standing.COMPLETED.label


class UnitBasis(models.TextChoices):
    """To which unit a person counts."""

    CURRENT = "current", _("unit on the reference date")
    THEN = "then", _("unit at completion")


class Period(models.TextChoices):
    """Which completions count when no dates are named."""

    YEAR = "year", _("year of the reference date")
    ALL = "all", _("all years")
