"""수강 명단 in the admin: the runs one may look into, and the people of one run."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, TitleColumn

from lms.core import clock
from lms.courses.models import CoursePage, CourseRun
from lms.people.models import Membership, OrgUnit
from lms.people.requests import person_of
from lms.people.sorting import name_order

from ..models import Enrolment
from ..roster import STATES, RosterRow, roster_of, roster_rows
from . import entitlement
from .listing import YES_OR_NO, DayColumn, StaffListing, record_view

__all__ = ["RosterView", "RunsView"]


class RunFilters(WagtailFilterSet):
    """By course: where the course's own screen leads to."""

    course = django_filters.ModelChoiceFilter(
        label=gettext_lazy("course"), queryset=CoursePage.objects.order_by("title")
    )

    class Meta:
        model = CourseRun
        fields: ClassVar = ["course"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = entitlement.runs_for(person_of(kwargs["request"])).values("course")
        self.form.fields["course"].queryset = CoursePage.objects.filter(pk__in=mine).order_by("title")


class RunsView(StaffListing):
    """Every run whose people one may see, the most recent first."""

    page_title = gettext_lazy("Rosters")
    header_icon = "group"
    verbose_name_plural = gettext_lazy("course runs")
    index_url_name = "learning_staff:runs"
    index_results_url_name = "learning_staff:runs_results"
    search_fields: ClassVar = ["course__title", "label"]
    filterset_class = RunFilters
    default_ordering = "-pk"

    columns: ClassVar = [
        TitleColumn("course", label=gettext_lazy("course"), accessor="course.title", url_name="learning_staff:roster"),
        Column("label", label=gettext_lazy("run")),
        DayColumn("opens_on", label=gettext_lazy("opens on"), sort_key="opens_on"),
        DayColumn("closes_on", label=gettext_lazy("closes on"), sort_key="closes_on"),
        NumberColumn("people", label=gettext_lazy("people")),
    ]

    def may_see(self) -> bool:
        return entitlement.may_see_rosters(person_of(self.request))

    def get_base_queryset(self) -> QuerySet[CourseRun]:
        living = Enrolment.objects.living().real().filter(run=OuterRef("pk")).order_by()
        people = Subquery(living.values("run").annotate(found=Count("pk")).values("found"))
        return entitlement.runs_for(person_of(self.request)).annotate(people=Coalesce(people, 0))


class RosterFilters(WagtailFilterSet):
    """By state, by what is overdue, by unit."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")
    overdue = django_filters.ChoiceFilter(label=gettext_lazy("Past due"), choices=YES_OR_NO, method="by_overdue")
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("unit"), queryset=OrgUnit.objects.none(), method="by_unit"
    )

    class Meta:
        model = Enrolment
        fields: ClassVar = ["state", "overdue", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [OrgUnit.Kind.BUREAU, OrgUnit.Kind.DISTRICT, OrgUnit.Kind.DIVISION, OrgUnit.Kind.DONG]
        units = OrgUnit.objects.valid(on=clock.today()).filter(kind__in=kinds)
        self.form.fields["unit"].queryset = units
        self.form.fields["unit"].label_from_instance = lambda unit: unit.label

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(state=value)

    def by_overdue(self, rows: QuerySet[Enrolment], name: str, value: str) -> QuerySet[Enrolment]:
        is_late = Q(due_on__lt=clock.today(), state__in=["not_started", "in_progress"])
        return rows.filter(is_late) if value == "true" else rows.exclude(is_late)

    def by_unit(self, rows: QuerySet[Enrolment], name: str, unit: OrgUnit) -> QuerySet[Enrolment]:
        belonging = Membership.objects.valid(on=clock.today()).filter(
            person=OuterRef("person"), unit__path__startswith=unit.path
        )
        return rows.filter(Exists(belonging))


def _due(row: RosterRow) -> str:
    due_on = row.enrolment.due_on
    if due_on is None:
        return ""
    day = f"{due_on.year}. {due_on.month}. {due_on.day}."
    return _("%(day)s (past due)") % {"day": day} if row.is_overdue else day


class RosterView(StaffListing):
    """The people of one run. Every page that was looked at leaves an access record."""

    header_icon = "group"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("people")
    search_fields: ClassVar = ["person__name", "person__employee_number"]
    filterset_class = RosterFilters
    default_ordering = ("name_order", "pk")
    columns: ClassVar = [
        TitleColumn(
            "person",
            label=gettext_lazy("name of the person"),
            accessor="enrolment.person.name",
            sort_key="name_order",
            classname="w-whitespace-nowrap",
            get_url=lambda row: reverse("learning_staff:enrolment", args=[row.enrolment.pk]),
        ),
        Column("number", label=gettext_lazy("employee number"), accessor="enrolment.person.employee_number"),
        Column("unit", label=gettext_lazy("unit"), accessor="unit_name", classname="w-whitespace-nowrap"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="state_words",
            sort_key="state",
            primary=lambda row: row.state == "completed",
        ),
        Column(
            "progress",
            label=gettext_lazy("Progress"),
            accessor=lambda row: f"{row.progress_percent}%",
            sort_key="progress_percent",
        ),
        Column(
            "score",
            label=gettext_lazy("Score"),
            accessor=lambda row: "" if row.score_percent is None else str(row.score_percent),
            sort_key="score_percent",
        ),
        DayColumn("last_seen_at", label=gettext_lazy("Last seen"), sort_key="last_seen_at"),
        Column("due_on", label=gettext_lazy("due"), accessor=_due, sort_key="due_on"),
    ]

    @cached_property
    def run(self) -> CourseRun:
        return entitlement.run_or_403(self.request, self.kwargs["run_id"])

    def may_see(self) -> bool:
        return self.run is not None

    def get_page_title(self) -> str:
        return _("Roster")

    def get_page_subtitle(self) -> str:
        return f"{self.run.course.title} · {self.run.label}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("learning_staff:runs"), "label": _("Rosters")}
        own = {"url": "", "label": self.run.course.title, "sublabel": self.run.label}
        return [*self.breadcrumbs_items, above, own]

    def get_index_url(self) -> str:
        return reverse("learning_staff:roster", args=[self.run.pk])

    def get_index_results_url(self) -> str:
        return reverse("learning_staff:roster_results", args=[self.run.pk])

    def get_base_queryset(self) -> QuerySet[Enrolment]:
        rows: QuerySet[Any] = roster_of(self.run).annotate(name_order=name_order("person__name"))
        return rows if self.request.GET.get("state") else rows.exclude(state="withdrawn")

    def get_table(self, object_list: Any) -> Any:
        """Turns the page's enrolments into rows, and writes down that they were looked at."""
        rows = roster_rows(object_list, on=clock.today())
        record_view(
            self.request,
            asked=_("roster of %(run)s") % {"run": self.get_page_subtitle()},
            subjects=[row.enrolment.person_id for row in rows],
        )
        return super().get_table(rows)
