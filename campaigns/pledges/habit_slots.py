"""What a habit says on pages of lower rooms: a check that is open, on the person's home page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lms.core import clock
from lms.core.parts import part
from lms.people.requests import person_of
from lms.reports.questions import start_of

from .models import Pledge, PracticeCheck
from .practice import DAYS, LAST_STAYS, open_check

__all__ = ["home"]


def home(context: dict[str, Any], **kwargs: Any) -> str:
    """The check of the latest pledge that is open and not answered; nothing on any other day."""
    person, on = person_of(context["request"]), clock.today()
    for pledge_id, signed_at, campaign in _recent(person.pk, on):
        check = open_check(timezone.localdate(signed_at), on=on)
        if check and not PracticeCheck.objects.filter(pledge=pledge_id, day=check.day).exists():
            return part(
                "pledges/slots/practice.html",
                ids={"pledge_id": pledge_id},
                campaign=campaign,
                day=check.day,
                last=check.closes_on,
            )
    return ""


def _recent(person_id: int, on: date) -> QuerySet[Any, Any]:
    """Living pledges that may have a check open."""
    first = start_of(on - timedelta(days=DAYS[-1] + LAST_STAYS))
    pledges = Pledge.objects.living().filter(person=person_id, signed_at__gte=first)
    early_enough = pledges.filter(signed_at__lt=start_of(on - timedelta(days=DAYS[0] - 1)))
    return early_enough.order_by("-signed_at").values_list("pk", "signed_at", "campaign__title")
