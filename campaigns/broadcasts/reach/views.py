"""청취 현황 in the Wagtail admin: units, broadcasts day by day, one episode, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
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

from ..models import BroadcastSettings, Episode, Listening
from . import exports
from .counting import reach_of
from .drawing import columns_of, line_of
from .episode import reach_of_episode
from .filters import ReachFilterSet
from .lines import Report, report_of
from .question import Basis, Question, Sight, sight_of

__all__ = ["EpisodeView", "ExportView", "ReachView"]


class ReachScreen(WagtailAdminTemplateMixin):
    """A screen for those who see anything of the reach, about what the address asks."""

    request: HttpRequest
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody enters without anything to see, nor asks about a unit out of sight."""
        if not self.sight.sees_anything or self.filters.asks_beyond_sight:
            title = {"header_title": _("Reach of broadcasts")}
            return render(request, "reports/refused.html", title, status=403)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def sight(self) -> Sight:
        """How far the person sees."""
        return sight_of(person_of(self.request), on=clock.today())

    @cached_property
    def filters(self) -> ReachFilterSet:
        """The form, filled from the address."""
        return ReachFilterSet(self.request.GET, sight=self.sight, request=self.request)

    @property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors."""
        return self.filters.question

    @cached_property
    def report(self) -> Report | None:
        """The answer as far as it may be told."""
        if self.question is None:
            return None
        return report_of(reach_of(self.question, at=clock.now()), totals_only=self.sight.totals_only)

    def address(self, name: str, **changes: Any) -> str:
        """Another screen, asked the same but for ``changes``; None takes a condition away."""
        query = QueryDict(mutable=True)
        for key, values in self.request.GET.lists():
            if key in self.filters.filters or key in ("aired_from", "aired_to"):
                query.setlist(key, [value for value in values if value])
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        address = reverse(f"broadcasts_reach:{name}")
        return f"{address}?{query.urlencode()}" if query else address

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the report, and the units down to the one asked about."""
        top = {"url": self.address("show", unit=None), "label": _("Reach of broadcasts")}
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
            (pgettext("broadcasts", "Period"), days_words(question.first, question.last)),
            (pgettext("reports", "Unit"), (unit.label or unit.name) if unit else _("All units")),
            (_("Unit counted"), str(Basis(question.basis).label)),
        ]


class ReachView(ReachScreen, TemplateView):
    """How many people the broadcasts of a period reached."""

    template_name = "broadcasts/reach/reach.html"
    page_title = gettext_lazy("Reach of broadcasts")

    def get_header_buttons(self) -> list[Any]:
        """To the file."""
        if self.report is None or self.report.total is None:
            return []
        return [HeaderButton(pgettext("reports", "Export"), url=self.address("export"), icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form always; numbers when it has no errors."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = self.filters.form
        first = [name for name in ("aired", "unit") if name in form.fields]
        finer = [form["basis"]]
        context |= {
            "media": context.get("media", form.media) + form.media,
            "form": form,
            "first_fields": [form[name] for name in first],
            "finer_fields": finer,
            "finer_open": any(field.name in form.changed_data or field.errors for field in finer),
            "smallest": SMALLEST_GROUP,
        }
        question, report = self.question, self.report
        if question is None or report is None:
            return context
        return context | {
            "question": question,
            "report": report,
            "total": report.total,
            "conditions": self.what_was_asked(question),
            "listened_percent": BroadcastSettings.current().listened_percent,
            "left_out": left_out_words(report.away),
            "trail": [(item["label"], item["url"]) for item in self.get_breadcrumbs_items()[1:]],
            "units": [(line, self.address("show", unit=line.code) if line.code else "") for line in report.units],
            "columns": columns_of(report.broadcasts),
            "ways": Listening.Way.labels,
            "sees_episodes": self.sight.sees_episodes,
        }


class ExportView(ReachScreen, FormView):
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
            "as_of": self.question.counted_on,
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
        return file_response(exports.title(), question.last, exports.headings(), exports.rows(report), as_xlsx=as_xlsx)


class EpisodeView(WagtailAdminTemplateMixin, TemplateView):
    """How far one episode was heard. It speaks of everybody together, so a unit's head has no way here."""

    template_name = "broadcasts/reach/episode.html"
    page_title = gettext_lazy("Reach of broadcasts")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For HR and for makers."""
        if not sight_of(person_of(request), on=clock.today()).sees_episodes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def episode(self) -> Episode:
        """One that has begun. Raises Http404."""
        aired = Episode.objects.aired(at=clock.now()).select_related("recording")
        found = aired.filter(pk=self.kwargs["episode_id"]).first()
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
