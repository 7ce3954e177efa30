"""오류 알림 in the admin: what learners found wrong in one's courses, and the answer."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput

from lms.core import clock
from lms.people.requests import person_of

from ..errors import LearningRefused
from ..models import MistakeReport
from ..services import resolve_mistake
from .entitlement import reports_for
from .listing import YES_OR_NO, DayColumn, StaffListing

__all__ = ["MistakesView", "answer"]


class MistakeFilters(WagtailFilterSet):
    """What waits for an answer, or what was answered."""

    waiting = django_filters.ChoiceFilter(
        label=gettext_lazy("waiting for an answer"), choices=YES_OR_NO, method="by_waiting"
    )

    class Meta:
        model = MistakeReport
        fields: ClassVar = ["waiting"]

    def by_waiting(self, rows: QuerySet[MistakeReport], name: str, value: str) -> QuerySet[MistakeReport]:
        return rows.filter(resolved_at__isnull=value == "true")


class MistakesView(StaffListing):
    """Reports about lessons one may edit; those that wait stand first, the oldest of them on top."""

    page_title = gettext_lazy("Mistake reports")
    header_icon = "warning"
    verbose_name_plural = gettext_lazy("mistake reports")
    index_url_name = "learning_staff:mistakes"
    index_results_url_name = "learning_staff:mistakes_results"
    search_fields: ClassVar = ["text", "answer", "lesson__title", "person__name"]
    filterset_class = MistakeFilters
    columns: ClassVar = [
        TitleColumn(
            "text",
            label=gettext_lazy("What is wrong"),
            accessor=lambda report: Truncator(report.text).chars(80),
            url_name="learning_staff:answer",
        ),
        Column("lesson", label=gettext_lazy("lesson"), accessor="lesson.title"),
        Column("person", label=gettext_lazy("reported by"), accessor="person.name"),
        DayColumn("reported_at", label=gettext_lazy("reported"), sort_key="reported_at"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda report: _("answered") if report.resolved_at else _("waiting"),
            primary=lambda report: report.resolved_at is None,
        ),
    ]

    def may_see(self) -> bool:
        return person_of(self.request).has_perm("learning.change_mistakereport")

    def get_base_queryset(self) -> QuerySet[MistakeReport]:
        return reports_for(person_of(self.request)).order_by(F("resolved_at").desc(nulls_first=True), "reported_at")


class AnswerForm(forms.Form):
    """What the reporter is told."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=500,
        widget=AdminAutoHeightTextInput(),
        help_text=gettext_lazy("The person who reported it reads this under My learning. It closes the report."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, report_id: int) -> HttpResponse:
    """Answer a report and close it."""
    report = reports_for(person_of(request)).filter(pk=report_id).first()
    if report is None:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resolve_mistake(report=report, answer=form.cleaned_data["answer"], by=person_of(request), at=clock.now())
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer was sent to %(name)s.") % {"name": report.person.name})
            return HttpResponseRedirect(reverse("learning_staff:mistakes"))
    above: list[dict[str, Any]] = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("learning_staff:mistakes"), "label": _("Mistake reports")},
    ]
    context = {
        "report": report,
        "form": form,
        "media": form.media,
        "edit_address": reverse("wagtailadmin_pages:edit", args=[report.lesson_id]),
        "submit_button_label": _("Send the answer"),
        "submit_button_active_label": _("Send the answer"),
        "action_url": request.path,
        "header_title": report.lesson.title,
        "page_title": report.lesson.title,
        "header_icon": "warning",
        "breadcrumbs_items": [*above, {"url": "", "label": report.lesson.title}],
    }
    return TemplateResponse(request, "learning/staff/answer.html", context)
