"""What every screen shares: who may enter, what was asked, where the next screen is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..filters import CompletionFilterSet
from ..horizon import Horizon, horizon_in
from ..questions import Question

__all__ = ["ReportScreen", "refused"]


def refused(request: HttpRequest) -> HttpResponse:
    """Not for this person: a page that says so, with the status that says so."""
    return render(request, "reports/refused.html", {"header_title": _("Completion overview")}, status=403)


class ReportScreen(WagtailAdminTemplateMixin):
    """A screen for those who see anybody's records, about what the address asks."""

    request: HttpRequest
    header_icon = "tasks"
    filterset_class: type[CompletionFilterSet] = CompletionFilterSet

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody enters without anything to see, nor asks about a unit out of sight."""
        if not self.horizon.sees_anything or self.filters.asks_beyond_sight:
            return refused(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def horizon(self) -> Horizon:
        """How far the person sees."""
        return horizon_in(self.request)

    @cached_property
    def filters(self) -> CompletionFilterSet:
        """The form, filled from the address."""
        return self.filterset_class(self.request.GET, horizon=self.horizon, request=self.request)

    @property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors."""
        return self.filters.question

    def address(self, name: str, *args: Any, **changes: Any) -> str:
        """Another screen, asked the same but for ``changes``; None or an empty text takes a condition away."""
        query = QueryDict(mutable=True)
        for key, values in self.request.GET.lists():
            if key in self.filters.filters or key.startswith("completed_"):
                query.setlist(key, [value for value in values if value])
        for key, value in changes.items():
            query.pop(key, None)
            if value not in (None, ""):
                query[key] = str(value)
        address = reverse(f"reports:{name}", args=args)
        return f"{address}?{query.urlencode()}" if query else address

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the overview, and the units down to the one asked about."""
        top = {"url": self.address("show_overview", unit=None), "label": _("Completion overview")}
        items = [*self.breadcrumbs_items, top]
        unit = self.question.unit if self.question else None
        for branch in [*unit.ancestors, unit] if unit else []:
            if self.horizon.allows(branch, self.filters.tree):
                items.append({"url": self.address("show_overview", unit=branch.code), "label": branch.name})
        return items
