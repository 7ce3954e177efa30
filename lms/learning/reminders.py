"""기한 알림: who is reminded of what on a day, as the job gives it and as staff see it beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.core.working_days import is_working_day
from lms.courses.models import CoursePage
from lms.notices.kinds import Expected
from lms.notices.services import Message, notify_many, told
from lms.people.models import Person

from .models import Enrolment
from .reminding import LATE, OVERDUE, Reminder, due_dates_in_question, reminder_for

__all__ = ["expected_reminders", "remind_of_due_dates"]

KIND = "learning.due"


def remind_of_due_dates(*, on: date, at: datetime) -> int:
    """Give every reminder that holds on that day, once; how many were new.

    Four questions however many people there are; an idle run finds nobody. A new due date is reminded of anew.
    """
    by_step: dict[str, dict[date, Reminder]] = {}
    for due_on in due_dates_in_question(on):
        if reminder := reminder_for(due_on, on=on, works=is_working_day):
            by_step.setdefault(reminder.step, {})[due_on] = reminder
    # Staff's lists speak the institution's language, whatever the caller's is.
    with translation.override(settings.LANGUAGE_CODE):
        return sum(
            len(notify_many(kind=KIND, messages=_messages(step, days, on), at=at)) for step, days in by_step.items()
        )


def _open_on(due_dates: Iterable[date], on: date) -> QuerySet[Any]:
    """Who has still to finish by one of these days, can do so, and is at work."""
    rows: QuerySet[Any] = (
        Enrolment.objects.living()
        .real()
        .filter(
            Q(run__closes_on__isnull=True) | Q(run__closes_on__gte=on),
            due_on__in=list(due_dates),
            run__course__live=True,
            person__in=Person.objects.present(on=on).filter(is_active=True).values("pk"),
        )
        .with_standing_completion()
        .order_by()
    )
    return rows.filter(standing__isnull=True)


def _messages(step: str, days: dict[date, Reminder], on: date) -> Iterator[Message]:
    rows = (
        _open_on(days, on)
        .exclude(told(kind=KIND, prefix="enrolment:", suffix=f":{step}", on="due_on"))
        .values_list("pk", "person_id", "run__course_id", "due_on", "enrolled_at")
    )
    # Whoever came on the course after the reminder's day was told the due date then.
    found = [row for row in rows.iterator(2_000) if timezone.localdate(row[4]) < days[row[3]].given_on]
    courses = CoursePage.objects.defer("introduction", "objectives").in_bulk({row[2] for row in found})
    labels = {pk: (course.title, course.url or "") for pk, course in courses.items()}
    for pk, person_id, course_id, due_on, _enrolled_at in found:
        title, link = labels[course_id]
        last_day = due_on + timedelta(days=LATE) if step == OVERDUE else due_on
        yield Message(
            person_id=person_id,
            reason=f"enrolment:{pk}:{step}",
            on=due_on,
            topic=f"{title} · {step_words(step)}",
            subject={"enrolment": pk, "course": title, "due_on": due_on.isoformat(), "step": step},
            link=link,
            relevant_until=timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min)),
        )


def step_words(step: str) -> str:
    """``D-7``, or that the day has passed."""
    return _("overdue") if step == OVERDUE else step.upper()


def expected_reminders(first: date, last: date) -> Iterable[Expected]:
    """What the coming days will bring if nobody completes anything; one question for each day."""
    for offset in range((last - first).days + 1):
        yield from _expected_on(first + timedelta(days=offset))


def _expected_on(on: date) -> Iterator[Expected]:
    new_today = {
        due_on: reminder
        for due_on in due_dates_in_question(on)
        if (reminder := reminder_for(due_on, on=on, works=is_working_day)) and reminder.given_on == on
    }
    if not new_today:
        return
    counted = (
        _open_on(new_today, on)
        .values("due_on", "run__course__title")
        .annotate(people=Count("pk"))
        .order_by("due_on", "run__course__title")
    )
    for row in counted:
        step = new_today[row["due_on"]].step
        yield Expected(
            on=on,
            topic=row["run__course__title"],
            why=_why(step, _short(row["due_on"])),
            count=row["people"],
        )


def _why(step: str, day: str) -> str:
    if step == OVERDUE:
        return _("The due date %(day)s has passed.") % {"day": day}
    return _("%(step)s of the due date %(day)s") % {"step": step_words(step), "day": day}


def _short(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."
