"""The frame of our lists in the admin, and the trace that looking at people leaves."""

from __future__ import annotations

from django.http import HttpRequest

from lms.people.admin.listing import YES_OR_NO, DayColumn, StaffListing
from lms.people.admin.watching import record_view as leave_record

__all__ = ["YES_OR_NO", "DayColumn", "StaffListing", "record_view"]


def record_view(request: HttpRequest, *, asked: str, subjects: list[int]) -> None:
    """Leave an access record of what a page showed of other people; one's own record is nobody's business."""
    leave_record(request, asked, subjects)
