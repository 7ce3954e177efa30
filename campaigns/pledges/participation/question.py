"""What is asked of a participation report, and how far somebody may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from lms.reports.horizon import Horizon, horizon_in
from lms.reports.questions import day_after, start_of
from lms.reports.tree import Branch, OrgTree

from ..models import CampaignPage

__all__ = ["Basis", "Question", "Sight", "own_campaigns", "sight_in"]


class Basis(TextChoices):
    """To which unit a person counts."""

    CURRENT = "current", _("unit on the reference date")
    THEN = "then", _("unit at the signature")


@dataclass(frozen=True)
class Sight:
    """How far an actor sees: units by rank and office, and totals of the campaigns that a trainer makes."""

    horizon: Horizon
    campaigns: tuple[CampaignPage, ...]
    #: Campaigns of which a trainer sees the totals only.
    totals_only: bool

    @property
    def sees_anything(self) -> bool:
        return self.horizon.sees_anything or bool(self.campaigns)


def sight_in(request: HttpRequest) -> Sight:
    """HR officers and administrators see every unit, heads theirs and below, trainers the totals of their campaigns."""
    horizon = horizon_in(request)
    on = horizon.today
    campaigns = _announced(on) if horizon.sees_anything else own_campaigns(horizon.actor, on=on)
    found = campaigns.select_related("audience").defer_streamfields().order_by("-signs_on", "-pk")
    return Sight(horizon, tuple(found), totals_only=not horizon.sees_anything)


def own_campaigns(actor: Any, *, on: date) -> PageQuerySet[CampaignPage]:
    """The announced campaigns that somebody may change. Who only reviews one in a workflow is not among them."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(actor, "change")
    return _announced(on).filter(pk__in=pages.values("pk"))


def _announced(on: date) -> PageQuerySet[CampaignPage]:
    return CampaignPage.objects.live().filter(announces_on__lte=on)


@dataclass(frozen=True)
class Question:
    """One campaign on one day. ``unit`` None: all of it. ``first`` and ``last`` bound the signing."""

    campaign: CampaignPage
    tree: OrgTree
    basis: str = Basis.CURRENT
    unit: Branch | None = None
    first: date | None = None
    last: date | None = None

    @property
    def as_of(self) -> date:
        """기준일: the day the answer speaks about."""
        return self.tree.on

    @property
    def filed_under(self) -> date:
        """The day in a file's name."""
        return self.as_of

    @property
    def counted_on(self) -> date:
        """The day whose staff is the whole: the reference date, or the first day of signing for units of then.

        Counting each signature in the unit of its day and everybody else in today's would show, by the sizes of the
        units alone, which of those who moved had signed.
        """
        if self.basis == Basis.THEN:
            return min(self.campaign.signs_on, self.as_of)
        return self.as_of

    @property
    def signed_within(self) -> Q:
        """A condition on pledges: signed on the days asked, and not withdrawn by the end of the reference date."""
        end = day_after(self.as_of)
        last = min(self.last, self.as_of) if self.last else self.as_of
        held = Q(campaign=self.campaign.pk, signed_at__lt=day_after(last))
        if self.first:
            held &= Q(signed_at__gte=start_of(self.first))
        return held & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))

    @property
    def days(self) -> list[date]:
        """The days of the trend: those on which one could sign and that are asked about, at most a year of them."""
        first = max(self.first or self.campaign.signs_on, self.campaign.signs_on)
        last = min(self.last or self.as_of, self.as_of, self.campaign.closes_on, first + timedelta(days=365))
        return [first + timedelta(days=each) for each in range((last - first).days + 1)]
