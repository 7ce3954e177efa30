"""What the people of the demo city were told in the past weeks: assignments of the accounts, and due dates."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ..models import Enrolment
from ..notices import tell_courses_opened
from ..reminders import remind_of_due_dates

__all__ = ["seed_notices"]

#: The accounts that are signed in with; what everybody else was told two years long would only fill the lists.
ACCOUNTS = ("learner", "manager", "outsider", "trainer")
REMINDED = timedelta(days=21)


def seed_notices(*, at: datetime, stdout: Any) -> None:
    """Told as the job told it, day by day, at seven in the morning. Safe to repeat."""
    assigned = Enrolment.objects.living().real().filter(person__employee_number__in=ACCOUNTS)
    for enrolment in assigned.select_related("run__course"):
        told_at = timezone.localtime(enrolment.enrolled_at).replace(hour=8, minute=40)
        tell_courses_opened([enrolment], at=told_at)
    today, count = timezone.localdate(at), 0
    for days in range(REMINDED.days, -1, -1):
        day = today - timedelta(days=days)
        morning = timezone.make_aware(datetime.combine(day, time(7, 0)))
        if morning <= at:
            count += remind_of_due_dates(on=day, at=morning)
    stdout.write(f"learning: {count} reminders of due dates")
