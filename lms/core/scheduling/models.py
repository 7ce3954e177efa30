"""What the workers share: one row for each job, one row for each worker that is alive."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..registry import periodic_job

__all__ = ["ScheduledJob", "Worker"]


class Worker(models.Model):
    """A worker process. It counts up ``beats`` while it lives and takes its row away when it stops in good order."""

    id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(_("host"), max_length=64)
    process = models.PositiveIntegerField(_("process"))
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last heartbeat"))
    beats = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.host}:{self.process}"


class ScheduledJob(models.Model):
    """When a registered job last ran, how it went and when it is due next.

    A worker claims a job by writing its id into ``running_by``, on condition that nobody did and that ``next_run_at``
    is still the one it read: so two workers never run the same due moment twice.
    """

    class Outcome(models.TextChoices):
        SUCCEEDED = "SUCCEEDED", pgettext_lazy("job", "succeeded")
        FAILED = "FAILED", pgettext_lazy("job", "failed")
        LOST = "LOST", pgettext_lazy("job", "interrupted")

    name = models.CharField(max_length=64, primary_key=True)
    next_run_at = models.DateTimeField(_("next run"))
    running_by = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(_("last run"), null=True, blank=True)
    seconds = models.FloatField(_("duration"), null=True, blank=True)
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome, blank=True)
    message = models.TextField(_("last message"), blank=True)
    failures_in_row = models.PositiveIntegerField(_("failures in a row"), default=0)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    failed_at = models.DateTimeField(_("last failure"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        default_permissions: ClassVar = ("view", "run")

    def __str__(self) -> str:
        job = periodic_job(self.name)
        return str(job.title) if job else self.name
