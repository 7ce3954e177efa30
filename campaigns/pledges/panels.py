"""Beside the audience of a campaign: how many people that is today."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from lms.core import clock
from lms.people.services import count_audience

__all__ = ["AudienceCountPanel"]


class AudienceCountPanel(Panel):
    """People chosen by the audience as it was last saved; a warning where that is nobody."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Invited today"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "pledges/staff/audience_count.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            on = clock.today()
            return context | {"on": on, "count": count_audience(self.instance.audience, on)}
