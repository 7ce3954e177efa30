"""다짐 대회 of the running campaign, on the last working day: a board with an address, and who was there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.core.working_days import previous_working_day
from lms.people.models import Person
from lms.people.services import people_in, units_of

from ..models import CampaignPage, Rally, RallyAttendance
from ..services.rallies import enter_from_sheet, open_board
from .campaigns import LEFT_OUT

__all__ = ["seed_rally"]

#: Of every hundred who are there, so many come to the hall; the last of them sign the sheet at the door.
SHARE, ON_PAPER = 34, 7
BEGINS, LASTS = time(16), timedelta(hours=1)


@transaction.atomic
def seed_rally(*, at: datetime, stdout: Any) -> None:
    """Safe to repeat; without a campaign in which one signs, or without an HR officer, there is none."""
    on = timezone.localdate(at)
    hr = Person.objects.filter(employee_number="hr").first()
    campaign = CampaignPage.objects.signing(on=on).select_related("audience").first()
    if hr is None or campaign is None or campaign.rallies.exists():
        return
    day = max(previous_working_day(on), campaign.signs_on)
    starts_at = timezone.make_aware(datetime.combine(day, BEGINS))
    rally = Rally.objects.create(
        campaign=campaign, title="친절 다짐 대회", place="시청 대강당", starts_at=starts_at, ends_at=starts_at + LASTS
    )
    open_board(rally=rally, by=hr, at=min(at, starts_at))
    dice = Random(campaign.slug)  # noqa: S311 - the same hall every time
    there = people_in(campaign.audience, day).present(on=day).exclude(employee_number__in=LEFT_OUT).order_by("pk")
    came = [person for person in there if dice.randrange(100) < SHARE]
    scanned, on_paper = came[:-ON_PAPER], came[-ON_PAPER:]
    units = units_of([person.pk for person in scanned], day)
    RallyAttendance.objects.bulk_create(
        RallyAttendance(
            rally=rally,
            person=person,
            # From a quarter of an hour before it begins, most of them right then.
            attended_at=starts_at + timedelta(seconds=dice.triangular(-900, 1200, 0)),
            unit=units.get(person.pk),
        )
        for person in scanned
    )
    enter_from_sheet(rally=rally, people=on_paper, by=hr)
    stdout.write(f"pledges: {len(came)} people at a rally")
