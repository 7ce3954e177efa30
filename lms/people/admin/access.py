"""접속기록: a list to read, filter and search; nobody adds, changes or deletes a line."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from lms.core import clock

from ..models import AccessRecord, Person
from ..sorting import name_order
from .watching import record_view

__all__ = ["AccessRecordViewSet"]

SUBJECTS_PER_PAGE = 100


class AccessFilterSet(WagtailFilterSet):
    """When, what kind, by whom, about whom."""

    accessed_at = django_filters.DateFromToRangeFilter(label=_("Date and time"), widget=DateRangePickerWidget)
    action = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("access record", "Action"), choices=AccessRecord.Action.choices
    )
    actor = django_filters.CharFilter(
        label=_("Who looked (employee number)"), field_name="actor__employee_number", lookup_expr="iexact"
    )
    subject = django_filters.CharFilter(
        label=_("About whom (employee number)"), field_name="subjects__person__employee_number", lookup_expr="iexact"
    )

    class Meta:
        model = AccessRecord
        fields: ClassVar[list[str]] = []


class AccessIndexView(generic.IndexView):
    """The headers, latest first. They name who looked and what was asked; whom it concerned is one click away."""

    page_title = _("Access records")
    any_permission_required = ("view",)
    search_fields = ("asked", "reason", "actor__name", "actor__employee_number")
    default_ordering = "-accessed_at"
    FORMATS = ()

    def get_base_queryset(self) -> QuerySet[AccessRecord]:
        return AccessRecord.objects.select_related("actor")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._title_column(),
            Column("accessed_at", label=_("Date and time"), accessor=_moment, sort_key="accessed_at"),
            Column("actor", label=_("Who looked"), accessor=_named, sort_key="actor__name"),
            Column(
                "action",
                label=pgettext_lazy("access record", "Action"),
                accessor="get_action_display",
                sort_key="action",
            ),
            Column("subject_count", label=_("People concerned"), accessor="subject_count", sort_key="subject_count"),
            Column("ip_address", label=_("From where"), accessor="ip_address"),
        ]

    def _title_column(self) -> Column:
        column_class = self._get_title_column_class(TitleColumn)
        return column_class(
            "asked", label=_("What was asked"), accessor="asked", get_url=self.get_inspect_url, width="35%"
        )


def _moment(record: AccessRecord) -> str:
    return date_format(timezone.localtime(record.accessed_at), "Y. n. j.(D) H:i")


def _named(record: AccessRecord) -> str:
    return f"{record.actor.name} ({record.actor.employee_number})"


class AccessInspectView(generic.InspectView):
    """One access with the people it concerned. Seeing their names is an access of its own, and recorded."""

    template_name = "people/admin/access_inspect.html"
    page_title = _("Access record")
    any_permission_required = ("view",)

    def get_object(self, queryset: Any = None) -> Any:
        return super().get_object(AccessRecord.objects.select_related("actor"))

    def get_fields(self) -> list[str]:
        return []

    def get_fields_context(self) -> list[dict[str, Any]]:
        record: AccessRecord = self.object
        known = [
            (_("date and time"), _moment(record)),
            (_("who looked"), _named(record)),
            (_("from where"), record.ip_address),
            (_("action"), record.get_action_display()),
            (_("what was asked"), record.asked),
            (_("reason"), record.reason),
            (_("people concerned"), record.subject_count),
        ]
        return [{"label": capfirst(label), "value": value or "–", "component": None} for label, value in known]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        concerned = (
            Person.objects.filter(pk__in=self.object.subjects.values("person"))
            .with_standing(on=clock.today())
            .order_by(name_order(), "employee_number")
        )
        page = Paginator(concerned, SUBJECTS_PER_PAGE).get_page(self.request.GET.get("p"))
        record_view(
            self.request,
            gettext("Access record no. %(number)d") % {"number": self.object.pk},
            [person.pk for person in page],
        )
        return context | {"subjects": page}


class AccessRecordViewSet(ModelViewSet):
    """Read-only: the only addresses are the list and one record."""

    model = AccessRecord
    name = "people_access"
    url_prefix = "access-records"
    icon = "view"
    menu_label = _("Access records")
    form_fields: tuple[str, ...] = ()
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    filterset_class = AccessFilterSet
    index_view_class = AccessIndexView
    inspect_view_class = AccessInspectView

    READABLE = frozenset({"index", "index_results", "inspect"})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        shared: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {key: value for key, value in shared.items() if not key.startswith(("add_", "edit_", "delete_"))}

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.READABLE]

    def register_admin_url_finder(self) -> None:
        """Nothing links to an edit screen that does not exist."""
