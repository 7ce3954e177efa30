"""참여 현황 in the Wagtail admin: numbers by unit, trend, themes, follow-through, and the same as a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.reports.views.voluntary import VoluntaryExportView, VoluntaryScreen, VoluntaryView
from lms.reports.wording import days_words

from ..participation import exports
from ..participation.counting import participation_of
from ..participation.filters import ParticipationFilterSet
from ..participation.lines import Report, report_of
from ..participation.question import Basis, Question, Sight, sight_in
from ..participation.themes import themes_of
from ..participation.trend import trend_of

__all__ = ["ExportView", "ParticipationView"]


class ParticipationScreen(VoluntaryScreen):
    """A screen about one campaign."""

    report_title = gettext_lazy("Participation in campaigns")
    namespace = "participation"
    days = "signed"

    @cached_property
    def sight(self) -> Sight:
        """How far the person sees."""
        return sight_in(self.request)

    @cached_property
    def filters(self) -> ParticipationFilterSet:
        """The form, filled from the address."""
        return ParticipationFilterSet(self.request.GET, sight=self.sight, request=self.request)

    @cached_property
    def report(self) -> Report | None:
        """The answer as far as it may be told."""
        if self.question is None:
            return None
        return report_of(participation_of(self.question), totals_only=self.sight.totals_only)

    def what_was_asked(self, question: Question) -> list[tuple[str, str]]:
        """Campaign, unit, basis and period."""
        is_part = question.first or question.last
        period = days_words(question.first, question.last) if is_part else _("the whole campaign")
        return [
            (pgettext("reports", "Campaign"), question.campaign.title),
            self.unit_asked(question),
            (_("Unit counted"), str(Basis(question.basis).label)),
            (_("Signed between"), period),
        ]


class ParticipationView(ParticipationScreen, VoluntaryView):
    """How far a campaign reached."""

    template_name = "pledges/staff/participation.html"
    page_title = gettext_lazy("Participation in campaigns")
    first_fields: ClassVar = ("as_of", "campaign", "unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The target, the trend, the themes and the checks besides."""
        context = super().get_context_data(**kwargs) | {"has_campaigns": bool(self.sight.campaigns)}
        question, report = self.question, self.report
        if question is None or report is None:
            return context
        target = question.campaign.target_percent
        return context | {
            "target": target,
            "by_units_of_then": question.basis == Basis.THEN,
            "totals_only": self.sight.totals_only,
            "trend": trend_of(report.steps, whole=report.total.whole, target_percent=target) if report.total else None,
            "themes": themes_of(question),
            "checks": report.counted.checks if report.is_whole else (),
        }


class ExportView(ParticipationScreen, VoluntaryExportView):
    """The same as a file."""

    sheet: ClassVar = exports
