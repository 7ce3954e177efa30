"""Which job is due, who runs it, how it went. Everything here is one conditional statement on one row."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.log_actions import log

from ..registry import PeriodicJob, periodic_job, periodic_jobs
from .cadence import after_failure, believable
from .models import ScheduledJob

__all__ = ["RUN_REQUESTED", "Claim", "claim_due", "ensure_rows", "give_up_jobs_of", "request_run", "run_claimed"]

logger = logging.getLogger(__name__)
RUN_REQUESTED = "core.run_job"
LONGEST_MESSAGE = 1_000


@dataclass(frozen=True)
class Claim:
    """The right to run one job once."""

    job: PeriodicJob
    worker: str
    started_at: datetime


def ensure_rows(*, at: datetime) -> None:
    """Every registered job has a row, and none waits for a moment that only a wrong clock could have set."""
    rows = ScheduledJob.objects.in_bulk()
    ScheduledJob.objects.bulk_create(
        [
            ScheduledJob(name=job.name, next_run_at=job.cadence.next_after(at))
            for job in periodic_jobs()
            if job.name not in rows
        ],
        ignore_conflicts=True,  # another worker starts at the same moment
    )
    for job in periodic_jobs():
        row = rows.get(job.name)
        if row and (due_at := believable(row.next_run_at, job.cadence, at=at)) != row.next_run_at:
            _unchanged(row).update(next_run_at=due_at)


def claim_due(*, worker: str, at: datetime) -> Claim | None:
    """Take the job that has been due longest; None when none is due. Of several workers at once, one gets it."""
    due = ScheduledJob.objects.filter(running_by="", next_run_at__lte=at).order_by("next_run_at")
    for row in due.only("name", "next_run_at"):
        job = periodic_job(row.name)
        if job is None:  # its room is gone, or not yet there while a new release rolls out
            continue
        next_run_at = job.cadence.next_after(at)
        if _unchanged(row).update(running_by=worker, started_at=at, next_run_at=next_run_at):
            return Claim(job, worker, at)
    return None


def run_claimed(claim: Claim) -> None:
    """Run the job and keep how it went. An error of the job is its result and never reaches the worker."""
    job, began = claim.job, time.monotonic()
    try:
        message = str(job.run(at=claim.started_at) or "")
    except Exception as error:
        logger.exception("Periodic job %s failed", job.name)
        _keep(claim, ScheduledJob.Outcome.FAILED, _say(error), began)
    else:
        logger.info("Periodic job %s: %s", job.name, message)
        _keep(claim, ScheduledJob.Outcome.SUCCEEDED, message, began)


def request_run(*, job: ScheduledJob, by: AbstractBaseUser | AnonymousUser, at: datetime) -> bool:
    """Make a job due now, for the next worker that looks; False when it is being run. Kept in the audit log."""
    requested = ScheduledJob.objects.filter(pk=job.pk, running_by="").update(next_run_at=at)
    if requested:
        log(job, RUN_REQUESTED, user=by)
    return bool(requested)


def give_up_jobs_of(*, worker: str, at: datetime, message: str, but: Collection[str] = ()) -> int:
    """What a worker no longer runs counts as a failure and is run again; how many jobs that were.

    ``but`` are jobs that it does run.
    """
    rows = ScheduledJob.objects.filter(running_by=worker).exclude(pk__in=but)
    return sum(_fail(row, ScheduledJob.Outcome.LOST, message, at=at) for row in rows)


def _unchanged(row: ScheduledJob) -> QuerySet[ScheduledJob]:
    """The row as it was read: nobody claimed or moved it since."""
    return ScheduledJob.objects.filter(pk=row.pk, running_by="", next_run_at=row.next_run_at)


def _keep(claim: Claim, outcome: ScheduledJob.Outcome, message: str, began: float) -> None:
    seconds = time.monotonic() - began
    # A worker that was asleep for long may have been given up and its job run by another: then this is nobody's news.
    mine = ScheduledJob.objects.filter(pk=claim.job.name, running_by=claim.worker, started_at=claim.started_at)
    message = message[:LONGEST_MESSAGE]
    if outcome == ScheduledJob.Outcome.SUCCEEDED:
        mine.update(running_by="", seconds=seconds, outcome=outcome, message=message, failures_in_row=0)
    elif (row := mine.first()) is not None:
        _fail(row, outcome, message, at=claim.started_at + timedelta(seconds=seconds), seconds=seconds)


def _fail(
    row: ScheduledJob, outcome: ScheduledJob.Outcome, message: str, *, at: datetime, seconds: float | None = None
) -> int:
    failures_in_row = row.failures_in_row + 1
    job = periodic_job(row.name)
    held = ScheduledJob.objects.filter(pk=row.pk, running_by=row.running_by, started_at=row.started_at)
    return held.update(
        running_by="",
        seconds=seconds,
        outcome=outcome,
        message=message,
        failures_in_row=failures_in_row,
        failures=row.failures + 1,
        failed_at=at,
        last_error=message,
        next_run_at=after_failure(job.cadence, at=at, failures=failures_in_row) if job else row.next_run_at,
    )


def _say(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip(": ")
