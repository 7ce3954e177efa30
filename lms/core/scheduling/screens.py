"""정기 작업: one screen for whoever looks after the platform, built from Wagtail's tables and status tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, Table
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .. import clock
from ..registry import PeriodicJob, periodic_job, periodic_jobs, task_title
from . import jobs, tasks, workers
from .models import ScheduledJob, Worker

__all__ = ["JobsView", "retry_task", "run_job"]

#: A job that is due for longer than this waits for a worker that does not come.
OVERDUE = timedelta(minutes=10)
#: A run that takes longer than this is pointed out; it may be right to take so long.
LONG = timedelta(minutes=30)
FAILED_SHOWN = 20
MAY_SEE = "core.view_scheduledjob"
MAY_RUN = "core.run_scheduledjob"


@dataclass(frozen=True)
class Line:
    """One row of a table, in words."""

    title: str
    detail: str
    state: str
    is_trouble: bool
    cells: dict[str, str]
    action: str = ""
    button: str = ""


class LabelledColumn(Column):
    """A cell that carries its heading along: on a phone a row becomes a card."""

    cell_template_name = "core/scheduling/labelled_cell.html"

    def get_value(self, instance: Line) -> str:
        return instance.cells.get(self.name) or "–"


class StateCell(StatusTagColumn):
    """A status tag; what somebody should look at has a warning sign too."""

    cell_template_name = "core/scheduling/state_cell.html"


class TitleCell(Column):
    """What it is, and below it how often or since when."""

    cell_template_name = "core/scheduling/title_cell.html"


class ButtonCell(Column):
    """The one thing that can be done with the row."""

    cell_template_name = "core/scheduling/button_cell.html"

    def get_cell_context_data(self, instance: Line, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(context["request"])}


def _table(caption: str, labels: Iterable[tuple[str, str]], lines: list[Line], *, may_act: bool = False) -> Table:
    """A table of lines: title, state, the labelled cells, a button."""
    columns: list[Column] = [
        TitleCell("title", label=caption),
        StateCell("state", label=_("State"), primary=lambda line: line.is_trouble),
        *(LabelledColumn(name, label=label) for name, label in labels),
    ]
    if may_act:
        columns.append(ButtonCell("action", label=pgettext("job", "Action")))
    return Table(columns, lines, classname="listing listing-cards", caption=caption)


class JobsView(WagtailAdminTemplateMixin, TemplateView):
    """Every periodic job, the workers that are alive, and tasks that run or failed."""

    template_name = "core/scheduling/jobs.html"
    page_title = gettext_lazy("Periodic jobs")
    header_icon = "time"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = clock.now()
        may_run = self.request.user.has_perm(MAY_RUN)
        rows = ScheduledJob.objects.in_bulk()
        ready = DBTaskResult.objects.ready()
        failed = DBTaskResult.objects.failed()
        return super().get_context_data(**kwargs) | {
            "nobody_works": not workers.any_alive(at=at, within_seconds=workers.GONE_SECONDS),
            "jobs": _table(_("Job"), _job_labels(), _job_lines(rows, at, may_run), may_act=may_run),
            "workers": _table(_("Worker"), _worker_labels(), _worker_lines(rows, at)),
            "tasks": _table(_("Task"), _task_labels(), _task_lines(at, may_run), may_act=may_run),
            "waiting": ready.count(),
            "waits_since": ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first(),
            "running": DBTaskResult.objects.running().count(),
            "failed": failed.count(),
            "failed_shown": FAILED_SHOWN,
        }


@require_POST
@permission_required(MAY_RUN, raise_exception=True)
def run_job(request: HttpRequest, name: str) -> HttpResponse:
    """지금 실행: the next worker that looks takes it, within seconds."""
    job = get_object_or_404(ScheduledJob, pk=name)
    if periodic_job(name) is not None and jobs.request_run(job=job, by=request.user, at=clock.now()):
        messages.success(request, _("‘%(job)s’ will run within a few seconds. Load the page again.") % {"job": job})
    else:
        messages.warning(request, _("‘%(job)s’ is running already.") % {"job": job})
    return HttpResponseRedirect(reverse("scheduling:show_jobs"))


@require_POST
@permission_required(MAY_RUN, raise_exception=True)
def retry_task(request: HttpRequest, task_id: str) -> HttpResponse:
    """다시 시도: a failed task goes back into the queue."""
    task = get_object_or_404(DBTaskResult, pk=task_id)
    title = task_title(task.task_path)
    if tasks.retry_task(task=task, title=title, by=request.user):
        messages.success(request, _("‘%(task)s’ is in the queue again.") % {"task": title})
    else:
        messages.warning(request, _("‘%(task)s’ has not failed; nothing was changed.") % {"task": title})
    return HttpResponseRedirect(reverse("scheduling:show_jobs"))


def _job_labels() -> list[tuple[str, str]]:
    return [
        ("last", _("Last run")),
        ("next", _("Next run")),
        ("failures", _("Failures")),
        ("message", _("Last message")),
    ]


def _job_lines(rows: dict[str, ScheduledJob], at: datetime, may_run: bool) -> list[Line]:
    lines = [_job_line(job, rows.get(job.name), at, may_run) for job in periodic_jobs()]
    # What needs somebody stands first; the order of names does the rest.
    return sorted(lines, key=lambda line: (not line.is_trouble, line.title))


def _job_line(job: PeriodicJob, row: ScheduledJob | None, at: datetime, may_run: bool) -> Line:
    state, is_trouble = _job_state(row, at)
    cells = {}
    if row is not None:
        last = [_moment(row.started_at)] if row.started_at else []
        if row.seconds is not None and not row.running_by:
            last.append(_duration(timedelta(seconds=row.seconds)))
        if row.failures:
            counts = [
                _("%(count)d in a row") % {"count": row.failures_in_row},
                _("%(count)d in all") % {"count": row.failures},
            ]
            cells["failures"] = ", ".join(_unbroken(count) for count in counts)
        cells |= {"last": " · ".join(last), "next": _moment(row.next_run_at), "message": _last_words(row)}
    can_start = may_run and row is not None and not row.running_by
    return Line(
        title=str(job.title),
        detail=job.cadence.words(),
        state=state,
        is_trouble=is_trouble,
        cells=cells,
        action=reverse("scheduling:run_job", args=[job.name]) if can_start else "",
        button=_("Run now"),
    )


def _job_state(row: ScheduledJob | None, at: datetime) -> tuple[str, bool]:
    """The state in a word or two, and whether somebody should look."""
    if row is None:
        return _("not run yet"), False
    if row.running_by and row.started_at:
        took = at - row.started_at
        if took > LONG:
            return _("running for %(duration)s") % {"duration": _duration(took)}, True
        return pgettext("job", "running"), False
    if row.outcome in (ScheduledJob.Outcome.FAILED, ScheduledJob.Outcome.LOST):
        return row.get_outcome_display(), True
    if row.next_run_at < at - OVERDUE:
        return _("behind"), True
    return (row.get_outcome_display(), False) if row.outcome else (_("not run yet"), False)


def _last_words(row: ScheduledJob) -> str:
    """The last message; a job that runs well again still says what went wrong the last time."""
    if row.failed_at and row.outcome == ScheduledJob.Outcome.SUCCEEDED:
        failure = _("last failure %(day)s: %(error)s") % {"day": _moment(row.failed_at), "error": row.last_error}
        return f"{row.message} ({failure})"
    return row.message


def _worker_labels() -> list[tuple[str, str]]:
    return [("started", _("Started")), ("seen", _("Last heartbeat")), ("doing", _("Doing"))]


def _worker_lines(rows: dict[str, ScheduledJob], at: datetime) -> list[Line]:
    alive = Worker.objects.order_by("started_at")
    return [_worker_line(each, [row for row in rows.values() if row.running_by == each.pk], at) for each in alive]


def _worker_line(worker: Worker, running: list[ScheduledJob], at: datetime) -> Line:
    is_late = abs(at - worker.seen_at) > timedelta(seconds=workers.GONE_SECONDS)
    return Line(
        title=worker.host,
        detail=_("process %(number)d") % {"number": worker.process},
        state=_("silent") if is_late else _("alive"),
        is_trouble=is_late,
        cells={
            "started": _moment(worker.started_at),
            "seen": _moment(worker.seen_at, seconds=True),
            "doing": ", ".join(str(job) for job in running) or _("waiting for work"),
        },
    )


def _task_labels() -> list[tuple[str, str]]:
    return [("begun", _("Begun")), ("times", _("Times begun")), ("error", _("Error"))]


def _task_lines(at: datetime, may_run: bool) -> list[Line]:
    shown = DBTaskResult.objects.only(
        "status", "task_path", "started_at", "finished_at", "worker_ids", "exception_class_path", "traceback"
    )
    running = shown.filter(status=TaskResultStatus.RUNNING).order_by("started_at")
    failed = shown.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")[:FAILED_SHOWN]
    return [_task_line(task, at, may_run) for task in [*running, *failed]]


def _task_line(task: DBTaskResult, at: datetime, may_run: bool) -> Line:
    has_failed = task.status == TaskResultStatus.FAILED
    took = at - task.started_at if task.started_at else timedelta()
    is_long = not has_failed and took > LONG
    running = _("running for %(duration)s") % {"duration": _duration(took)} if is_long else pgettext("job", "running")
    return Line(
        title=task_title(task.task_path),
        detail="",
        state=pgettext("job", "failed") if has_failed else running,
        is_trouble=has_failed or is_long,
        cells={
            "begun": _moment(task.started_at) if task.started_at else "",
            "times": str(len(task.worker_ids)),
            "error": _error(task) if has_failed else "",
        },
        action=reverse("scheduling:retry_task", args=[task.pk]) if may_run and has_failed else "",
        button=_("Try again"),
    )


def _error(task: DBTaskResult) -> str:
    """The last line of what went wrong: the kind of error and its words."""
    lines = str(task.traceback).strip().splitlines() or [str(task.exception_class_path)]
    return lines[-1][:300]


def _moment(moment: datetime, *, seconds: bool = False) -> str:
    day, hour = date_format(timezone.localtime(moment), "Y. n. j.(D)|H:i:s" if seconds else "Y. n. j.(D)|H:i").split(
        "|"
    )
    return f"{_unbroken(day)} {hour}"


def _unbroken(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _duration(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    if seconds < 1:
        return _("under a second")
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
