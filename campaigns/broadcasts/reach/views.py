"""청취 현황 in the Wagtail admin: units, broadcasts day by day, one episode, and the same as a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from lms.core import clock
from lms.core.groups import SMALLEST_GROUP
from lms.reports.views.voluntary import VoluntaryExportView, VoluntaryScreen, VoluntaryView
from lms.reports.wording import days_words

from ..models import BroadcastSettings, Episode, Listening
from . import exports
from .counting import counted, reach_of
from .drawing import columns_of, line_of
from .episode import reach_of_episode
from .filters import ReachFilterSet
from .lines import Report, report_of
from .question import Basis, Question, Sight, sight_in

__all__ = ["EpisodeView", "ExportView", "ReachView"]


class ReachScreen(VoluntaryScreen):
    """A screen about the broadcasts of a period."""

    report_title = gettext_lazy("Reach of broadcasts")
    namespace = "broadcasts_reach"
    days = "aired"

    @cached_property
    def sight(self) -> Sight:
        """How far the person sees."""
        return sight_in(self.request)

    @cached_property
    def filters(self) -> ReachFilterSet:
        """The form, filled from the address."""
        return ReachFilterSet(self.request.GET, sight=self.sight, request=self.request)

    @cached_property
    def report(self) -> Report | None:
        """The answer as far as it may be told."""
        if self.question is None:
            return None
        return report_of(reach_of(self.question, at=clock.now()), totals_only=self.sight.totals_only)

    def what_was_asked(self, question: Question) -> list[tuple[str, str]]:
        """Period, unit and basis."""
        return [
            (pgettext("broadcasts", "Period"), days_words(question.first, question.last)),
            self.unit_asked(question),
            (_("Unit counted"), str(Basis(question.basis).label)),
        ]


class ReachView(ReachScreen, VoluntaryView):
    """How many people the broadcasts of a period reached."""

    template_name = "broadcasts/reach/reach.html"
    page_title = gettext_lazy("Reach of broadcasts")
    first_fields: ClassVar = ("aired", "unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The broadcasts day by day besides."""
        context = super().get_context_data(**kwargs)
        if self.report is None:
            return context
        return context | {
            "listened_percent": BroadcastSettings.current().listened_percent,
            "columns": columns_of(self.report.broadcasts),
            "ways": Listening.Way.labels,
            "sees_episodes": self.sight.sees_episodes,
        }


class ExportView(ReachScreen, VoluntaryExportView):
    """The same as a file."""

    sheet: ClassVar = exports


class EpisodeView(WagtailAdminTemplateMixin, TemplateView):
    """How far one episode was heard. It speaks of everybody together, so a unit's head has no way here."""

    template_name = "broadcasts/reach/episode.html"
    page_title = gettext_lazy("Reach of broadcasts")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For HR and for makers."""
        if not sight_in(request).sees_episodes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def episode(self) -> Episode:
        """One that has begun. Raises Http404."""
        begun = counted(at=clock.now()).select_related("recording")
        found = begun.filter(pk=self.kwargs["episode_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        """Which one."""
        return str(self.episode.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the report, the episode."""
        top = {"url": reverse("broadcasts_reach:show"), "label": _("Reach of broadcasts")}
        return [*self.breadcrumbs_items, top, {"url": "", "label": self.episode.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers, the line, the parts, the answers."""
        reach = reach_of_episode(self.episode)
        return super().get_context_data(**kwargs) | {
            "episode": self.episode,
            "reach": reach,
            "line": line_of(reach.curve, reach.parts),
            "pulse": self.episode.pulse_question,
            "smallest": SMALLEST_GROUP,
            "listened_percent": BroadcastSettings.current().listened_percent,
        }
