"""What a trainer sees first in the admin: own drafts, what waits for review, own courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.models import Page

from .permissions import editable_courses

__all__ = ["CoursesPanel", "DraftsPanel", "arrange"]

LIMIT = 8


def arrange(request: Any, panels: list[Any]) -> None:
    """Wagtail's reviews and locks stay; its list of latest edits gives way to drafts and courses."""
    panels[:] = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    panels += [DraftsPanel(request), CoursesPanel(request)]


class DraftsPanel(Component):
    """Pages of mine with changes that nobody else can see yet, the latest first."""

    name = "my_drafts"
    template_name = "courses/admin/drafts_panel.html"
    order = 200

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """``drafts``: at most eight pages."""
        user = self.request.user
        mine = Q(owner=user) | Q(latest_revision__user=user)
        drafts = (
            Page.objects.filter(mine, has_unpublished_changes=True)
            .select_related("content_type")
            .order_by("-latest_revision_created_at")[:LIMIT]
        )
        return {"drafts": drafts.specific(defer=True)}


class CoursesPanel(Component):
    """Courses I may change, the latest first, each with the way to its lessons and runs."""

    name = "my_courses"
    template_name = "courses/admin/courses_panel.html"
    order = 240

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """``courses``: at most eight, and ``total``."""
        courses = editable_courses(self.request.user)
        shown = courses.annotate(run_count=Count("runs")).order_by("-latest_revision_created_at")[:LIMIT]
        return {"courses": shown, "total": courses.count(), "limit": LIMIT}
