"""Choosers of units and people for the admin's forms and blocks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView

from lms.core import clock
from lms.core.choosers import Chooser, OnlyChoosing
from lms.core.numbers import whole_number

from .models import OrgUnit, Person
from .models.person import PersonQuerySet
from .requests import person_of
from .services import visible_people

__all__ = ["person_chooser", "unit_chooser"]


class _SearchForm(BaseFilterForm):
    """A search box over plain columns; neither model is in the search index."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )
    columns: tuple[str, ...] = ()

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        query = self.cleaned_data.get("q", "").strip()
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        found = Q()
        for column in self.columns:
            found |= Q(**{f"{column}__icontains": query})
        return objects.filter(found)


class UnitSearchForm(_SearchForm):
    columns = ("label", "code")


class PersonSearchForm(_SearchForm):
    columns = ("name", "employee_number")


class _UnitListing:
    """Today's units with their full names, in the order of the tree."""

    filter_form_class = UnitSearchForm
    ordering = "path"
    title_column: Column

    def get_object_list(self) -> QuerySet[OrgUnit]:
        return OrgUnit.objects.valid(on=clock.today())

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("kind", label=_("kind"), accessor="get_kind_display")]


class UnitChooseView(_UnitListing, ChooseView): ...


class UnitChooseResultsView(_UnitListing, ChooseResultsView): ...


class UnitChooserViewSet(OnlyChoosing):
    """Choosing a unit as it stands today."""

    model = OrgUnit
    icon = "group"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")
    edit_item_text = _("Edit this unit")
    per_page = 15
    choose_view_class = UnitChooseView
    choose_results_view_class = UnitChooseResultsView


def nameable_people(actor: Person) -> PersonQuerySet:
    """Employed people whom the actor may name: from the whole directory for who writes audiences, else the visible."""
    today = clock.today()
    employed = Person.objects.employed(on=today)
    if actor.has_perm("people.add_audience") or actor.has_perm("people.change_audience"):
        return employed
    return employed.filter(pk__in=visible_people(actor, today).values("pk"))


class _PersonListing:
    """Whom the actor may name, with what tells two of the same name apart."""

    filter_form_class = PersonSearchForm
    request: Any
    title_column: Column

    def get_object_list(self) -> QuerySet[Person]:
        return nameable_people(person_of(self.request)).with_standing(on=clock.today())

    @property
    def columns(self) -> list[Column]:
        name = self.title_column
        name.label = pgettext("of a person", "name")
        return [
            name,
            Column("employee_number", label=_("employee number"), accessor="employee_number"),
            Column("unit", label=_("unit"), accessor="unit_label_then"),
            Column("rank_title", label=_("rank title"), accessor="rank_title"),
        ]


class PersonChooseView(_PersonListing, ChooseView): ...


class PersonChooseResultsView(_PersonListing, ChooseResultsView): ...


class _Chosen:
    """The answer to a choice; nobody learns a name by guessing a key. Names repeat, so the number stands beside."""

    request: Any

    def get_object(self, pk: str) -> Person:
        person: Person = nameable_people(person_of(self.request)).get(pk=whole_number(pk))
        return person

    def get_objects(self, pks: list[str]) -> QuerySet[Person]:
        return nameable_people(person_of(self.request)).filter(pk__in=[whole_number(pk) for pk in pks])

    def get_display_title(self, instance: Person) -> str:
        return named(instance)


class PersonChosenView(_Chosen, ChosenView): ...


class PersonChosenMultipleView(_Chosen, ChosenMultipleView): ...


def named(person: Person) -> str:
    """The name with the employee number."""
    return f"{person.name} ({person.employee_number})"


class PersonChooserWidget(Chooser):
    """Shows a chosen person as ``named``."""

    def get_title(self, instance: Person) -> str:
        return named(instance)


class PersonChooserViewSet(OnlyChoosing):
    """Choosing a member of staff."""

    model = Person
    icon = "user"
    choose_one_text = _("Choose a staff member")
    choose_another_text = _("Choose another staff member")
    edit_item_text = _("Edit this staff member")
    per_page = 15
    choose_view_class = PersonChooseView
    choose_results_view_class = PersonChooseResultsView
    chosen_view_class = PersonChosenView
    chosen_multiple_view_class = PersonChosenMultipleView
    base_widget_class = PersonChooserWidget
    # Every other relation to a person keeps its own widget.
    register_widget = False


unit_chooser = UnitChooserViewSet("people_choose_unit", url_prefix="choose-unit")
person_chooser = PersonChooserViewSet("people_choose_person", url_prefix="choose-person")
