"""The form that asks for participation: the same fields on the screen, in its address and in the files."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from lms.people.models import Person
from lms.reports.filters import AsksUnits, DayForm, day_of, days_in_order
from lms.reports.tree import OrgTree

from .question import Basis, Question, Sight

__all__ = ["ParticipationFilterSet"]


class ParticipationForm(DayForm):
    """Refuses days that cannot be answered for."""

    def clean_signed(self) -> slice | None:
        """A period that begins before it ends."""
        return days_in_order(self.cleaned_data["signed"])


class ParticipationFilterSet(AsksUnits, WagtailFilterSet):
    """Day, campaign and unit, and the finer conditions."""

    as_of = django_filters.DateFilter(label=_("Reference date"), widget=AdminDateInput)
    campaign = django_filters.ChoiceFilter(label=pgettext_lazy("reports", "Campaign"), empty_label=None)
    unit = django_filters.ChoiceFilter(
        label=pgettext_lazy("reports", "Unit"),
        empty_label=_("All units"),
        error_messages={
            "invalid_choice": _("The unit does not exist on that day. Choose another unit or another day.")
        },
    )
    signed = django_filters.DateFromToRangeFilter(
        label=_("Signed between"),
        widget=DateRangePickerWidget,
        help_text=_("Counts only signatures of these days. Empty: the whole campaign."),
    )
    basis = django_filters.ChoiceFilter(
        label=_("Unit counted"), choices=Basis.choices, empty_label=None, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = []
        form = ParticipationForm

    def __init__(self, data: QueryDict, *, sight: Sight, **kwargs: Any) -> None:
        """``data`` is what the address says; what it leaves out is filled: today, the latest campaign."""
        filled = data.copy()
        today = sight.horizon.today
        defaults = {"as_of": today.isoformat(), "basis": Basis.CURRENT.value}
        if sight.campaigns:
            defaults["campaign"] = str(sight.campaigns[0].pk)
        for name, value in defaults.items():
            if not filled.get(name):
                filled[name] = value
        super().__init__(filled, **kwargs)
        self.sight, self.horizon, self.totals_only = sight, sight.horizon, sight.totals_only
        self.tree = OrgTree.of(day_of(str(filled["as_of"]), today))
        self.filters["as_of"].extra["initial"] = today
        self.filters["basis"].extra["initial"] = Basis.CURRENT.value
        self.filters["campaign"].extra["choices"] = [(str(page.pk), page.title) for page in sight.campaigns]
        self.offer_units(filled.get("unit", ""))
        if sight.totals_only:
            del self.filters["unit"], self.filters["basis"]

    @cached_property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors. A head who names no unit asks about the one they lead."""
        if not self.sight.campaigns or not self.is_valid():
            return None
        cleaned = self.form.cleaned_data
        days: slice = cleaned["signed"] or slice(None)
        unit = self.unit_of(cleaned)
        if unit is None and self.needs_unit:
            return None
        return Question(
            campaign=next(page for page in self.sight.campaigns if str(page.pk) == cleaned["campaign"]),
            tree=self.tree,
            basis=cleaned.get("basis") or Basis.CURRENT,
            unit=unit,
            first=days.start,
            last=days.stop,
        )
