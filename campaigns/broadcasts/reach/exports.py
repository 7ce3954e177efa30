"""The tables of the screen as a file: the same lines, the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.reports.publishing import Count
from lms.reports.spreadsheets import Cell
from lms.reports.wording import days_words

from ..models import Listening
from .lines import BroadcastLine, Report
from .question import Basis

__all__ = ["headings", "rows", "title"]


def title() -> str:
    """What the file is called, without date and ending."""
    return _("Reach of broadcasts")


def headings() -> list[str]:
    """The first row, in the language of the request."""
    return [
        pgettext("broadcasts", "Period"),
        _("Unit counted"),
        pgettext("reports", "Unit"),
        _("Units together"),
        _("Day of the broadcast"),
        _("Broadcast"),
        _("Meant and at work"),
        _("Listened (in groups of five)"),
        _("Listening rate (%)"),
        *(str(label) for label in Listening.Way.labels),
    ]


def rows(report: Report) -> Iterator[Sequence[Cell]]:
    """The units of the screen with their total, then its broadcasts for the unit that was asked about."""
    question = report.counted.question
    head = (days_words(question.first, question.last), str(Basis(question.basis).label))
    asked = (question.unit.label or question.unit.name) if question.unit else _("All units")
    nothing: list[Cell] = [None] * len(Listening.Way)
    lines: list[Sequence[Cell]] = []
    for unit in report.units:
        lines.append(
            [*head, unit.name, unit.detail, None, _("average of the broadcasts"), *_figures(unit.count), *nothing]
        )
    if report.total is not None:
        label = _("Total") if report.units else asked
        lines.append([*head, label, "", None, _("average of the broadcasts"), *_figures(report.total), *nothing])
    lines += [[*head, asked, "", *_broadcast(line)] for line in report.broadcasts]
    # Put together here: the file is written after the request, when no language is set any more.
    return iter(lines)


def _figures(count: Count) -> list[Cell]:
    return [count.whole, count.shown, count.percent]


def _broadcast(line: BroadcastLine) -> list[Cell]:
    named: list[Cell] = [line.broadcast.on, line.broadcast.title]
    if line.count is None:
        return [*named, None, _("not told"), None, *([None] * len(Listening.Way))]
    return [*named, *_figures(line.count), *(_("few") if way.people is None else way.people for way in line.ways)]
