"""실천을 이어가는 동료: what a person hears of others, never more than the report publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from lms.people.models import OrgUnit
from lms.reports.tree import OrgTree
from lms.reports.voluntary import WHOLE

from ..models import CampaignPage
from .counting import participation_of
from .question import Question

__all__ = ["Company", "practising_near"]

#: Everybody opens the page; the figure moves by whole groups of five anyway.
SECONDS = 1_800


@dataclass(frozen=True)
class Company:
    """So many people, or more, go on practising in a unit; an empty name is the whole campaign."""

    unit: str
    people: int


def practising_near(unit: OrgUnit | None, campaign: CampaignPage, *, on: date) -> Company | None:
    """The smallest unit around the person of which a number may be told; None where none may."""
    told = _told(campaign, on)
    codes = unit.path.strip("/").split("/") if unit else []
    for code in [*reversed(codes), WHOLE]:
        if code in told:
            name, people = told[code]
            return Company(name, people)
    return None


def _told(campaign: CampaignPage, on: date) -> dict[str, tuple[str, int]]:
    key = f"pledges.practising:{campaign.pk}:{on.isoformat()}"
    told: dict[str, tuple[str, int]] | None = cache.get(key)
    if told is None:
        counted = participation_of(Question(campaign, OrgTree.of(on)))
        branches = counted.question.tree.by_code
        told = {
            code: (branches[code].name if code in branches else "", count.shown)
            for code, count in counted.practised.totals.items()
        }
        cache.set(key, told, SECONDS)
    return told
