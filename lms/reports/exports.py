"""What is written into files: the state of everybody asked about, and completions as HR systems take them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.certificates.models import Certificate
from lms.core.korean import format_minutes
from lms.learning.models import Completion
from lms.people.choices import EmploymentState

from .choices import Show
from .roster import Roster, RosterLine
from .spreadsheets import Cell

__all__ = ["CompletionExport", "Export", "StatusExport"]

#: How many completions are looked up at a time.
BATCH = 2_000


class Export:
    """A file in the making: ``roster`` is who is in it, so that the people and the rows cannot differ."""

    name = ""

    def __init__(self, roster: Roster, *, organisation_name: str) -> None:
        self.roster = roster
        self.organisation_name = organisation_name

    @property
    def title(self) -> str:
        """What the file is called, without date and ending."""
        raise NotImplementedError

    def headings(self) -> list[str]:
        """The first row, in the language of the request."""
        raise NotImplementedError

    def rows(self) -> Iterator[Sequence[Cell]]:
        """The rows, in the order of the screen."""
        raise NotImplementedError


class StatusExport(Export):
    """Everybody on the list with the standing of the day."""

    name = "status"

    @property
    def title(self) -> str:
        return _("Completion status")

    def headings(self) -> list[str]:
        return [
            _("Employee number"),
            pgettext("reports", "Full name"),
            _("Affiliation"),
            _("Grade"),
            _("Rank title"),
            _("Employment"),
            _("Course title"),
            _("Run"),
            _("Standing"),
            _("Progress (%)"),
            _("Score"),
            _("Enrolled on"),
            _("Due on"),
            _("Overdue"),
            _("Completed on"),
            _("Completed in another period"),
        ]

    def rows(self) -> Iterator[Sequence[Cell]]:
        # The file is written after the request, when no language is set any more.
        yes, employment = (
            pgettext("reports", "yes"),
            {str(state): str(EmploymentState(state).label) for state in EmploymentState},
        )
        standings = {show.value: str(show.label) for show in Show}
        return (
            (
                line.employee_number,
                line.name,
                line.unit,
                line.grade,
                line.rank_title,
                employment[line.employment],
                line.course.title,
                line.run.label if line.run else "",
                standings[line.standing],
                line.progress_percent,
                line.score_percent,
                line.enrolled_on,
                line.due_on,
                yes if line.is_overdue else "",
                line.completed_on,
                line.earlier_on,
            )
            for line in self.roster
        )


class CompletionExport(Export):
    """Completions in the order of columns that HR systems map: what each was when it was earned."""

    name = "completions"

    @property
    def title(self) -> str:
        return pgettext("reports", "Completions")

    def __init__(self, roster: Roster, *, organisation_name: str) -> None:
        completed = Roster(roster.question, show=Show.COMPLETED, ordering=roster.ordering)
        super().__init__(completed, organisation_name=organisation_name)

    def headings(self) -> list[str]:
        return [
            _("Employee number"),
            pgettext("reports", "Full name"),
            _("Affiliation"),
            _("Rank title"),
            _("Course title"),
            _("Kind of training"),
            _("Training institution"),
            _("Training period"),
            _("Recognised time"),
            _("Completion date"),
            _("Certificate number"),
        ]

    def rows(self) -> Iterator[Sequence[Cell]]:
        kinds = {
            Completion.Source.ONLINE.value: _("online training"),
            Completion.Source.PAPER.value: _("other training, from paper"),
        }
        return self._rows(kinds)

    def _rows(self, kinds: dict[str, str]) -> Iterator[Sequence[Cell]]:
        lines = iter(self.roster)
        while batch := list(islice(lines, BATCH)):
            completions, certificates = _looked_up(batch)
            for line in batch:
                completion = completions[line.completion_id or 0]
                certificate = certificates.get(completion.pk)
                yield (
                    line.employee_number,
                    completion.person_name_at_completion,
                    completion.unit_name_at_completion,
                    completion.rank_title_at_completion,
                    completion.course_title_at_completion,
                    kinds[completion.source],
                    certificate.organisation_name_at_issue if certificate else self.organisation_name,
                    _period(completion),
                    format_minutes(completion.recognised_minutes),
                    timezone.localdate(completion.completed_at),
                    certificate.number if certificate else "",
                )


def _looked_up(lines: Iterable[RosterLine]) -> tuple[dict[int, Completion], dict[int, Certificate]]:
    ids = [line.completion_id for line in lines if line.completion_id is not None]
    completions = {completion.pk: completion for completion in Completion.objects.filter(pk__in=ids)}
    certificates = Certificate.objects.filter(completion__in=ids).defer("pdf", "sha256")
    return completions, {certificate.completion_id: certificate for certificate in certificates}


def _period(completion: Completion) -> str:
    first, last = timezone.localdate(completion.started_at), timezone.localdate(completion.completed_at)
    return first.isoformat() if first == last else f"{first.isoformat()}~{last.isoformat()}"
