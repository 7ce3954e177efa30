"""Campaigns, pledges, leaves by the thousand and rallies, for every test of the room."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.pledges.models import CampaignIndexPage, CampaignPage, Pledge, PledgeText, Promise, Rally
from campaigns.pledges.services.signing import current_text, sign
from campaigns.pledges.services.texts import TextDraft, save_text
from lms.people.models import OrgUnit, Person
from lms.people.services import current_unit
from tests.builders import MARCH_5, home_page, published
from tests.cast import hire

LINES = (
    {"key": "greet", "ko": "먼저 인사하고 끝까지 듣겠습니다.", "en": "I greet first and listen to the end."},
    {"key": "plain", "ko": "쉬운 말로 정확하게 안내하겠습니다.", "en": "I explain correctly in plain words."},
    {"key": "clean", "ko": "어떤 금품과 향응도 받지 않겠습니다.", "en": "I accept no money and no favours."},
    {"key": "near", "ko": "도움이 더 필요한 분께 먼저 다가가겠습니다.", "en": ""},
)
DAYS = {
    "announces_on": date(2026, 2, 16),
    "signs_on": date(2026, 3, 2),
    "practises_on": date(2026, 4, 1),
    "looks_back_on": date(2026, 6, 1),
    "closes_on": date(2026, 6, 30),
}
_numbers = itertools.count(1)


def draft(**fields: Any) -> TextDraft:
    """What a trainer writes."""
    usual = {"preamble_ko": "우리는 다짐합니다.", "preamble_en": "We pledge.", "lines": LINES}
    return TextDraft(**(usual | fields))


def build_campaign(
    title: str = "2026 친절 다짐", *, slug: str = "kindness-2026", text: bool = True, **fields: Any
) -> CampaignPage:
    """A published campaign in which one signs on 2026. 3. 5., with the first edition of its text."""
    index = CampaignIndexPage.objects.first()
    if index is None:
        index = home_page().add_child(instance=CampaignIndexPage(title="캠페인", slug="campaigns"))
    page = CampaignPage(title=title, slug=slug, summary="먼저 인사하고 끝까지 듣습니다.", **(DAYS | fields))
    published(index, page)
    if text:
        save_text(campaign=page, draft=draft(), by=None, at=MARCH_5)
    return page


def text_of(campaign: CampaignPage) -> PledgeText:
    """The edition that is signed."""
    found = current_text(campaign)
    assert found is not None
    return found


def signed(
    person: Person, campaign: CampaignPage, *, promise: str = "", shows_name: bool = False, at: datetime = MARCH_5
) -> Pledge:
    """The person's pledge, through the service."""
    return sign(
        person=person,
        campaign=campaign,
        text=text_of(campaign),
        signed_name=person.name,
        promise=promise,
        shows_name=shows_name,
        at=at,
    )[0]


def pledged(
    person: Person, campaign: CampaignPage, *, at: datetime = MARCH_5, words: str = "", **fields: Any
) -> Pledge:
    """A pledge of any day and state, with an approved promise where it has words: what follows needs no more."""
    pledge = Pledge.objects.create(
        person=person,
        campaign=campaign,
        text=text_of(campaign),
        signed_at=at,
        signed_name=person.name,
        unit=current_unit(person, at.date()),
        **fields,
    )
    if words:
        Promise.objects.create(pledge=pledge, words=words, state=Promise.State.APPROVED, written_at=at, moderated_at=at)
    return pledge


def typed(campaign: CampaignPage, name: str, **fields: str) -> dict[str, str]:
    """What the form sends when everything is acknowledged."""
    text = text_of(campaign)
    lines = {f"line_{line['key']}": "on" for line in text.lines}
    return {"text": str(text.pk), "signed_name": name, "promise": ""} | lines | fields


def staff_of(unit: OrgUnit, count: int, **fields: Any) -> Sequence[Person]:
    """So many people of a unit."""
    return [hire(f"6{next(_numbers):07d}", f"직원{number}", unit, **fields) for number in range(count)]


def signatures(
    campaign: CampaignPage,
    units: Sequence[OrgUnit | None],
    *,
    at: datetime = MARCH_5,
    words: Iterable[str] = (),
    state: str = Promise.State.APPROVED,
    people: Sequence[Person] = (),
    first_number: int | None = None,
) -> list[Pledge]:
    """One leaf for each unit, within a minute, by ``people`` or others made for it; ``words`` for the first of them.

    ``first_number`` says under which numbers they come to the table.
    """
    text = text_of(campaign)
    signers = list(people) or Person.objects.bulk_create(
        Person(employee_number=f"leaf{campaign.pk}x{next(_numbers)}", name="강나래", password="!") for _unit in units
    )
    pledges = Pledge.objects.bulk_create(
        Pledge(
            pk=first_number + place if first_number else None,
            person=person,
            campaign=campaign,
            text=text,
            unit=unit,
            signed_at=at + timedelta(seconds=place / max(1, len(units) / 60)),
            signed_name=person.name,
        )
        for place, (person, unit) in enumerate(zip(signers, units, strict=True))
    )
    Promise.objects.bulk_create(
        Promise(
            pledge=pledge,
            words=said,
            state=state,
            written_at=at,
            moderated_at=None if state == Promise.State.WAITING else at,
        )
        for pledge, said in zip(pledges, words, strict=False)
    )
    return pledges


def build_rally(campaign: CampaignPage, *, at: datetime = MARCH_5, **fields) -> Rally:
    """A rally of two hours around ``at``."""
    usual = {"title": "친절 다짐 대회", "place": "대강당"}
    begins, ends = at - timedelta(minutes=30), at + timedelta(minutes=90)
    return Rally.objects.create(campaign=campaign, starts_at=begins, ends_at=ends, **(usual | fields))
