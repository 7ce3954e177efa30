"""A campaign with its text and so many leaves, made through the models."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from campaigns.pledges.models import CampaignIndexPage, CampaignPage, Pledge, PledgeText, Promise, Rally
from lms.people.models import OrgUnit, Person
from tests.builders import MARCH_5, home_page

LINES = [
    {"key": "greet", "ko": "먼저 인사하고 끝까지 듣겠습니다.", "en": "I greet first and listen to the end."},
    {"key": "plain", "ko": "쉬운 말로 정확하게 안내하겠습니다.", "en": "I explain correctly in plain words."},
    {"key": "clean", "ko": "어떤 금품과 향응도 받지 않겠습니다.", "en": "I accept no money and no favours."},
    {"key": "near", "ko": "도움이 더 필요한 분께 먼저 다가가겠습니다.", "en": "I go towards those who need more help."},
]
_numbers = itertools.count(1)


def build_campaign(title: str = "2026 친절 다짐", *, slug: str = "kindness-2026", **fields) -> CampaignPage:
    """A published campaign in which one signs on 2026. 3. 5., with the first edition of its text."""
    index = CampaignIndexPage.objects.first()
    if index is None:
        index = home_page().add_child(instance=CampaignIndexPage(title="캠페인", slug="campaigns"))
    days = {
        "announces_on": date(2026, 2, 16),
        "signs_on": date(2026, 3, 2),
        "practises_on": date(2026, 4, 1),
        "looks_back_on": date(2026, 6, 1),
        "closes_on": date(2026, 6, 30),
    }
    page = CampaignPage(title=title, slug=slug, summary="먼저 인사하고 끝까지 듣습니다.", **(days | fields))
    index.add_child(instance=page)
    page.save_revision().publish()
    PledgeText.objects.create(campaign=page, number=1, preamble_ko="우리는 다짐합니다.", lines=LINES, made_at=MARCH_5)
    return page


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
    text = campaign.texts.first()
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
