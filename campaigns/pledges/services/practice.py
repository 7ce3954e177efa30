"""실천 점검: the only writer of private answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Pledge, PracticeCheck
from ..practice import MOST, QUESTIONS, Check, checks_of

__all__ = ["PracticeRefused", "answer_check", "days_of_pledge"]


class PracticeRefused(Exception):
    """Whole sentences: what was not kept, why, and what to do."""


def days_of_pledge(pledge: Pledge) -> tuple[Check, ...]:
    """The checks of a pledge as it stands."""
    withdrawn_on = timezone.localdate(pledge.withdrawn_at) if pledge.withdrawn_at else None
    return checks_of(timezone.localdate(pledge.signed_at), withdrawn_on=withdrawn_on)


@transaction.atomic
def answer_check(*, pledge: Pledge, day: int, answers: Mapping[str, int], note: str, at: datetime) -> PracticeCheck:
    """Keep the person's answers, or mend those of the same check. Raises PracticeRefused while it is not open.

    Safe to repeat and in two tabs: the pledge's row is locked, and there is one check of a pledge and day. It was
    answered when it was answered first: what is mended later moves no past figure.
    """
    values = {question.key: answers[question.key] for question in QUESTIONS}
    if any(not 0 <= value <= MOST for value in values.values()):
        raise ValueError("an answer is one of five steps")
    locked = Pledge.objects.select_for_update().get(pk=pledge.pk)
    check = next((each for each in days_of_pledge(locked) if each.day == day), None)
    on = timezone.localdate(at)
    if check is None or check.is_over(on):
        raise PracticeRefused(
            _("The answers were not kept. This check is over. What you answered before stays on your page.")
        )
    if not check.is_open(on):
        raise PracticeRefused(_("The answers were not kept. This check is not open yet. Please come back on its day."))
    said = {**values, "note": note.strip()}
    kept, _created = PracticeCheck.objects.update_or_create(
        pledge=locked, day=day, defaults=said, create_defaults={**said, "answered_at": at}
    )
    return kept
