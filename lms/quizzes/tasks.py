"""Background work of this room."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext
from django_tasks import task

from lms.core import clock

from .models import KeyCorrection
from .services import heal_remarks, remark_touched

__all__ = ["heal", "remark_sittings"]


@task()
def remark_sittings(correction_id: int) -> int:
    """Mark again what a correction touched; how many. Safe to repeat after a killed worker."""
    correction = KeyCorrection.objects.select_related("version", "corrected_by").get(pk=correction_id)
    return remark_touched(correction=correction, at=clock.now())


def heal(*, at: datetime) -> str:
    """The periodic job: whatever an interrupted re-marking left."""
    count = heal_remarks(at=at)
    return ngettext("%(count)d sitting marked again", "%(count)d sittings marked again", count) % {"count": count}
