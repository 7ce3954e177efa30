"""The table of the screen as a file: the same lines, the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.reports.spreadsheets import Cell

from .lines import Report
from .question import Basis

__all__ = ["headings", "rows", "title"]


def title() -> str:
    """What the file is called, without date and ending."""
    return pgettext("reports", "Participation")


def headings() -> list[str]:
    """The first row, in the language of the request."""
    return [
        _("Campaign"),
        _("Reference date"),
        _("Unit counted"),
        pgettext("reports", "Unit"),
        _("Units together"),
        _("Meant and at work"),
        _("Signed (in groups of five)"),
        _("Rate (%)"),
        _("Target (%)"),
    ]


def rows(report: Report) -> Iterator[Sequence[Cell]]:
    """The lines of the screen, and its total at the end."""
    question = report.counted.question
    basis = str(Basis(question.basis).label)
    head = (question.campaign.title, question.as_of, basis)
    target = question.campaign.target_percent
    lines = [(line.name, line.detail, line.count) for line in report.units]
    if report.total is not None:
        lines.append((_("Total"), "", report.total))
    # Put together here: the file is written after the request, when no language is set any more.
    return iter(
        [(*head, name, detail, count.whole, count.shown, count.percent, target) for name, detail, count in lines]
    )
