"""이수 기록 in the admin: every completion, entering one from paper, ending a wrong one."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from lms.core import clock
from lms.courses.models import CoursePage, CourseRun
from lms.people.choosers import person_chooser
from lms.people.models import Person
from lms.people.requests import person_of

from ..errors import LearningRefused
from ..models import Completion
from ..services import record_paper_completion, void_completion
from .listing import YES_OR_NO, DayColumn, StaffListing, record_view

__all__ = ["CompletionsView", "enter_paper", "void"]


class CompletionFilters(WagtailFilterSet):
    """By day, by course, by how it came about, by whether it stands."""

    completed_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("completed on"), widget=DateRangePickerWidget
    )
    course = django_filters.ModelChoiceFilter(
        label=gettext_lazy("course"), field_name="run__course", queryset=CoursePage.objects.order_by("title")
    )
    source = django_filters.ChoiceFilter(label=gettext_lazy("source"), choices=Completion.Source.choices)
    voided = django_filters.ChoiceFilter(label=gettext_lazy("voided"), choices=YES_OR_NO, method="by_voided")

    class Meta:
        model = Completion
        fields: ClassVar = ["completed_at", "course", "source", "voided"]

    def by_voided(self, rows: QuerySet[Completion], name: str, value: str) -> QuerySet[Completion]:
        return rows.filter(voided_at__isnull=value == "false")


class CompletionsView(StaffListing):
    """Every completion, the latest first. Every page that was looked at leaves an access record."""

    page_title = gettext_lazy("Completions")
    header_icon = "tick-inverse"
    verbose_name_plural = gettext_lazy("completions")
    index_url_name = "learning_staff:completions"
    index_results_url_name = "learning_staff:completions_results"
    search_fields: ClassVar = [
        "person_name_at_completion",
        "person__employee_number",
        "course_title_at_completion",
        "unit_name_at_completion",
    ]
    filterset_class = CompletionFilters
    default_ordering = ("-completed_at", "-pk")
    columns: ClassVar = [
        TitleColumn(
            "person",
            label=gettext_lazy("name of the person"),
            accessor="person_name_at_completion",
            get_url=lambda completion: reverse("learning_staff:enrolment", args=[completion.enrolment_id]),
        ),
        Column(
            "unit",
            label=gettext_lazy("unit then"),
            accessor="unit_name_at_completion",
            classname="w-whitespace-nowrap",
        ),
        Column("course", label=gettext_lazy("course"), accessor="course_title_at_completion"),
        Column("run", label=gettext_lazy("run"), accessor="run_label_at_completion"),
        DayColumn("completed_at", label=gettext_lazy("completed on"), sort_key="completed_at"),
        StatusTagColumn(
            "source",
            label=gettext_lazy("source"),
            accessor=lambda completion: _("voided") if completion.voided_at else completion.get_source_display(),
            primary=lambda completion: completion.voided_at is None,
        ),
    ]

    def may_see(self) -> bool:
        return person_of(self.request).has_perm("learning.view_completion")

    def get_base_queryset(self) -> QuerySet[Completion]:
        return Completion.objects.select_related("person")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not person_of(self.request).has_perm("learning.add_completion"):
            return []
        address = reverse("learning_staff:enter_paper")
        return [HeaderButton(_("Enter a completion from paper"), url=address, icon_name="plus")]

    def get_table(self, object_list: Any) -> Any:
        page = list(object_list)
        record_view(self.request, asked=_("list of completions"), subjects=[row.person_id for row in page])
        return super().get_table(page)


class PaperForm(forms.Form):
    """What an officer reads from the paper."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("person"), queryset=Person.objects.all(), widget=person_chooser.widget_class()
    )
    run = forms.ModelChoiceField(
        label=gettext_lazy("run"),
        queryset=CourseRun.objects.select_related("course").order_by("course__title", "-number"),
    )
    completed_on = forms.DateField(label=gettext_lazy("Day of completion"), widget=AdminDateInput())
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=200,
        help_text=gettext_lazy("Where the paper is kept: document number, file, page."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Why it was not recorded online.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person, run = data.get("person"), data.get("run")
        if person and run and Completion.objects.standing().filter(person=person, run=run).exists():
            raise forms.ValidationError(
                _(
                    "Nothing was recorded. This person has completed this run already. "
                    "Void that completion first if it is wrong."
                )
            )
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def enter_paper(request: HttpRequest) -> HttpResponse:
    """Enter a completion that happened on paper."""
    if not request.user.has_perm("learning.add_completion"):
        raise PermissionDenied
    form = PaperForm(request.POST or None, initial={name: request.GET.get(name) for name in ("person", "run")})
    if request.method == "POST" and form.is_valid():
        try:
            completion = record_paper_completion(by=person_of(request), at=clock.now(), **form.cleaned_data)
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The completion of %(name)s was recorded.") % {"name": completion.person.name})
            return HttpResponseRedirect(reverse("learning_staff:enrolment", args=[completion.enrolment_id]))
    return _form_page(request, form, title=_("Enter a completion from paper"), label=_("Record it"))


class VoidForm(forms.Form):
    """Why a completion is wrong, and what shows it."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=200,
        help_text=gettext_lazy("What shows that it is wrong: document number, file, page."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, completion_id: int) -> HttpResponse:
    """End a wrong completion. The person may earn it again."""
    if not request.user.has_perm("learning.change_completion"):
        raise PermissionDenied
    completion = get_object_or_404(Completion.objects.select_related("person"), pk=completion_id)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_completion(completion=completion, by=person_of(request), at=clock.now(), **form.cleaned_data)
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The completion of %(name)s was voided.") % {"name": completion.person.name})
            return HttpResponseRedirect(reverse("learning_staff:enrolment", args=[completion.enrolment_id]))
    title = _("Void a completion")
    return _form_page(request, form, title=title, label=_("Void"), completion=completion)


def _form_page(
    request: HttpRequest, form: forms.Form, *, title: str, label: str, completion: Completion | None = None
) -> HttpResponse:
    above = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("learning_staff:completions"), "label": _("Completions")},
    ]
    context = {
        "form": form,
        "media": form.media,
        "completion": completion,
        "submit_button_label": label,
        "submit_button_active_label": label,
        "action_url": request.path,
        "header_title": title,
        "page_title": title,
        "header_icon": "tick-inverse",
        "breadcrumbs_items": [*above, {"url": "", "label": title}],
    }
    return TemplateResponse(request, "learning/staff/completion_form.html", context)
