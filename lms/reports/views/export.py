"""Files. A reason is asked for, and everybody in the file is named in an access record before a byte leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import FormView

from lms.core import clock
from lms.core.models import SiteSettings
from lms.people.models import AccessRecord
from lms.people.requests import client_ip
from lms.people.services import record_access

from ..exports import CompletionExport, Export, StatusExport
from ..filters import RosterFilterSet
from ..forms import Content, ExportForm, FileFormat
from ..questions import Question
from ..roster import LONGEST, ORDERS, Roster
from ..spreadsheets import XLSX_ROWS, file_response
from ..wording import basis_words, course_words, in_one_line, people_words, unit_words, window_words
from .base import ReportScreen

__all__ = ["ExportView"]

EXPORTS: dict[str, type[Export]] = {Content.STATUS: StatusExport, Content.COMPLETIONS: CompletionExport}


class ExportView(ReportScreen, FormView):
    """Says what the file will hold, asks why, and sends it."""

    template_name = "reports/export.html"
    page_title = pgettext_lazy("reports", "Export")
    header_icon = "download"
    filterset_class = RosterFilterSet
    form_class = ExportForm

    @cached_property
    def question(self) -> Question | None:
        """What was asked, with the name searched for."""
        asked = self.filters.question
        return replace(asked, name=self.request.GET.get("q", "").strip()) if asked else None

    @property
    def show(self) -> str:
        """The standings to be listed."""
        return str(self.filters.form.cleaned_data.get("show") or "") if self.question else ""

    @cached_property
    def roster(self) -> Roster | None:
        """The list as the screen showed it."""
        ordering = self.request.GET.get("ordering", "name")
        if ordering.removeprefix("-") not in ORDERS:
            ordering = "name"
        return Roster(self.question, show=self.show, ordering=ordering) if self.question else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The overview's way down, the list, and this form."""
        people = self.address("list_people", q=self.request.GET.get("q", ""))
        return [
            *super().get_breadcrumbs_items(),
            {"url": people, "label": _("List of people")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will be in the file."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        question, roster = self.question, self.roster
        context["media"] = context["form"].media
        if question is None or roster is None:
            return context | {"filter_form": self.filters.form}
        return context | {
            "question": question,
            "summary": [
                (pgettext("reports", "Unit"), unit_words(question)),
                (pgettext("reports", "Course"), course_words(question)),
                (_("Employment counted"), people_words(question)),
                (_("Completions counted"), window_words(question.window)),
                (_("Unit counted"), basis_words(question)),
            ],
            "count": number_format(roster.count(), force_grouping=True),
            "is_too_long": roster.is_too_long,
            "longest": LONGEST,
            "as_of": question.as_of,
            "cancel_url": self.address("list_people", q=question.name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """A file that cannot be made is refused like a form with errors."""
        form = self.get_form()
        if self.roster is None or self.roster.is_too_long or not form.is_valid():
            return self.form_invalid(form)
        export = EXPORTS[form.cleaned_data["content"]](
            self.roster, organisation_name=SiteSettings.for_request(request).organisation_name
        )
        as_xlsx = form.cleaned_data["file_format"] == FileFormat.XLSX
        if as_xlsx and export.roster.count() > XLSX_ROWS:
            form.add_error("file_format", _("Excel cannot hold that many rows. Choose CSV, a course or a unit."))
            return self.form_invalid(form)
        return self._file(export, self.roster.question, as_xlsx=as_xlsx, reason=form.cleaned_data["reason"])

    def _file(self, export: Export, question: Question, *, as_xlsx: bool, reason: str) -> HttpResponseBase:
        record_access(
            actor=question.horizon.actor,
            at=clock.now(),
            ip=client_ip(self.request),
            action=AccessRecord.Action.EXPORT,
            asked=_("file ‘%(title)s’: %(what)s")
            % {"title": export.title, "what": in_one_line(question, export.roster.show)},
            subjects=export.roster.person_ids(),
            reason=reason,
        )
        return file_response(export.title, question.as_of, export.headings(), export.rows(), as_xlsx=as_xlsx)
