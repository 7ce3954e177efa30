"""The numbers of today on Wagtail's dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.cache import cache
from django.http import QueryDict
from wagtail.admin.ui.components import Component

from lms.core import clock

from .filters import CompletionFilterSet
from .horizon import Horizon
from .overview import overview_of
from .wording import unit_words

__all__ = ["CompletionPanel"]

#: The dashboard is opened far more often than anything changes; the screens behind it count afresh.
SECONDS = 600


class CompletionPanel(Component):
    """How far the actor's people are this year."""

    name = "completion"
    template_name = "reports/dashboard_panel.html"
    order = 100

    class Media:
        css: ClassVar = {"all": ["reports/completion.css"]}

    def __init__(self, horizon: Horizon) -> None:
        self.horizon = horizon

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Counted at most once in ten minutes for everybody who sees the same."""
        sight = "all" if self.horizon.sees_all else ",".join(self.horizon.unit_codes)
        key = f"reports.dashboard:{self.horizon.today.isoformat()}:{sight}"
        counted = cache.get(key)
        if counted is None:
            counted = self._counted()
            cache.set(key, counted, SECONDS)
        return {**counted}

    def _counted(self) -> dict[str, Any]:
        question = CompletionFilterSet(QueryDict(), horizon=self.horizon).question
        if question is None:
            raise AssertionError("an empty form asks about today")
        return {"total": overview_of(question).total, "unit": unit_words(question), "counted_at": clock.now()}
