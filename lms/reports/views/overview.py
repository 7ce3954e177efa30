"""HR's first screen: how far a unit is, in which courses, and who needs help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from lms.courses.models import CoursePage

from ..choices import Show
from ..overview import Line, Overview, overview_of
from ..rules import MIN_GROUP, Tally
from ..wording import basis_words, course_words, left_out_words, unit_words, window_words
from .base import ReportScreen

__all__ = ["OverviewView"]

#: Fields that stand open above the numbers; the rest is folded away while it says what it always says.
FIRST_FIELDS = ("as_of", "unit", "course")


@dataclass(frozen=True)
class Bar:
    """One line of the picture: a unit or a course with its tally and where its name and its people lead."""

    name: str
    tally: Tally
    address: str
    people_address: str


@dataclass(frozen=True)
class MatrixRow:
    """One course across the units shown."""

    name: str
    address: str
    total: Tally
    cells: Sequence[Tally]


class OverviewView(ReportScreen, TemplateView):
    """Numbers, bars by unit and the table of courses and units, for one day."""

    template_name = "reports/overview.html"
    page_title = gettext_lazy("Completion overview")

    def get_page_subtitle(self) -> str:
        """The units asked about."""
        return unit_words(self.question) if self.question else ""

    def get_header_buttons(self) -> list[Any]:
        """To the list of people, and to the files."""
        if self.question is None:
            return []
        return [
            HeaderButton(_("List of people"), url=self.address("list_people"), icon_name="list-ul"),
            HeaderButton(pgettext("reports", "Export"), url=self.address("export_people"), icon_name="download"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form always; numbers when it has no errors."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = self.filters.form
        finer = [form[name] for name in form.fields if name not in FIRST_FIELDS]
        context |= {
            "media": context.get("media", form.media) + form.media,
            "form": form,
            "first_fields": [form[name] for name in FIRST_FIELDS],
            "finer_fields": finer,
            "finer_open": any(field.name in form.changed_data or field.errors for field in finer),
            "min_group": MIN_GROUP,
        }
        question = self.question
        if question is None:
            return context
        overview = overview_of(question)
        by_rate = self.request.GET.get("sort") == "rate"
        lines = sorted(overview.lines, key=_rate_first) if by_rate else list(overview.lines)
        return context | {
            "question": question,
            "overview": overview,
            "total": overview.total,
            "numbers": self._numbers(overview.total),
            "unit_words": unit_words(question),
            "course_words": course_words(question),
            "window_words": window_words(question.window),
            "basis_words": basis_words(question),
            "left_out": left_out_words(overview.left_out),
            "trail": self._trail(),
            "bars": [self._bar(line) for line in lines],
            "by_rate": by_rate,
            "chart_order_address": self.address("show_overview"),
            "rate_order_address": self.address("show_overview", sort="rate"),
            "matrix": self._matrix(overview, lines) if len(question.courses) > 1 else [],
        }

    def _numbers(self, total: Tally) -> list[tuple[str, int, str]]:
        return [
            (str(show.label), count, self.address("list_people", show=show.value))
            for show, count in (
                (Show.MISSING, total.missing),
                (Show.IN_PROGRESS, total.in_progress),
                (Show.OVERDUE, total.overdue),
            )
        ]

    def _trail(self) -> list[tuple[str, str]]:
        """The way down to the unit asked about, as far as the person sees."""
        return [(str(item["label"]), str(item["url"])) for item in self.get_breadcrumbs_items()[2:]]

    def _bar(self, line: Line) -> Bar:
        if line.branch is None or line.is_direct:
            return Bar(_line_name(line), line.total, "", "")
        people = self.address("list_people", unit=line.branch.code)
        below = self.address("show_overview", unit=line.branch.code)
        return Bar(_line_name(line), line.total, below if line.may_open else people, people)

    def _matrix(self, overview: Overview, lines: Sequence[Line]) -> list[MatrixRow]:
        return [self._matrix_row(overview, lines, course) for course in overview.question.courses]

    def _matrix_row(self, overview: Overview, lines: Sequence[Line], course: CoursePage) -> MatrixRow:
        return MatrixRow(
            name=course.title,
            address=self.address("show_overview", course=course.pk),
            total=overview.of_course(course),
            cells=[line.by_course.get(course.pk, Tally()) for line in lines],
        )


def _line_name(line: Line) -> str:
    if line.branch is None:
        return _("without a unit")
    has_units_below = line.is_direct and line.branch.children
    return _("%(unit)s itself") % {"unit": line.branch.name} if has_units_below else line.branch.name


def _rate_first(line: Line) -> tuple[bool, int]:
    """The lowest share first; units without one last."""
    permille = line.total.permille
    return permille is None, permille or 0
