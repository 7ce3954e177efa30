"""This year's campaign, in the middle of its signing on the day of seeding, and last year's, which is over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from lms.courses.demo.seeder import TRAINER_GROUP
from lms.courses.models import CoursePage
from lms.courses.services import grant_section
from lms.people.models import Person
from lms.people.services import people_in, units_of

from ..models import CampaignIndexPage, CampaignPage, Pledge, PledgeText, Promise
from ..phases import Days
from ..services.signing import current_text
from ..services.texts import TextDraft, save_text
from ..words import clean_promise
from .content import LAST_YEAR_STORY, LINES, PREAMBLE, PREAMBLE_EN, STORY, promises
from .reading import read_aloud

__all__ = ["LEFT_OUT", "seed_campaigns"]

COURSE = "customer-mindset"
#: Of every hundred who are there, so many sign.
SHARE, SHARE_LAST_YEAR = 72, 58
#: Accounts that have signed, and those a visitor can sign with.
SIGNED, LEFT_OUT = {"trainer", "hr"}, {"learner", "outsider", "manager", "admin"}
LINES_LAST_YEAR = (0, 1, 2, 4)


@transaction.atomic
def seed_campaigns(*, at: datetime, stdout: Any) -> None:
    """Two campaigns with their texts, signatures and lines. Repeating keeps what is there."""
    index = CampaignIndexPage.objects.first()
    if index is None:
        stdout.write("pledges: there is no page for campaigns; nothing to plant")
        return
    # The trainers of the demo city make campaigns too.
    grant_section(section=index, group=Group.objects.get_or_create(name=TRAINER_GROUP)[0])
    on = timezone.localdate(at)
    signs_on = on - timedelta(days=9)
    days = Days(
        on - timedelta(days=23), signs_on, on + timedelta(days=12), on + timedelta(days=95), on + timedelta(days=125)
    )
    last = date(on.year - 1, 3, 2)
    days_then = Days(
        last - timedelta(days=14),
        last,
        last + timedelta(days=30),
        last + timedelta(days=92),
        last + timedelta(days=121),
    )
    new = _campaign(
        index,
        year=on.year,
        title="먼저 다가가는 친절",
        summary="먼저 인사하고, 끝까지 듣고, 쉬운 말로 안내합니다.",
        story=STORY,
        days=days,
    )
    old = _campaign(
        index,
        year=on.year - 1,
        title="먼저 건네는 인사",
        summary="하루를 여는 인사 한마디를 함께 연습했습니다.",
        story=LAST_YEAR_STORY,
        days=days_then,
    )
    texts = {
        new: _text(new, LINES, at=at, is_read_aloud=True),
        old: _text(old, [LINES[place] for place in LINES_LAST_YEAR], at=at),
    }
    said = promises()
    count = _sign(new, texts[new], share=SHARE, lines=said, until=at)
    count += _sign(old, texts[old], share=SHARE_LAST_YEAR, lines=said[::-3], until=_morning(old.practises_on))
    stdout.write(f"pledges: {count} new signatures on 2 campaigns")


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), timezone.get_default_timezone())


def _campaign(index: CampaignIndexPage, *, year: int, title: str, summary: str, story: str, days: Days) -> CampaignPage:
    slug = f"kindness-{year}"
    found: CampaignPage | None = CampaignPage.objects.filter(slug=slug).first()
    if found is not None:
        return found
    page = CampaignPage(title=f"{year} {title}", slug=slug, summary=summary, **asdict(days))
    page.story = page.story.stream_block.to_python([{"type": "text", "value": " ".join(story.split("\n"))}])
    page.linked_course = CoursePage.objects.filter(slug=COURSE).first()
    page.owner = Person.objects.filter(employee_number="trainer").first()
    index.refresh_from_db()
    index.add_child(instance=page)
    page.save_revision(user=page.owner).publish()
    return page


def _text(campaign: CampaignPage, lines: Any, *, at: datetime, is_read_aloud: bool = False) -> PledgeText:
    found = current_text(campaign)
    if found is not None:
        return found
    recording = None
    if is_read_aloud:
        spoken = [PREAMBLE, *(f"하나, {line['ko']}" for line in lines)]
        title = f"{campaign.title}: 다짐문 낭독"
        recording = read_aloud(slug=campaign.slug, title=title, lines=spoken, by=campaign.owner, at=at)
    draft = TextDraft(PREAMBLE, PREAMBLE_EN, tuple(lines), recording)
    return save_text(campaign=campaign, draft=draft, by=campaign.owner, at=_morning(campaign.announces_on))[0]


def _sign(campaign: CampaignPage, text: PledgeText, *, share: int, lines: list[str], until: datetime) -> int:
    """Bulk inserts with the same snapshot as ``services.signing``: it runs at every first start."""
    if campaign.pledges.exists():
        return 0
    dice = Random(campaign.slug)  # noqa: S311 - the same city every time
    begins = _morning(campaign.signs_on)
    span = max(1, int((until - begins).total_seconds()) - 3600)
    there = list(people_in(campaign.audience, campaign.signs_on).present(on=campaign.signs_on).order_by("pk"))
    chosen = [
        person
        for person in there
        if person.employee_number not in LEFT_OUT and (dice.randrange(100) < share or person.employee_number in SIGNED)
    ]
    units = units_of([person.pk for person in chosen], campaign.signs_on)
    # Many on the first days, fewer later.
    moments = sorted(begins + timedelta(seconds=int(span * dice.random() ** 2)) for _person in chosen)
    dice.shuffle(chosen)
    pledges = Pledge.objects.bulk_create(
        Pledge(
            person=person,
            campaign=campaign,
            text=text,
            signed_at=moment,
            signed_name=person.name,
            unit=units.get(person.pk),
            rank_title=person.rank_title,
        )
        for person, moment in zip(chosen, moments, strict=True)
    )
    hr = Person.objects.filter(employee_number="hr").first()
    is_over = campaign.practises_on <= timezone.localdate(until)
    rows = []
    for place, (pledge, words) in enumerate(zip(pledges, lines, strict=False)):
        # The latest lines of a running campaign wait for their reader.
        waits = not is_over and place >= min(len(pledges), len(lines)) - 12
        rows.append(
            Promise(
                pledge=pledge,
                words=clean_promise(words),
                shows_name=place % 3 == 0,
                state=Promise.State.WAITING if waits else Promise.State.APPROVED,
                written_at=pledge.signed_at,
                moderated_at=None if waits else pledge.signed_at + timedelta(hours=5),
                moderated_by=None if waits else hr,
            )
        )
    Promise.objects.bulk_create(rows)
    return len(pledges)
