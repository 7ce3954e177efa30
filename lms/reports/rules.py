"""Decisions of a completion report: what counts on a day, where a person stands, when a share may be shown.

A completion counts when it was standing on the reference date and lies in the window. An enrolment is under way when it
was living on that date, not completed, and its run was open on a day of the window: an old run that nobody finished is
not learning today. Pure functions: no database, no clock, no request. ``standings`` says the same to the database; the
tests hold the two together over made-up worlds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .choices import Standing

__all__ = [
    "MIN_GROUP",
    "Tally",
    "Window",
    "added",
    "counting_window",
    "is_living",
    "is_standing",
    "neutralised",
    "share_permille",
    "standing_of",
]

#: Smaller groups are shown as counts: a share of four people says who it was.
MIN_GROUP = 5
#: What a spreadsheet would take for a formula at the beginning of a cell, in its wide form too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Window:
    """The days on which a completion must lie to count, both ends counted; None is open.

    ``is_yearly``: the training comes back every year by a new run. A self-paced run does not come back, so that what
    was completed there in an earlier year counts on.
    """

    start: date | None = None
    end: date | None = None
    is_yearly: bool = False

    def holds(self, on: date, *, is_self_paced: bool) -> bool:
        """Whether a completion of that day counts."""
        begins = self.start is None or self.start <= on or (self.is_yearly and is_self_paced)
        return begins and (self.end is None or on <= self.end)

    def touches(self, first: date | None, last: date | None) -> bool:
        """Whether any day from ``first`` to ``last``, None being open, lies within."""
        ended_before = self.start is not None and last is not None and last < self.start
        began_after = self.end is not None and first is not None and first > self.end
        return not (ended_before or began_after)


def counting_window(
    *, as_of: date, completed_from: date | None, completed_to: date | None, has_run: bool, all_years: bool
) -> Window:
    """Named dates win. Else a chosen run counts as a whole, and a course by the calendar year of the reference date."""
    if completed_from or completed_to:
        return Window(completed_from, completed_to)
    if has_run or all_years:
        return Window()
    return Window(date(as_of.year, 1, 1), as_of, is_yearly=True)


def is_standing(*, as_of: date, completed_on: date, recorded_on: date, voided_on: date | None) -> bool:
    """Whether a completion was known and held at the end of ``as_of``.

    What was entered later is not yet counted and what was voided later still is: the figure of a past day stays the
    same however often it is asked.
    """
    return completed_on <= as_of and recorded_on <= as_of and (voided_on is None or voided_on > as_of)


def is_living(*, as_of: date, enrolled_on: date, withdrawn_on: date | None) -> bool:
    """Whether an enrolment held at the end of ``as_of``."""
    return enrolled_on <= as_of and (withdrawn_on is None or withdrawn_on > as_of)


def standing_of(*, is_completed: bool, is_enrolled: bool, has_opened: bool, has_failed: bool) -> Standing:
    """Completion outweighs everything, then an enrolment decides by what was last reached in it.

    ``has_failed``: a test was handed in and has not been passed since, whether or not sittings are left. Somebody who
    may try again has not passed either, and is who HR wants to help.
    """
    if is_completed:
        return Standing.COMPLETED
    if not is_enrolled:
        return Standing.NOT_ENROLLED
    if has_failed:
        return Standing.FAILED
    return Standing.IN_PROGRESS if has_opened else Standing.NOT_STARTED


def share_permille(*, part: int, whole: int, group: int) -> int | None:
    """``part`` of ``whole`` in tenths of a percent, rounded down so that 99.96% is not called 100%.

    None for an empty whole and for a ``group`` of fewer than five people.
    """
    if whole == 0 or group < MIN_GROUP:
        return None
    return part * 1000 // whole


@dataclass(frozen=True)
class Tally:
    """Counts of one unit in one course, or of several.

    ``population`` counts people once per course; ``largest_group`` is the largest population of a single course among
    them, which decides whether a share may be shown. ``overdue`` is part of what is not completed.
    """

    largest_group: int = 0
    population: int = 0
    completed: int = 0
    failed: int = 0
    in_progress: int = 0
    not_started: int = 0
    overdue: int = 0

    @property
    def missing(self) -> int:
        """Not completed, whatever the reason."""
        return self.population - self.completed

    @property
    def not_enrolled(self) -> int:
        """Meant to take the course and on none of its runs."""
        return self.missing - self.failed - self.in_progress - self.not_started

    @property
    def permille(self) -> int | None:
        """이수율 in tenths of a percent; None where it may not be shown."""
        return share_permille(part=self.completed, whole=self.population, group=self.largest_group)

    def __add__(self, other: Tally) -> Tally:
        """Two courses of the same people."""
        return replace(added(self, other), largest_group=max(self.largest_group, other.largest_group))


def added(one: Tally, other: Tally) -> Tally:
    """Two groups of people in the same course."""
    return Tally(
        largest_group=one.largest_group + other.largest_group,
        population=one.population + other.population,
        completed=one.completed + other.completed,
        failed=one.failed + other.failed,
        in_progress=one.in_progress + other.in_progress,
        not_started=one.not_started + other.not_started,
        overdue=one.overdue + other.overdue,
    )


def neutralised(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text
