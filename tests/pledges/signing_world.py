"""A campaign to sign in on 2026. 3. 5., made through the doors a trainer uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from campaigns.pledges.models import CampaignIndexPage, CampaignPage, Pledge, PledgeText
from campaigns.pledges.services.signing import current_text, sign
from campaigns.pledges.services.texts import TextDraft, save_text
from lms.people.models import Person
from tests.builders import MARCH_5, home_page

LINES = (
    {"key": "greet", "ko": "먼저 인사하고 끝까지 듣겠습니다.", "en": "I greet first and listen to the end."},
    {"key": "plain", "ko": "쉬운 말로 정확하게 안내하겠습니다.", "en": ""},
    {"key": "clean", "ko": "어떤 금품과 향응도 받지 않겠습니다.", "en": ""},
    {"key": "near", "ko": "도움이 더 필요한 분께 먼저 다가가겠습니다.", "en": ""},
)
DAYS = {
    "announces_on": date(2026, 2, 16),
    "signs_on": date(2026, 3, 2),
    "practises_on": date(2026, 4, 1),
    "looks_back_on": date(2026, 6, 1),
    "closes_on": date(2026, 6, 30),
}


def draft(**fields: Any) -> TextDraft:
    usual = {"preamble_ko": "우리는 다음과 같이 다짐합니다.", "preamble_en": "We pledge.", "lines": LINES}
    return TextDraft(**(usual | fields))


def open_campaign(
    title: str = "2026 친절 다짐", *, slug: str = "kindness-2026", text: bool = True, **fields: Any
) -> CampaignPage:
    """A published campaign with the first edition of its text."""
    index = CampaignIndexPage.objects.first()
    if index is None:
        index = home_page().add_child(instance=CampaignIndexPage(title="캠페인", slug="campaigns"))
    page = CampaignPage(title=title, slug=slug, summary="먼저 인사하고 끝까지 듣습니다.", **(DAYS | fields))
    index.add_child(instance=page)
    page.save_revision().publish()
    if text:
        save_text(campaign=page, draft=draft(), by=None, at=MARCH_5)
    return page


def text_of(campaign: CampaignPage) -> PledgeText:
    found = current_text(campaign)
    assert found is not None
    return found


def signed(
    person: Person, campaign: CampaignPage, *, promise: str = "", shows_name: bool = False, at: Any = MARCH_5
) -> Pledge:
    """The person's pledge."""
    return sign(
        person=person,
        campaign=campaign,
        text=text_of(campaign),
        signed_name=person.name,
        promise=promise,
        shows_name=shows_name,
        at=at,
    )[0]


def typed(campaign: CampaignPage, name: str, **fields: str) -> dict[str, str]:
    """What the form sends when everything is acknowledged."""
    text = text_of(campaign)
    lines = {f"line_{line['key']}": "on" for line in text.lines}
    return {"text": str(text.pk), "signed_name": name, "promise": ""} | lines | fields
