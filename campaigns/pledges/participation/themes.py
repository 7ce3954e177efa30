"""What promises are about: how many of a campaign's approved promises speak of each theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.core.groups import SMALLEST_GROUP, whole_groups
from lms.core.korean import mentions
from lms.reports.questions import day_after

from ..models import Promise, PromiseTheme
from .question import Question

__all__ = ["ThemeCount", "count_themes", "themes_of"]


@dataclass(frozen=True)
class ThemeCount:
    """One theme. ``shown`` is None for fewer than five promises."""

    title: str
    promises: int

    @property
    def shown(self) -> int | None:
        return whole_groups(self.promises) if self.promises >= SMALLEST_GROUP else None


def count_themes(texts: Iterable[str], themes: Sequence[tuple[str, Sequence[str]]]) -> list[ThemeCount]:
    """Pure: of these texts, how many speak of each theme. A text may speak of several, and counts once for each."""
    counts = [0] * len(themes)
    for text in texts:
        for place, (_title, words) in enumerate(themes):
            counts[place] += any(mentions(text, word) for word in words)
    return [ThemeCount(title, count) for (title, _words), count in zip(themes, counts, strict=True)]


def themes_of(question: Question) -> list[ThemeCount]:
    """Of the whole campaign, whatever unit is asked about: promises say more than numbers. Two queries."""
    themes = [(theme.title, theme.word_list) for theme in PromiseTheme.objects.all()]
    if not themes:
        return []
    approved = Promise.objects.filter(
        state=Promise.State.APPROVED,
        pledge__campaign=question.campaign.pk,
        pledge__withdrawn_at__isnull=True,
        moderated_at__lt=day_after(question.as_of),
    )
    return count_themes(approved.order_by().values_list("words", flat=True).iterator(2_000), themes)
