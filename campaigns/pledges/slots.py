"""What campaigns say on pages: the way to them, the home page's card, and one's own pledge on a campaign's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lms.core import clock, stamps
from lms.core.parts import part
from lms.core.prepared import prepared
from lms.people.models import Audience, Person
from lms.people.requests import person_of
from lms.people.services import is_in_audience

from .models import CampaignIndexPage, CampaignPage, Pledge
from .phases import Days, Phase, countdown, phase_on
from .practice import open_check

__all__ = ["campaign_pledge", "campaigns_url", "home", "my", "navigation"]

SECONDS = 60
ADDRESS_KEY = stamps.remembered("pledges.campaigns_url")
#: More living pledges than these are older than any check.
LATEST = 20


@dataclass(frozen=True)
class Running:
    """The campaign that runs, in the plain values that the home page shows."""

    pk: int
    title: str
    summary: str
    url: str
    days: Days
    audience_id: int | None


class Signed(NamedTuple):
    """A living pledge of the person's own, as pages show it; ``last_check`` is the latest day that was answered."""

    pk: int
    campaign_id: int
    campaign: str
    signed_at: datetime
    words: str | None
    state: str | None
    last_check: int | None


def campaigns_url() -> str:
    """The address of the campaigns' front page; empty where there is none. Asked once a minute, not once a page."""

    def find() -> str:
        page = CampaignIndexPage.objects.live().first()
        return (page.url if page else None) or ""

    return str(caches["process"].get_or_set(ADDRESS_KEY, find, SECONDS))


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """The entry of the primary navigation."""
    url = campaigns_url()
    if not url:
        return ""
    is_current = context["request"].path.startswith(url)
    return render_to_string("pledges/navigation.html", {"href": url, "is_current": is_current})


def home(context: dict[str, Any], page: Any = None, **kwargs: Any) -> str:
    """우리 다짐, and below it the practice check that is open."""
    person, on = person_of(context["request"]), clock.today()
    mine = _signed(person)
    return _our_pledge(person, mine, on, getattr(page, "content_stamp", "")) + _practice(mine, on)


def _our_pledge(person: Person, mine: list[Signed], on: date, stamp: str) -> str:
    """One's own line, or the invitation to read. It never says that somebody has not signed."""
    campaign = _running(on, stamp)
    if campaign is None:
        return ""
    signed = _of(campaign.pk, mine)
    is_signing = phase_on(campaign.days, on) is Phase.SIGNING
    if signed is None and not (is_signing and _is_invited(_audience(campaign), person, on)):
        return ""
    return part(
        "pledges/home.html",
        title=campaign.title,
        summary=campaign.summary,
        url=campaign.url,
        counts_down=countdown(campaign.days, on).words,
        is_signed=signed is not None,
        words=(signed.words or "") if signed else "",
    )


def _practice(mine: list[Signed], on: date) -> str:
    """The check of the latest pledge that has one open and not answered; nothing on any other day."""
    for signed in mine:
        check = open_check(timezone.localdate(signed.signed_at), on=on)
        # A later check cannot be answered yet: the latest that was is this one or an earlier one.
        if check and signed.last_check != check.day:
            return part(
                "pledges/home_practice.html",
                ids={"pledge_id": signed.pk},
                campaign=signed.campaign,
                day=check.day,
                last=check.closes_on,
            )
    return ""


def my(context: dict[str, Any], **kwargs: Any) -> str:
    """The way from 나의 학습 to one's pledges."""
    return part("pledges/my.html")


def campaign_pledge(context: dict[str, Any], *, page: CampaignPage, **kwargs: Any) -> str:
    """On a campaign's page: one's own pledge with what can be done with it, or the way to sign."""
    person, on = person_of(context["request"]), clock.today()
    signed = _of(page.pk, _signed(person))
    is_signing = page.phase(on) is Phase.SIGNING
    may_sign = signed is None and is_signing and _is_invited(page.audience, person, on)
    return part(
        "pledges/campaign_pledge.html",
        address=reverse("pledges:sign_campaign", args=[page.slug]),
        may_sign=may_sign,
        is_signing=is_signing,
        is_signed=signed is not None,
        words=(signed.words or "") if signed else "",
        state=(signed.state or "") if signed else "",
        signed_at=signed.signed_at if signed else None,
    )


def _running(on: date, stamp: str) -> Running | None:
    """The campaign that runs, of several the one announced last; kept under the content stamp."""
    kept = caches["process"].get_or_set(f"pledges.running:{stamp}:{on}", lambda: [_ask_running(on)], SECONDS)
    found: Running | None = kept[0] if stamp and kept else _ask_running(on)
    return found


def _ask_running(on: date) -> Running | None:
    page = CampaignPage.objects.running(on=on).order_by("-announces_on", "-pk").first()
    if page is None:
        return None
    return Running(page.pk, page.title, page.summary, page.url or "", page.days, page.audience_id)


def _audience(campaign: Running) -> Audience | None:
    """Whom it invites, as of now; None for everybody."""
    return Audience.objects.filter(pk=campaign.audience_id).first() if campaign.audience_id else None


def _is_invited(audience: Audience | None, person: Person, on: date) -> bool:
    return audience is None or is_in_audience(audience, person, on)


def _signed(person: Person) -> list[Signed]:
    """The person's living pledges, the latest first."""
    return [Signed(*row) for row in _signed_rows(person.pk)]


def _of(campaign_id: int, mine: list[Signed]) -> Signed | None:
    return next((each for each in mine if each.campaign_id == campaign_id), None)


@prepared
def _signed_rows(person_id: int) -> QuerySet[Any, Any]:
    living = (
        Pledge.objects.living().filter(person_id=person_id).order_by("-signed_at").annotate(last=Max("checks__day"))
    )
    return living.values_list(
        "pk", "campaign_id", "campaign__title", "signed_at", "promise__words", "promise__state", "last"
    )[:LATEST]
