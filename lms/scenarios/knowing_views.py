"""What became of a scenario, for its trainers: groups only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.groups import SMALLEST_GROUP

from .admin_views import ScenarioAdminView
from .flow import draw_flow
from .knowing import NUMBERS, editions_played, knowledge_of

__all__ = ["KnowingView"]


class KnowingView(ScenarioAdminView):
    """대화 분석: the paths taken, where people go wrong, what they choose, whether they get better."""

    page_title = gettext_lazy("How people played")
    header_icon = "history"
    template_name = "scenarios/admin/knowing.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One edition: the newest that enough people played, or the one that was asked for."""
        editions = editions_played(self.scenario.pk)
        asked = request.GET.get("edition", "")
        chosen = next((version for version, _people in editions if str(version.pk) == asked), None)
        if chosen is None and editions:
            chosen = editions[0][0]
        known = knowledge_of(chosen) if chosen else None
        svg = ""
        if known and known.ways:
            svg = draw_flow(known.graph, known.ways, title=_("The paths people took at their first attempt"))
        return self.render_to_response(
            self.get_context_data(
                scenario=self.scenario,
                editions=editions,
                chosen=chosen,
                known=known,
                svg=svg,
                numbers=NUMBERS,
                smallest_group=SMALLEST_GROUP,
            )
        )
