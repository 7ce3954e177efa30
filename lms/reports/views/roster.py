"""The list of people behind the numbers. Who looks at names is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from lms.core import clock
from lms.people.models import AccessRecord
from lms.people.requests import client_ip
from lms.people.services import record_access

from ..choices import Show, Standing
from ..filters import RosterFilterSet
from ..questions import Question
from ..roster import LONGEST, Roster, RosterLine
from ..wording import basis_words, course_words, grade_and_title, in_one_line, people_words, unit_words, window_words
from .base import ReportScreen

__all__ = ["RosterView"]


class StandingColumn(StatusTagColumn):
    """The standing as a tag, with what makes it urgent or understandable below."""

    cell_template_name = "reports/standing_cell.html"


class DetailedColumn(Column):
    """A value with something smaller below it."""

    cell_template_name = "reports/detailed_cell.html"

    def __init__(self, name: str, *, detail: Callable[[RosterLine], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.detail = detail

    def get_cell_context_data(self, instance: RosterLine, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"detail": self.detail(instance)}


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value}%"


def _day(value: Any) -> str:
    return date_format(value) if value else ""


class RosterView(ReportScreen, BaseListingView):
    """Who has not enrolled, not started, is learning, has failed or has completed."""

    template_name = "reports/roster.html"
    results_template_name = "reports/roster_results.html"
    page_title = gettext_lazy("List of people")
    filterset_class = RosterFilterSet
    index_url_name = "reports:list_people"
    index_results_url_name = "reports:list_people_results"
    paginate_by = 50
    default_ordering = "name"
    is_searchable = True
    table_classname = "listing reports-roster"
    context_object_name = "lines"

    @cached_property
    def question(self) -> Question | None:
        """What was asked, narrowed by the search box."""
        asked = self.filters.question
        return replace(asked, name=self.search_query.strip()) if asked else None

    @property
    def show(self) -> str:
        """The standings to be listed."""
        return str(self.filters.form.cleaned_data.get("show") or "") if self.question else ""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """One column less where all lines are about one course."""
        columns: list[BaseColumn] = [
            TitleColumn(
                "name",
                label=pgettext("reports", "Full name"),
                sort_key="name",
                get_url=lambda line: self.address("show_person", line.person_id, show=None),
            ),
            Column("employee_number", label=_("Employee number"), sort_key="employee_number"),
            DetailedColumn(
                "unit",
                label=_("Affiliation"),
                sort_key="unit",
                classname="reports-roster__wide",
                detail=_grade_and_title,
            ),
        ]
        if self.question is None or len(self.question.courses) > 1:
            columns.append(
                DetailedColumn(
                    "course",
                    label=pgettext("reports", "Course"),
                    accessor="course.title",
                    sort_key="course",
                    classname="reports-roster__wide",
                    detail=_run,
                )
            )
        return [
            *columns,
            StandingColumn("standing", label=_("Standing"), accessor=_standing, primary=_is_completed),
            Column("progress", label=_("Progress"), accessor=lambda line: _percent(line.progress_percent)),
            Column("score", label=_("Score"), accessor="score_percent"),
            Column("due_on", label=_("Due"), accessor=lambda line: _day(line.due_on), sort_key="due_on"),
            Column(
                "completed_on",
                label=pgettext("reports", "Completed"),
                accessor=lambda line: _day(line.completed_on),
                sort_key="completed_on",
            ),
        ]

    def get_queryset(self) -> Roster | Sequence[RosterLine]:
        """The roster; nothing while the form has errors."""
        return Roster(self.question, show=self.show, ordering=self.ordering) if self.question else []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The overview's way down, and this list."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_header_buttons(self) -> list[Any]:
        """Back to the numbers, and to the files."""
        return [
            HeaderButton(_("Overview"), url=self.address("show_overview", show=None), icon_name="table"),
            HeaderButton(
                pgettext("reports", "Export"),
                url=self.address("export_people", q=self.search_query),
                icon_name="download",
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the list. Whoever is named on it is named in an access record."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        question = self.question
        if question is None:
            return context | {"form": self.filters.form}
        self._record(context["object_list"], question)
        return context | {
            "question": question,
            "show": self.show,
            "tabs": self._tabs(),
            "unit_words": unit_words(question),
            "course_words": course_words(question),
            "window_words": window_words(question.window),
            "basis_words": basis_words(question),
            "people_words": people_words(question),
            "longest": LONGEST,
            "is_too_long": self.object_list.is_too_long,
        }

    def _tabs(self) -> list[tuple[str, str, bool]]:
        shown = [("", pgettext("reports", "All")), *((each.value, str(each.label)) for each in Show)]
        return [
            (label, self.address("list_people", show=value, q=self.search_query), value == self.show)
            for value, label in shown
        ]

    def _record(self, lines: Sequence[RosterLine], question: Question) -> None:
        subjects = {line.person_id for line in lines} - {question.horizon.actor.pk}
        if subjects:
            record_access(
                actor=question.horizon.actor,
                at=clock.now(),
                ip=client_ip(self.request),
                action=AccessRecord.Action.VIEW,
                asked=_("list of people: %(what)s") % {"what": in_one_line(question, self.show)},
                subjects=subjects,
            )


def _grade_and_title(line: RosterLine) -> str:
    return grade_and_title(line.grade, line.rank_title)


def _run(line: RosterLine) -> str:
    return line.run.label if line.run else ""


def _standing(line: RosterLine) -> str:
    return str(Standing(line.standing).label)


def _is_completed(line: RosterLine) -> bool:
    return line.standing == Standing.COMPLETED
