"""Forms for units: opening one, and the three things that can happen to one afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lms.core import clock

from ..choosers import unit_chooser
from ..errors import UnitRefused
from ..models import OrgUnit
from ..services import close_unit, correct_unit, create_unit, revise_unit
from .days import DayOfRecord

__all__ = ["UnitCreateForm", "UnitEditForm"]


class UnitCreateForm(WagtailAdminModelForm):
    """A new unit."""

    instance: OrgUnit

    class Meta:
        model = OrgUnit
        fields: ClassVar = ["code", "name", "kind", "parent", "sort_order", "valid_from"]
        field_classes: ClassVar = {"valid_from": DayOfRecord}
        widgets: ClassVar = {"valid_from": AdminDateInput, "parent": unit_chooser.widget_class}
        help_texts: ClassVar = {
            "code": _("Stays with the unit through renames and moves. Capital letters, digits and hyphens."),
            "parent": _("The unit right above. Empty only for the city itself."),
            "valid_from": _("First day on which the unit exists."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", clock.today())

    def clean_parent(self) -> OrgUnit | None:
        parent: OrgUnit | None = self.cleaned_data["parent"]
        if parent is None and OrgUnit.objects.filter(parent=None, valid_to=None).exists():
            raise forms.ValidationError(_("Every unit but the city belongs to another. Choose the unit right above."))
        return parent

    def save(self, commit: bool = True) -> OrgUnit:
        wanted = {name: self.cleaned_data[name] for name in self.Meta.fields}
        try:
            self.instance, _is_new = create_unit(**wanted)
        except UnitRefused as refusal:
            self.add_error("code", refusal.message)
            raise
        return self.instance


class UnitEditForm(WagtailAdminModelForm):
    """What happens to a unit: a correction, a reorganisation from a day on, or its end."""

    instance: OrgUnit
    CORRECT, REVISE, CLOSE = "correct", "revise", "close"

    change = forms.ChoiceField(
        label=_("Kind of change"),
        choices=[
            (CORRECT, _("Correction: the name or the order was wrong all along")),
            (REVISE, _("Reorganisation: another name or another unit above, from a day on")),
            (CLOSE, _("Closing: the unit ends on a day")),
        ],
        initial=CORRECT,
        widget=forms.RadioSelect,
    )
    changed_on = DayOfRecord(
        label=_("Day of the change"),
        required=False,
        widget=AdminDateInput,
        help_text=_("First day of the reorganisation, or the last day of a unit that closes."),
    )

    class Meta:
        model = OrgUnit
        fields: ClassVar = ["name", "parent", "sort_order"]
        widgets: ClassVar = {"parent": unit_chooser.widget_class}

    field_order: ClassVar = ["change", "changed_on", "name", "parent", "sort_order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent_before = self.instance.parent_id
        if self.instance.valid_to is not None:
            # An edition that has ended can only be put right; what comes after it has its own screen.
            self.fields["change"].choices = [(self.CORRECT, dict(self.fields["change"].choices)[self.CORRECT])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        change = cleaned.get("change")
        if change in (self.REVISE, self.CLOSE) and not cleaned.get("changed_on") and "changed_on" not in self.errors:
            self.add_error("changed_on", _("The change needs its day. Enter the date of the reorganisation order."))
        parent = cleaned.get("parent")
        if change == self.CORRECT and parent is not None and parent.pk != self.parent_before:
            self.add_error(
                "change", _("Another unit above is a reorganisation, not a correction. Choose it and enter its day.")
            )
        return cleaned

    def save(self, commit: bool = True) -> OrgUnit:
        unit = OrgUnit.objects.get(pk=self.instance.pk)
        cleaned = self.cleaned_data
        try:
            if cleaned["change"] == self.CORRECT:
                self.instance = correct_unit(unit=unit, name=cleaned["name"], sort_order=cleaned["sort_order"])
            elif cleaned["change"] == self.REVISE:
                self.instance, _changed = revise_unit(
                    unit=unit, on=cleaned["changed_on"], name=cleaned["name"], parent=cleaned["parent"]
                )
            else:
                self.instance, _changed = close_unit(unit=unit, on=cleaned["changed_on"])
        except UnitRefused as refusal:
            self.add_error("changed_on", refusal.message)
            raise
        return self.instance
