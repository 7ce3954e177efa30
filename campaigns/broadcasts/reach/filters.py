"""The form that asks for the reach: the same fields on the screen, in its address and in the files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from lms.people.models import Person
from lms.reports.filters import AsksUnits, day_of, days_in_order
from lms.reports.tree import OrgTree

from .question import MOST_DAYS, USUAL_DAYS, Basis, Question, Sight

__all__ = ["ReachFilterSet"]


class ReachForm(forms.Form):
    """Refuses a period that cannot be answered for. Its field ``aired`` begins with the usual one."""

    def clean_aired(self) -> slice:
        """Up to a quarter, up to today; a day that was left out follows from the other one."""
        days = days_in_order(self.cleaned_data["aired"]) or slice(None)
        today: date = self.fields["aired"].initial.stop
        last: date = days.stop or min(today, days.start + timedelta(days=MOST_DAYS - 1) if days.start else today)
        first: date = days.start or last - timedelta(days=USUAL_DAYS - 1)
        if last > today or first > today:
            raise forms.ValidationError(_("Nothing was broadcast yet on days to come. Choose a period up to today."))
        if (last - first).days >= MOST_DAYS:
            said = _("The period is too long to be read day by day. Choose at most %(days)d days.")
            raise forms.ValidationError(said % {"days": MOST_DAYS})
        return slice(first, last)


class ReachFilterSet(AsksUnits, WagtailFilterSet):
    """Period and unit, and whose staff is the whole."""

    aired = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Broadcast between"),
        widget=DateRangePickerWidget,
        help_text=gettext_lazy("Empty: the last two weeks."),
    )
    unit = django_filters.ChoiceFilter(
        label=pgettext_lazy("reports", "Unit"),
        empty_label=gettext_lazy("All units"),
        error_messages={
            "invalid_choice": gettext_lazy("The unit does not exist on that day. Choose another unit or another day.")
        },
    )
    basis = django_filters.ChoiceFilter(
        label=gettext_lazy("Unit counted"), choices=Basis.choices, empty_label=None, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = []
        form = ReachForm

    def __init__(self, data: QueryDict, *, sight: Sight, **kwargs: Any) -> None:
        """``data`` is what the address says; what it leaves out is filled: the last two weeks, units of today."""
        filled = data.copy()
        today = sight.horizon.today
        if not filled.get("basis"):
            filled["basis"] = Basis.CURRENT.value
        if not filled.get("aired_from") and not filled.get("aired_to"):
            filled["aired_from"] = (today - timedelta(days=USUAL_DAYS - 1)).isoformat()
            filled["aired_to"] = today.isoformat()
        super().__init__(filled, **kwargs)
        self.sight, self.horizon, self.totals_only = sight, sight.horizon, sight.totals_only
        counted_on = today
        if filled["basis"] == Basis.THEN:
            latest = day_of(str(filled.get("aired_to", "")), today)
            counted_on = day_of(str(filled.get("aired_from", "")), latest - timedelta(days=USUAL_DAYS - 1))
        self.tree = OrgTree.of(counted_on)
        self.filters["aired"].extra["initial"] = slice(today - timedelta(days=USUAL_DAYS - 1), today)
        self.filters["basis"].extra["initial"] = Basis.CURRENT.value
        self.offer_units(filled.get("unit", ""))
        if sight.totals_only:
            del self.filters["unit"]

    @cached_property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors. A head who names no unit asks about the one they lead."""
        if not self.is_valid():
            return None
        cleaned = self.form.cleaned_data
        unit = self.unit_of(cleaned)
        if unit is None and self.needs_unit:
            return None
        days: slice = cleaned["aired"]
        return Question(self.tree, days.start, days.stop, cleaned.get("basis") or Basis.CURRENT, unit)
