"""참여 현황 in the Wagtail admin: numbers by unit, trend, themes, follow-through, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from lms.core import clock
from lms.core.groups import SMALLEST_GROUP
from lms.people.models import AccessRecord
from lms.people.requests import client_ip, person_of
from lms.people.services import record_access
from lms.reports.forms import FileFormat, NumbersExportForm
from lms.reports.spreadsheets import file_response
from lms.reports.wording import days_words, left_out_words

from ..participation import exports
from ..participation.counting import participation_of
from ..participation.filters import ParticipationFilterSet
from ..participation.lines import Report, report_of
from ..participation.question import Basis, Question, Sight, sight_of
from ..participation.themes import themes_of
from ..participation.trend import trend_of

__all__ = ["ExportView", "ParticipationView"]

FIRST_FIELDS = ("as_of", "campaign", "unit")


class ParticipationScreen(WagtailAdminTemplateMixin):
    """A screen for those who see anything of a campaign, about what the address asks."""

    request: HttpRequest
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody enters without anything to see, nor asks about a unit out of sight."""
        if not self.sight.sees_anything or self.filters.asks_beyond_sight:
            title = {"header_title": _("Participation in campaigns")}
            return render(request, "reports/refused.html", title, status=403)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def sight(self) -> Sight:
        """How far the person sees."""
        return sight_of(person_of(self.request), on=clock.today())

    @cached_property
    def filters(self) -> ParticipationFilterSet:
        """The form, filled from the address."""
        return ParticipationFilterSet(self.request.GET, sight=self.sight, request=self.request)

    @property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors or no campaign has begun."""
        return self.filters.question

    @cached_property
    def report(self) -> Report | None:
        """The answer as far as it may be told."""
        if self.question is None:
            return None
        return report_of(participation_of(self.question), totals_only=self.sight.totals_only)

    def address(self, name: str, **changes: Any) -> str:
        """Another screen, asked the same but for ``changes``; None takes a condition away."""
        query = QueryDict(mutable=True)
        for key, values in self.request.GET.lists():
            if key in self.filters.filters or key.startswith("signed_"):
                query.setlist(key, [value for value in values if value])
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        address = reverse(f"participation:{name}")
        return f"{address}?{query.urlencode()}" if query else address

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the report, and the units down to the one asked about."""
        top = {"url": self.address("show", unit=None), "label": _("Participation in campaigns")}
        items = [*self.breadcrumbs_items, top]
        unit = self.question.unit if self.question else None
        for branch in [*unit.ancestors, unit] if unit else []:
            if self.sight.horizon.allows(branch, self.filters.tree):
                items.append({"url": self.address("show", unit=branch.code), "label": branch.name})
        return items

    def what_was_asked(self, question: Question) -> list[tuple[str, str]]:
        """The conditions in words, on the screen of the file and in the access record."""
        unit = question.unit
        return [
            (pgettext("reports", "Campaign"), question.campaign.title),
            (pgettext("reports", "Unit"), (unit.label or unit.name) if unit else _("All units")),
            (_("Unit counted"), str(Basis(question.basis).label)),
            (
                _("Signed between"),
                days_words(question.first, question.last)
                if question.first or question.last
                else _("the whole campaign"),
            ),
        ]


class ParticipationView(ParticipationScreen, TemplateView):
    """How far a campaign reached."""

    template_name = "pledges/staff/participation.html"
    page_title = gettext_lazy("Participation in campaigns")

    def get_header_buttons(self) -> list[Any]:
        """To the file."""
        if self.report is None or self.report.total is None:
            return []
        return [HeaderButton(pgettext("reports", "Export"), url=self.address("export"), icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form always; numbers when it has no errors."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = self.filters.form
        finer = [form[name] for name in form.fields if name not in FIRST_FIELDS]
        context |= {
            "media": context.get("media", form.media) + form.media,
            "form": form,
            "first_fields": [form[name] for name in FIRST_FIELDS if name in form.fields],
            "finer_fields": finer,
            "finer_open": any(field.name in form.changed_data or field.errors for field in finer),
            "smallest": SMALLEST_GROUP,
            "has_campaigns": bool(self.sight.campaigns),
        }
        question, report = self.question, self.report
        if question is None or report is None:
            return context
        target = question.campaign.target_percent
        return context | {
            "question": question,
            "report": report,
            "total": report.total,
            "target": target,
            "conditions": self.what_was_asked(question),
            "by_units_of_then": question.basis == Basis.THEN,
            "totals_only": self.sight.totals_only,
            "left_out": left_out_words(report.away),
            "trail": [(item["label"], item["url"]) for item in self.get_breadcrumbs_items()[1:]],
            "lines": [(line, self.address("show", unit=line.code) if line.code else "") for line in report.lines],
            "trend": trend_of(report.steps, whole=report.total.whole, target_percent=target) if report.total else None,
            "themes": themes_of(question),
            "checks": report.counted.checks if report.is_whole else (),
        }


class ExportView(ParticipationScreen, FormView):
    """Says what the file will hold, asks why, and sends it."""

    template_name = "reports/export.html"
    page_title = pgettext_lazy("reports", "Export")
    header_icon = "download"
    form_class = NumbersExportForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The report's way down, and this form."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will be in the file."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        if self.question is None or self.report is None:
            return context | {"filter_form": self.filters.form}
        return context | {
            "summary": self.what_was_asked(self.question),
            "count": len(list(exports.rows(self.report))),
            "as_of": self.question.as_of,
            "cancel_url": self.address("show"),
        }

    def form_valid(self, form: NumbersExportForm) -> HttpResponseBase:  # type: ignore[override]
        """The file, once it is written down who took it and why. It names nobody, so nobody is named there."""
        question, report = self.question, self.report
        if question is None or report is None:
            return self.form_invalid(form)
        conditions = " · ".join(value for _label, value in self.what_was_asked(question))
        record_access(
            actor=person_of(self.request),
            at=clock.now(),
            ip=client_ip(self.request),
            action=AccessRecord.Action.EXPORT,
            asked=_("file ‘%(title)s’: %(what)s") % {"title": exports.title(), "what": conditions},
            subjects=[],
            reason=form.cleaned_data["reason"],
        )
        as_xlsx = form.cleaned_data["file_format"] == FileFormat.XLSX
        return file_response(exports.title(), question.as_of, exports.headings(), exports.rows(report), as_xlsx=as_xlsx)
