"""One form for a member of staff: what HR writes down, where they belong, how they are employed, what role they have.

Belonging and employment are dated: the form shows today's and records a change through the services.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput

from lms.core import clock

from ..choices import EmploymentState
from ..choosers import unit_chooser
from ..errors import PeopleRefused
from ..models import OrgUnit, Person
from ..roles import role_label
from ..services import current_unit, move_person, set_employment
from .days import DayOfRecord

__all__ = ["StaffForm", "staff_panels"]

ASSIGN_ROLES = "people.assign_roles"


class RoleField(forms.ModelMultipleChoiceField):
    """Groups, by the names people read."""

    def label_from_instance(self, obj: Any) -> str:
        return role_label(obj.name)


class StaffForm(WagtailAdminModelForm):
    """Saves the person, then the move and the change of employment. A refusal lands beside the field it concerns."""

    unit = forms.ModelChoiceField(
        queryset=OrgUnit.objects.all(), label=_("Unit"), required=False, widget=unit_chooser.widget_class
    )
    unit_from = DayOfRecord(
        label=_("In this unit from"),
        required=False,
        widget=AdminDateInput,
        help_text=_("First day in the unit. Needed when the unit changes; a past day corrects history."),
    )
    state = forms.ChoiceField(label=_("Employment"), choices=EmploymentState.choices)
    state_from = DayOfRecord(
        label=_("In this state from"),
        required=False,
        widget=AdminDateInput,
        help_text=_("First day. Needed when the employment changes."),
    )
    state_until = DayOfRecord(
        label=_("Until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Last day of a leave or secondment, if it is known. Afterwards what was before holds again."),
    )
    groups = RoleField(
        queryset=Group.objects.order_by("name"),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A unit's head needs no role: those rights follow from position and unit."),
    )

    class Meta:
        labels: ClassVar = {"executive_override": _("Executive")}
        widgets: ClassVar = {
            "executive_override": forms.Select(
                choices=[("", _("computed from position and unit")), (True, _("yes")), (False, _("no"))]
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today()
        self.is_new = self.instance.pk is None
        self.unit_before: OrgUnit | None = None
        self.state_before = ""
        if self.is_new:
            for name in ("unit", "unit_from"):
                self.fields[name].required = True
            self.initial.setdefault("unit_from", self.today)
            del self.fields["state_until"]
            self.fields["state"].choices = [(EmploymentState.EMPLOYED, EmploymentState.EMPLOYED.label)]
            del self.fields["state_from"]
        else:
            self._show_standing()
        if not self._may_assign_roles():
            del self.fields["groups"]
            if self.instance.pk and _has_power(self.instance):
                # Whoever could change this mail could take the account over through a password reset.
                for name in ("email", "employee_number", "is_active"):
                    self.fields[name].disabled = True

    def _may_assign_roles(self) -> bool:
        return bool(self.for_user and self.for_user.has_perm(ASSIGN_ROLES))

    def _show_standing(self) -> None:
        standing = Person.objects.with_standing(on=self.today).get(pk=self.instance.pk)
        self.unit_before = current_unit(self.instance, self.today)
        self.state_before = standing.state_then or ""
        self.initial |= {"unit": self.unit_before, "state": self.state_before}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.is_new:
            self._need_date(cleaned, "unit", "unit_from", self.unit_before)
            self._need_date(cleaned, "state", "state_from", self.state_before)
        return cleaned

    def _need_date(self, cleaned: dict[str, Any], what: str, since: str, before: Any) -> None:
        if cleaned.get(what) != before and cleaned.get(what) and not cleaned.get(since) and since not in self.errors:
            self.add_error(since, _("The change needs its first day. Enter the date of the personnel order."))

    def save(self, commit: bool = True) -> Person:
        """Save and record the dated changes. Raises PeopleRefused; the caller's transaction takes everything back."""
        if self.is_new:
            self.instance.set_unusable_password()
        person: Person = super().save(commit)
        cleaned = self.cleaned_data
        state_from: date | None = cleaned["unit_from"] if self.is_new else cleaned.get("state_from")
        if state_from:
            self._record(
                "state_from",
                lambda: set_employment(
                    person=person, state=cleaned["state"], on=state_from, until=cleaned.get("state_until")
                ),
            )
        if cleaned.get("unit") and cleaned.get("unit_from"):
            self._record("unit_from", lambda: move_person(person=person, unit=cleaned["unit"], on=cleaned["unit_from"]))
        return person

    def _record(self, field: str, change: Any) -> None:
        try:
            change()
        except PeopleRefused as refusal:
            self.add_error(field if field in self.fields else "unit_from", refusal.message)
            raise


def _has_power(person: Person) -> bool:
    return person.is_superuser or person.has_perm(ASSIGN_ROLES)


def staff_panels() -> ObjectList:
    """The form's sections, in the order in which a personnel order reads."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("employee_number"), FieldPanel("name")]),
                    FieldPanel("email"),
                    FieldPanel("is_active"),
                ],
                heading=_("Account"),
                icon="user",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("unit_from")]),
                    FieldRowPanel([FieldPanel("state"), FieldPanel("state_from"), FieldPanel("state_until")]),
                ],
                heading=_("Unit and employment"),
                icon="group",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("grade"), FieldPanel("rank_title")]),
                    FieldRowPanel([FieldPanel("job_series"), FieldPanel("position")]),
                    FieldPanel("executive_override"),
                ],
                heading=_("Grade and position"),
                icon="order",
            ),
            MultiFieldPanel([FieldPanel("groups")], heading=_("Roles"), icon="key", permission=ASSIGN_ROLES),
        ],
        base_form_class=StaffForm,
    )
