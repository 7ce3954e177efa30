"""조직: the tree as it stands on a day, opened, reorganised and closed through the services."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from lms.core import clock

from ..choices import UnitKind
from ..models import Membership, OrgUnit
from ..models.organisation import valid_on
from .staff import RefusalsAsErrors
from .unit_form import UnitCreateForm, UnitEditForm

__all__ = ["UnitViewSet"]


class UnitFilterSet(WagtailFilterSet):
    """The day, and the kind of unit."""

    on = django_filters.DateFilter(label=_("As of"), method="valid_then", widget=AdminDateInput)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=UnitKind.choices)

    def valid_then(self, units: QuerySet[Any], name: str, on: date) -> QuerySet[Any]:
        return units.filter(valid_on(on))

    class Meta:
        model = OrgUnit
        fields: ClassVar[list[str]] = []


class UnitIndexView(generic.IndexView):
    """The tree in its own order; today's unless a day is chosen."""

    page_title = _("Units")
    add_item_label = _("Add a unit")
    search_fields = ("label", "code")
    default_ordering = "path"
    FORMATS = ()

    def get_base_queryset(self) -> QuerySet[OrgUnit]:
        on = clock.today()
        units = OrgUnit.objects.all()
        if not self.request.GET.get("on"):
            units = units.valid(on=on)
        members = (
            Membership.objects.filter(valid_on(on), unit=OuterRef("pk"))
            .order_by()
            .values("unit")
            .annotate(n=Count("pk"))
        )
        return units.annotate(member_count=Coalesce(Subquery(members.values("n")), 0))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._title_column(),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("code", label=pgettext_lazy("unit", "Code"), accessor="code", sort_key="code"),
            Column("member_count", label=_("People directly in it"), accessor="member_count"),
            Column("valid_from", label=_("First day"), accessor=lambda unit: _day(unit.valid_from)),
            Column("valid_to", label=_("Last day"), accessor=lambda unit: _day(unit.valid_to)),
        ]

    def _title_column(self) -> Column:
        column_class = self._get_title_column_class(TitleColumn)
        return column_class("name", label=_("Unit name"), accessor=_indented, get_url=self.get_edit_url, width="45%")


def _day(on: date | None) -> str:
    return date_format(on, "DATE_FORMAT") if on else ""


def _indented(unit: OrgUnit) -> str:
    return format_html('<span style="margin-inline-start: {}rem">{}</span>', unit.depth, unit.name)


class UnitCreateView(RefusalsAsErrors, generic.CreateView):
    """A new unit."""

    page_title = _("Add a unit")
    success_message = _("‘%(object)s’ was opened.")


class UnitEditView(RefusalsAsErrors, generic.EditView):
    """A correction, a reorganisation or a closing, with the unit's editions below."""

    template_name = "people/admin/unit_edit.html"
    success_message = _("‘%(object)s’ was saved.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"editions": OrgUnit.objects.filter(code=self.object.code).order_by("-valid_from")}


class UnitViewSet(ModelViewSet):
    """Units are closed, not deleted."""

    model = OrgUnit
    name = "people_units"
    url_prefix = "units"
    icon = "group"
    menu_label = _("Units")
    copy_view_enabled = False
    sort_order_field = None
    list_per_page = 200
    filterset_class = UnitFilterSet
    index_view_class = UnitIndexView
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return UnitEditForm if for_update else UnitCreateForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        shared: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        shared.pop("delete_url_name", None)
        return shared

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
