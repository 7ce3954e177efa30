"""Decisions about courses: how long is short, and a policy in words. No database, no clock, no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.core.dates import day_words

__all__ = ["LENGTHS", "Length", "length_of", "period_in_words", "policy_in_words"]


@dataclass(frozen=True)
class Length:
    """A band of recognised minutes, both ends counted; no upper end means "and more"."""

    key: str
    label: str | Promise
    at_least: int
    at_most: int | None


LENGTHS = (
    Length("short", gettext_lazy("up to 30 minutes"), 0, 30),
    Length("medium", gettext_lazy("up to 1 hour"), 31, 60),
    Length("long", gettext_lazy("more than 1 hour"), 61, None),
)


def length_of(key: str) -> Length | None:
    """The band of a key; None for a word that is none."""
    return next((length for length in LENGTHS if length.key == key), None)


class Policy(Protocol):
    """What a run demands, in integer percent."""

    @property
    def min_progress_percent(self) -> int: ...
    @property
    def min_score_percent(self) -> int: ...


class Marked(Protocol):
    """A lesson as far as a policy is concerned."""

    @property
    def is_required(self) -> bool: ...
    @property
    def completes_itself(self) -> bool: ...


def policy_in_words(policy: Policy, lessons: Sequence[Marked]) -> list[str]:
    """What a learner must do, one sentence each. A score is mentioned only where something is marked."""
    counted = [lesson for lesson in lessons if lesson.is_required] or list(lessons)
    sentences = []
    if policy.min_progress_percent >= 100:
        if len(counted) < len(lessons):
            sentences.append(
                _("Complete the %(count)d required lessons of %(all)d.") % {"count": len(counted), "all": len(lessons)}
            )
        else:
            sentences.append(_("Complete every lesson."))
    elif policy.min_progress_percent:
        percent = policy.min_progress_percent
        sentences.append(_("Complete at least %(percent)d%% of the lessons.") % {"percent": percent})
    marked = sum(1 for lesson in counted if lesson.completes_itself)
    if policy.min_score_percent and marked == 1:
        sentences.append(_("Score at least %(percent)d points in the quiz.") % {"percent": policy.min_score_percent})
    elif policy.min_score_percent and marked:
        sentences.append(
            _("Score at least %(percent)d points on average in %(count)d quizzes.")
            % {"percent": policy.min_score_percent, "count": marked}
        )
    return sentences


def period_in_words(opens_on: date | None, closes_on: date | None) -> str:
    """The days of a run, as documents write them: one day with its weekday; of two the year once if they share it."""
    if closes_on is None:
        return _("From %(date)s") % {"date": day_words(opens_on)} if opens_on else _("At any time")
    if opens_on is None:
        return _("Until %(date)s") % {"date": day_words(closes_on)}
    first = date_format(opens_on, "DATE_FORMAT")
    last = date_format(closes_on, "DATE_FORMAT")
    if opens_on.year == closes_on.year:
        last = date_format(closes_on, pgettext("date without its year, as a date format", "j F"))
    return f"{first} ~ {last}"
