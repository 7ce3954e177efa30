"""목표까지: how far a campaign is towards its target, told on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.core.clock import local_day
from lms.reports.tree import OrgTree
from lms.reports.voluntary import WHOLE

from ..kept import kept
from ..models import CampaignPage
from ..phases import Phase
from .counting import participation_of
from .question import Question

__all__ = ["Target", "target_of"]

#: Everybody opens the page; the figure moves by whole groups of five anyway.
SECONDS = 300
SHOWN_IN = (Phase.SIGNING, Phase.PRACTICE, Phase.LOOKING_BACK)


@dataclass(frozen=True)
class Target:
    """Of those who are invited and at work, ``percent`` have signed; None where that may not be told."""

    target: int
    percent: int | None

    @property
    def is_reached(self) -> bool:
        """Whether the share that is told is the target or more."""
        return self.percent is not None and self.percent >= self.target


def target_of(campaign: CampaignPage, *, at: datetime) -> Target | None:
    """The target with the share of the report, the same for everybody; None for a campaign that is over.

    Before signing begins there is no share, nor one that would speak of fewer than five people on either side.
    """
    phase = campaign.phase(local_day(at))
    if phase is Phase.CLOSED:
        return None
    percent = None
    if phase in SHOWN_IN:
        percent = kept(f"pledges.share:{campaign.pk}", at=at, seconds=SECONDS, make=lambda: _share(campaign, at))
    return Target(campaign.target_percent, percent)


def _share(campaign: CampaignPage, at: datetime) -> int | None:
    told = participation_of(Question(campaign, OrgTree.of(local_day(at)))).signed.totals.get(WHOLE)
    return told.percent if told else None
