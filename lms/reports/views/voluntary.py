"""What the screens about something voluntary share: who may enter, what was asked, the form, and the file."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from lms.core import clock
from lms.core.groups import SMALLEST_GROUP
from lms.people.models import AccessRecord
from lms.people.requests import client_ip, person_of
from lms.people.services import record_access

from ..forms import FileFormat, NumbersExportForm
from ..spreadsheets import file_response
from ..wording import left_out_words

__all__ = ["VoluntaryExportView", "VoluntaryScreen", "VoluntaryView"]


class Sheet(Protocol):
    """A module that puts a report into rows."""

    def title(self) -> str: ...
    def headings(self) -> list[str]: ...
    def rows(self, report: Any) -> Any: ...


class VoluntaryScreen(WagtailAdminTemplateMixin):
    """A screen for those who see anything, about what the address asks.

    A room says what it is called (``report_title``), under which names its addresses stand (``namespace``) and how the
    days of its period begin there (``days``); and gives ``sight``, ``filters``, ``report`` and ``what_was_asked``.
    """

    request: HttpRequest
    header_icon = "group"
    report_title: ClassVar[str | Promise]
    namespace: ClassVar[str]
    days: ClassVar[str]
    sight: Any
    filters: Any
    report: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody enters without anything to see, nor asks about a unit out of sight."""
        if not self.sight.sees_anything or self.filters.asks_beyond_sight:
            return render(request, "reports/refused.html", {"header_title": self.report_title}, status=403)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def question(self) -> Any:
        """What was asked; None while it cannot be answered."""
        return self.filters.question

    def address(self, name: str, **changes: Any) -> str:
        """Another screen, asked the same but for ``changes``; None takes a condition away."""
        query = QueryDict(mutable=True)
        for key, values in self.request.GET.lists():
            if key in self.filters.filters or key in (f"{self.days}_from", f"{self.days}_to"):
                query.setlist(key, [value for value in values if value])
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        address = reverse(f"{self.namespace}:{name}")
        return f"{address}?{query.urlencode()}" if query else address

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the report, and the units down to the one asked about."""
        top = {"url": self.address("show", unit=None), "label": str(self.report_title)}
        items = [*self.breadcrumbs_items, top]
        unit = self.question.unit if self.question else None
        for branch in [*unit.ancestors, unit] if unit else []:
            if self.sight.horizon.allows(branch, self.filters.tree):
                items.append({"url": self.address("show", unit=branch.code), "label": branch.name})
        return items

    def what_was_asked(self, question: Any) -> list[tuple[str, str]]:
        """The conditions in words, on the screen of the file and in the access record."""
        raise NotImplementedError

    def unit_asked(self, question: Any) -> tuple[str, str]:
        """The unit among the conditions."""
        unit = question.unit
        return pgettext("reports", "Unit"), (unit.label or unit.name) if unit else _("All units")


class VoluntaryView(VoluntaryScreen, TemplateView):
    """The numbers. ``first_fields`` stand at the top of the form, the others fold away."""

    first_fields: ClassVar[tuple[str, ...]]

    def get_header_buttons(self) -> list[Any]:
        """To the file."""
        if self.report is None or self.report.total is None:
            return []
        return [HeaderButton(pgettext("reports", "Export"), url=self.address("export"), icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form always; numbers when it can be answered."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = self.filters.form
        finer = [form[name] for name in form.fields if name not in self.first_fields]
        context |= {
            "media": context.get("media", form.media) + form.media,
            "form": form,
            "first_fields": [form[name] for name in self.first_fields if name in form.fields],
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
            "left_out": left_out_words(report.away),
            "trail": [(item["label"], item["url"]) for item in self.get_breadcrumbs_items()[1:]],
            "units": [(line, self.address("show", unit=line.code) if line.code else "") for line in report.units],
        }


class VoluntaryExportView(VoluntaryScreen, FormView):
    """Says what the file will hold, asks why, and sends it. ``sheet`` puts the report into rows."""

    template_name = "reports/export.html"
    page_title = pgettext_lazy("reports", "Export")
    header_icon = "download"
    form_class = NumbersExportForm
    sheet: ClassVar[Sheet]

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
            "count": len(list(self.sheet.rows(self.report))),
            "as_of": self.question.tree.on,
            "cancel_url": self.address("show"),
        }

    def form_valid(self, form: NumbersExportForm) -> HttpResponseBase:  # type: ignore[override]
        """The file, once it is written down who took it and why. It names nobody, so nobody is named there."""
        question, report = self.question, self.report
        if question is None or report is None:
            return self.form_invalid(form)
        title = self.sheet.title()
        conditions = " · ".join(value for _label, value in self.what_was_asked(question))
        record_access(
            actor=person_of(self.request),
            at=clock.now(),
            ip=client_ip(self.request),
            action=AccessRecord.Action.EXPORT,
            asked=_("file ‘%(title)s’: %(what)s") % {"title": title, "what": conditions},
            subjects=[],
            reason=form.cleaned_data["reason"],
        )
        as_xlsx = form.cleaned_data["file_format"] == FileFormat.XLSX
        rows = self.sheet.rows(report)
        return file_response(title, question.filed_under, self.sheet.headings(), rows, as_xlsx=as_xlsx)
