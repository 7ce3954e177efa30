"""A campaign and its signatures, made through the models: what follows a signature needs no more."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from campaigns.pledges.models import CampaignIndexPage, CampaignPage, Pledge, PledgeText, Promise
from lms.people.models import OrgUnit, Person
from lms.people.services import current_unit
from tests.builders import MARCH_5
from tests.cast import hire

_numbers = itertools.count(1)


def build_campaign(title: str = "2026 친절 실천 다짐", **fields: Any) -> CampaignPage:
    """A published campaign whose signing began on 2026. 3. 2."""
    phases = {
        "announces_on": date(2026, 2, 23),
        "signs_on": date(2026, 3, 2),
        "practises_on": date(2026, 3, 16),
        "looks_back_on": date(2026, 5, 25),
        "closes_on": date(2026, 6, 30),
    }
    facts = {"slug": f"campaign-{next(_numbers)}", "summary": "먼저 인사합니다."} | phases | fields
    page = CampaignPage(title=title, **facts)
    CampaignIndexPage.objects.get().add_child(instance=page)
    text = {"preamble_ko": "시민 앞에 다짐합니다.", "lines": [], "made_at": MARCH_5}
    PledgeText.objects.create(campaign=page, number=1, **text)
    return page


def signed(person: Person, campaign: CampaignPage, *, at: datetime = MARCH_5, words: str = "", **fields: Any) -> Pledge:
    """The person's living signature, with an approved promise where it has words."""
    pledge = Pledge.objects.create(
        person=person,
        campaign=campaign,
        text=campaign.texts.get(),
        signed_at=at,
        signed_name=person.name,
        unit=current_unit(person, at.date()),
        **fields,
    )
    if words:
        Promise.objects.create(pledge=pledge, words=words, state=Promise.State.APPROVED, written_at=at, moderated_at=at)
    return pledge


def staff_of(unit: OrgUnit, count: int, **fields: Any) -> Sequence[Person]:
    """So many people of a unit."""
    return [hire(f"6{next(_numbers):07d}", f"직원{number}", unit, **fields) for number in range(count)]
