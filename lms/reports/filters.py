"""The form that asks a question: the same fields on every screen and in every address."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from lms.courses.models import CourseRun
from lms.learning.rules import EARLIEST
from lms.people.choices import EmploymentState
from lms.people.models import Person

from .choices import Period, Show, UnitBasis
from .horizon import Horizon
from .questions import Question, courses_known_on, runs_of
from .rules import counting_window
from .tree import Branch, OrgTree

__all__ = ["AsksUnits", "CompletionFilterSet", "DayForm", "RosterFilterSet", "day_of", "days_in_order", "unit_choices"]

WITHOUT_GRADE = "none"
INDENT = "\u00a0\u00a0\u00a0"
GRADES = [(str(grade), format_lazy(_("grade {grade}"), grade=grade)) for grade in range(1, 10)]
COUNTABLE = [(state.value, state.label) for state in EmploymentState if state != EmploymentState.RETIRED]
#: What a field says when an address leaves it out.
DEFAULTS = {
    "period": [Period.YEAR.value],
    "basis": [UnitBasis.CURRENT.value],
    "employment": [EmploymentState.EMPLOYED.value],
}
Choices = list[tuple[str, Any]]


class DayForm(forms.Form):
    """Refuses days that cannot be answered for. Its field ``as_of`` begins with today."""

    def clean_as_of(self) -> date:
        """Between the first record of the site and today."""
        as_of: date | None = self.cleaned_data["as_of"]
        latest: date = self.fields["as_of"].initial
        if as_of is None:
            return latest
        if not EARLIEST <= as_of <= latest:
            raise forms.ValidationError(
                _("Nothing can be said about that day: it lies in the future or before 2000. Choose a day up to today.")
            )
        return as_of


class QuestionForm(DayForm):
    """Refuses a period that ends before it begins and a run of another course."""

    def clean_completed(self) -> slice | None:
        """A period that begins before it ends."""
        return days_in_order(self.cleaned_data["completed"])

    def clean(self) -> dict[str, Any]:
        """The run belongs to the course."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        course, run = cleaned.get("course"), cleaned.get("run")
        if course and run and not run.startswith(f"{course}-"):
            self.add_error("run", _("This is a run of another course. Choose a run of the chosen course."))
        return cleaned


def days_in_order(days: slice | None) -> slice | None:
    """The days of a range filter, none before the first record. Raises ValidationError where the first is the later."""
    if days is None:
        return None
    first, last = (moment.date() if moment else None for moment in (days.start, days.stop))
    if first and last and first > last:
        raise forms.ValidationError(_("The period ends before it begins. Correct one of the two days."))
    return slice(max(first, EARLIEST) if first else None, last)


class AsksUnits:
    """A form that asks about a unit of one day's tree, as far as ``horizon`` reaches."""

    horizon: Horizon
    tree: OrgTree
    data: Any
    filters: dict[str, Any]
    #: Whether no unit is told apart: then none can be asked about.
    totals_only = False

    @property
    def asks_beyond_sight(self) -> bool:
        """Whether a unit was asked about that exists and is not the actor's to see."""
        branch = self.tree.by_code.get(self.data.get("unit", ""))
        return branch is not None and not self.horizon.allows(branch, self.tree)

    @property
    def needs_unit(self) -> bool:
        """Whether the actor can ask about a unit only, not about everybody."""
        return not self.horizon.sees_all and not self.totals_only

    def offer_units(self, chosen: str) -> None:
        """Let a unit be chosen within sight; who leads one asks about it by naming none."""
        self.filters["unit"].extra["choices"] = unit_choices(self.horizon, self.tree, chosen=chosen)
        if not self.horizon.sees_all:
            self.filters["unit"].extra["empty_label"] = _("My unit")

    def unit_of(self, cleaned: dict[str, Any]) -> Branch | None:
        """The unit that was named; of who needs one and named none, the one they lead. None: everybody."""
        unit = self.tree.by_code.get(cleaned.get("unit") or "")
        if unit is None and self.needs_unit:
            unit = next(iter(self.horizon.tops(self.tree)), None)
        return unit


class CompletionFilterSet(AsksUnits, WagtailFilterSet):
    """Day, unit, course and the finer conditions. A run is named ``<course id>-<run id>``."""

    as_of = django_filters.DateFilter(label=_("Reference date"), widget=AdminDateInput)
    unit = django_filters.ChoiceFilter(
        label=pgettext_lazy("reports", "Unit"),
        empty_label=_("All units"),
        error_messages={
            "invalid_choice": _("The unit does not exist on that day. Choose another unit or another day.")
        },
    )
    course = django_filters.ChoiceFilter(
        label=pgettext_lazy("reports", "Course"), empty_label=pgettext_lazy("reports", "All courses")
    )
    run = django_filters.ChoiceFilter(label=_("Run"), empty_label=_("All runs"))
    period = django_filters.ChoiceFilter(
        label=_("Completions counted"), choices=Period.choices, empty_label=None, widget=forms.RadioSelect
    )
    completed = django_filters.DateFromToRangeFilter(
        label=_("Completed between"),
        widget=DateRangePickerWidget,
        help_text=_("Counts only what was completed on these days, instead of a year."),
    )
    grade = django_filters.MultipleChoiceFilter(
        label=_("Grade"), choices=[*GRADES, (WITHOUT_GRADE, _("no grade"))], widget=forms.CheckboxSelectMultiple
    )
    employment = django_filters.MultipleChoiceFilter(
        label=_("Employment counted"), choices=COUNTABLE, widget=forms.CheckboxSelectMultiple
    )
    basis = django_filters.ChoiceFilter(
        label=_("Unit counted"), choices=UnitBasis.choices, empty_label=None, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = []
        form = QuestionForm

    def __init__(self, data: QueryDict, *, horizon: Horizon, **kwargs: Any) -> None:
        """``data`` is what the address says; what it leaves out is filled with the defaults."""
        filled = data.copy()
        for name, values in DEFAULTS.items():
            if not filled.getlist(name):
                filled.setlist(name, values)
        if not filled.get("as_of"):
            filled["as_of"] = horizon.today.isoformat()
        super().__init__(filled, **kwargs)
        self.horizon = horizon
        self.tree = OrgTree.of(day_of(str(filled["as_of"]), horizon.today))
        self.courses = courses_known_on(self.tree.on)
        self.runs = runs_of(self.courses)
        units = unit_choices(horizon, self.tree, chosen=self.data.get("unit", ""))
        initial: dict[str, Any] = {name: values[0] for name, values in DEFAULTS.items()}
        initial |= {"as_of": horizon.today, "employment": DEFAULTS["employment"]}
        for name, value in initial.items():
            self.filters[name].extra["initial"] = value
        for name, choices in (("unit", units), ("course", self._courses()), ("run", self._runs())):
            self.filters[name].extra["choices"] = choices

    def _courses(self) -> Choices:
        return [(str(course.pk), course.title) for course in self.courses]

    def _runs(self) -> Choices:
        by_course: dict[str, Choices] = {}
        for run in self.runs:
            by_course.setdefault(run.course.title, []).append((_run_key(run), f"{run.course.title} · {run.label}"))
        return list(by_course.items())

    @cached_property
    def question(self) -> Question | None:
        """What was asked; None while the form has errors."""
        if not self.is_valid():
            return None
        cleaned = self.form.cleaned_data
        run = next((each for each in self.runs if _run_key(each) == cleaned["run"]), None)
        course_id = run.course_id if run else int(cleaned["course"] or 0)
        days: slice = cleaned["completed"] or slice(None)
        return Question(
            horizon=self.horizon,
            tree=self.tree,
            courses=[course for course in self.courses if course_id in (0, course.pk)],
            window=counting_window(
                as_of=self.tree.on,
                completed_from=days.start,
                completed_to=days.stop,
                has_run=run is not None,
                all_years=cleaned["period"] == Period.ALL,
            ),
            employment=tuple(cleaned["employment"]),
            unit=self.tree.by_code.get(cleaned["unit"]),
            run=run,
            basis=cleaned["basis"],
            grades=tuple(int(grade) for grade in cleaned["grade"] if grade != WITHOUT_GRADE),
            without_grade=WITHOUT_GRADE in cleaned["grade"],
        )


class RosterFilterSet(CompletionFilterSet):
    """The same, and where people must stand to be listed."""

    show = django_filters.ChoiceFilter(
        label=_("Standing"), choices=Show.choices, empty_label=pgettext_lazy("reports", "All")
    )


def unit_choices(horizon: Horizon, tree: OrgTree, *, chosen: str) -> Choices:
    """The tree by indentation. The chosen unit stands alone when the list is closed: it says where it belongs."""
    return [
        (branch.code, branch.label if branch.code == chosen else INDENT * (branch.depth - top.depth) + branch.name)
        for top in horizon.tops(tree)
        for branch in top.walk()
    ]


def day_of(text: str, today: date) -> date:
    """The day that an address names; today where it names none that can be answered for."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and EARLIEST <= day <= today else today


def _run_key(run: CourseRun) -> str:
    return f"{run.course_id}-{run.pk}"
