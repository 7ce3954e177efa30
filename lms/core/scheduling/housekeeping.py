"""The platform's own periodic jobs: scheduled publishing, the search index, finished tasks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import StringIO

from django.core.management import call_command
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from ..registry import name_task, register_job

__all__ = ["clear_tasks", "publish_scheduled", "rebuild_search", "register"]

DONE_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=30)


def publish_scheduled(*, at: datetime) -> str:
    """Put live what editors scheduled, and take down what has expired."""
    published = Revision.objects.filter(approved_go_live_at__lte=at).count()
    expired = Page.objects.filter(live=True, expire_at__lt=at).count()
    call_command("publish_scheduled", verbosity=0)
    return _("%(published)d published, %(expired)d expired") % {"published": published, "expired": expired}


def rebuild_search(*, at: datetime) -> str:
    """Whatever an index task that failed has left out is found again. Readers see the old index until it is done."""
    call_command("update_index", verbosity=0, stdout=StringIO())
    return _("Search index rebuilt")


def clear_tasks(*, at: datetime) -> str:
    """Forget tasks that were finished long ago; failed ones stay longer, for whoever looks into them."""
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - DONE_KEPT)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=at - FAILED_KEPT)
    count = DBTaskResult.objects.filter(done | failed).order_by().delete()[0]
    return ngettext("%(count)d finished task cleared", "%(count)d finished tasks cleared", count) % {"count": count}


def register() -> None:
    """Called once, when the applications are ready."""
    register_job("publish_scheduled", publish_scheduled, title=gettext_lazy("Scheduled publishing"), every_minutes=1)
    register_job("clear_tasks", clear_tasks, title=gettext_lazy("Clear finished tasks"), daily_at=time(3, 10))
    register_job("rebuild_search", rebuild_search, title=gettext_lazy("Rebuild the search index"), daily_at=time(3, 40))
    for path, title in (
        ("wagtail.tasks.update_reference_index_task", gettext_lazy("Note what a page refers to")),
        ("wagtail.tasks.delete_file_from_storage_task", gettext_lazy("Delete a file")),
        ("wagtail.images.tasks.set_image_focal_point_task", gettext_lazy("Find the focal point of a picture")),
        ("modelsearch.tasks.insert_or_update_object_task", gettext_lazy("Update the search index")),
    ):
        name_task(path, title)
