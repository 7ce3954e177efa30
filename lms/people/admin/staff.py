"""직원: the list, the record and the form, in the place of Wagtail's own user screens."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.users.views.users import UserViewSet

from lms.core import clock

from ..choices import EmploymentState, Position
from ..choosers import unit_chooser
from ..errors import PeopleRefused
from ..models import EmploymentPeriod, Membership, OrgUnit, Person
from ..requests import person_of
from ..roles import role_label
from ..services import current_unit, end_sessions, is_executive, visible_people
from ..sorting import name_order
from .staff_form import staff_panels
from .watching import record_view

__all__ = ["RefusalsAsErrors", "StaffViewSet"]

VIEW_UNIT = "people.view_unit_people"


class StaffFilterSet(WagtailFilterSet):
    """Unit with what is below it, state of employment, grade, position, role."""

    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=OrgUnit.objects.all(), method="in_unit", widget=unit_chooser.widget_class
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Employment"), choices=EmploymentState.choices, field_name="state_then"
    )
    grade = django_filters.MultipleChoiceFilter(
        label=_("Grade"), choices=[(str(grade), str(grade)) for grade in range(1, 10)], field_name="grade"
    )
    position = django_filters.MultipleChoiceFilter(
        label=_("Position"), choices=[choice for choice in Position.choices if choice[0]], field_name="position"
    )
    role = django_filters.ModelMultipleChoiceFilter(
        label=_("Role"), queryset=Group.objects.order_by("name"), field_name="groups"
    )

    def in_unit(self, people: QuerySet[Any], name: str, unit: OrgUnit) -> QuerySet[Any]:
        return people.filter(pk__in=Person.objects.in_subtree(unit, on=clock.today()).values("pk"))

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = []


class _VisibleStaff:
    """People whom the actor may see; a unit's head sees the unit without any permission on the model."""

    request: HttpRequest

    def user_has_any_permission(self, permissions: Any) -> bool:
        if "view" in permissions and self.request.user.has_perm(VIEW_UNIT):
            return True
        return bool(super().user_has_any_permission(permissions))  # type: ignore[misc]

    def visible(self) -> QuerySet[Person]:
        return visible_people(person_of(self.request), clock.today())


class StaffIndexView(_VisibleStaff, generic.IndexView):
    """The list. What a page of it shows is recorded."""

    filterset_class = StaffFilterSet
    search_fields = ("name", "employee_number", "email")
    page_title = _("Staff")
    add_item_label = _("Add a staff member")
    FORMATS = ()  # a download needs a reason; reports have one
    any_permission_required = ("add", "change", "view")

    def get_base_queryset(self) -> QuerySet[Person]:
        return self.visible().with_standing(on=clock.today()).annotate(name_order=name_order())  # type: ignore[attr-defined]

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column("name", width="24%")
        name.sort_key = "name_order"
        return [
            name,
            Column("employee_number", label=_("Employee number"), sort_key="employee_number"),
            Column("unit", label=_("Unit"), accessor="unit_label_then", sort_key="unit_label_then"),
            Column("rank_title", label=_("Rank title"), accessor="rank_title", sort_key="grade"),
            Column("position", label=_("Position"), accessor=_position_label, sort_key="position"),
            Column("state", label=_("Employment"), accessor=_state_label, sort_key="state_then"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        record_view(self.request, self._asked(), [person.pk for person in context["page_obj"].object_list])
        return context

    def _asked(self) -> str:
        """What the list was asked for, in the words of the filters."""
        said = [f"‘{self.search_query}’"] if self.search_query else []
        form: Any = self.filters.form
        for name, value in form.cleaned_data.items() if form.is_valid() else ():
            if value:
                choices = dict(getattr(form.fields[name], "choices", ())) if isinstance(value, list) else {}
                words = [str(choices.get(one, one)) for one in value] if isinstance(value, list) else [str(value)]
                said.append(f"{form.fields[name].label} {' '.join(words)}")
        return gettext("Staff list") + (f" ({', '.join(said)})" if said else "")


def _state_label(person: Any) -> str:
    return str(dict(EmploymentState.choices).get(person.state_then, gettext("not employed")))


def _position_label(person: Person) -> str:
    return str(person.get_position_display()) if person.position else ""


class StaffInspectView(_VisibleStaff, generic.InspectView):
    """The record: what is known today, and the history of belonging and employment."""

    template_name = "people/admin/staff_inspect.html"
    page_title = _("Staff record")
    any_permission_required = ("add", "change", "view")

    def get_object(self, queryset: Any = None) -> Person:
        person: Person = get_object_or_404(self.visible(), pk=self.pk)
        return person

    def get_fields(self) -> list[str]:
        return ["name", "employee_number", "email", "grade", "rank_title", "job_series", "position"]

    def get_fields_context(self) -> list[dict[str, Any]]:
        today = clock.today()
        person: Person = self.object
        known = [
            (pgettext_lazy("of a person", "name"), person.name),
            (_("employee number"), person.employee_number),
            (_("work mail"), person.email),
            (_("unit"), current_unit(person, today)),
            (_("grade"), person.grade or gettext("no grade")),
            (_("rank title"), person.rank_title),
            (_("job series"), person.job_series),
            (_("position"), _position_label(person)),
            (_("executive"), _("yes") if is_executive(person, today) else _("no")),
            (_("roles"), ", ".join(role_label(group.name) for group in person.groups.all())),
            (_("may sign in"), _("yes") if person.is_active else _("no")),
        ]
        return [{"label": capfirst(label), "value": value or "–", "component": None} for label, value in known]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        record_view(self.request, gettext("Staff record"), [self.object.pk])
        return context | standing_history(self.object)


def standing_history(person: Person) -> dict[str, Any]:
    """Belongings and employment of a person, latest first, for the record and beside the form."""
    return {
        "memberships": Membership.objects.filter(person=person).select_related("unit").order_by("-valid_from"),
        "employment_periods": EmploymentPeriod.objects.filter(person=person).order_by("-valid_from"),
    }


class RefusalsAsErrors:
    """What the services refuse comes back as an error of the form, with everything undone."""

    def form_valid(self, form: Any) -> HttpResponse:
        was_new = form.instance.pk is None
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except PeopleRefused:
            if was_new:
                form.instance.pk = None
                form.instance._state.adding = True
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]


class StaffCreateView(RefusalsAsErrors, generic.CreateView):
    """A new member of staff opens the account with a password reset by work mail."""

    page_title = _("Add a staff member")
    success_message = _(
        "‘%(object)s’ was added. The account opens when the person sets a password by work mail: "
        "‘Forgot your password?’ on the sign-in page."
    )


class StaffEditView(RefusalsAsErrors, _VisibleStaff, generic.EditView):
    """The form with the history beside it."""

    template_name = "people/admin/staff_edit.html"
    success_message = _("‘%(object)s’ was saved.")
    error_message = _("Not saved. Something below needs a look: correct it and save again.")

    def get_queryset(self) -> QuerySet[Person]:
        return self.visible()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)
        record_view(request, gettext("Staff record (form)"), [self.object.pk])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | standing_history(self.object)

    def save_instance(self) -> Person:
        person: Person = super().save_instance()
        standing = Person.objects.with_standing(on=clock.today()).get(pk=person.pk)
        if not person.is_active or standing.state_then == EmploymentState.RETIRED:
            end_sessions(person=person)
        return person


class StaffHistoryView(_VisibleStaff, generic.history.HistoryView):
    """Who changed what on the record."""

    def get_object(self, *args: Any, **kwargs: Any) -> Person:
        person: Person = super().get_object(*args, **kwargs)
        if not self.visible().filter(pk=person.pk).exists():
            raise PermissionDenied
        return person


class StaffViewSet(UserViewSet):
    """Stands at Wagtail's own addresses for users, so that every link of the admin to a user leads here.

    Nobody is deleted or copied: a person retires.
    """

    model = Person
    icon = "user"
    ordering = "name_order"
    menu_label = _("Staff")
    add_to_settings_menu = False
    inspect_view_enabled = True
    copy_view_enabled = False
    template_prefix = ""
    list_per_page = 50
    filterset_class = StaffFilterSet
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    inspect_view_class = StaffInspectView
    history_view_class = StaffHistoryView

    def get_edit_handler(self) -> Any:
        return staff_panels().bind_to_model(self.model)

    def get_form_class(self, for_update: bool = False) -> Any:
        return self._edit_handler.get_form_class()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        shared: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        shared.pop("delete_url_name", None)
        return shared

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
