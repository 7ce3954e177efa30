"""What learning tells people: a course was opened for them, a due date comes near, another attempt was granted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from lms.notices.choices import Cadence
from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.models import Notice
from lms.notices.services import Message, notify, notify_many

from .models import Enrolment, ExtraAttempt
from .reminders import expected_reminders
from .reminding import OVERDUE

__all__ = ["COURSE_OPENED", "DUE", "EXTRA_ATTEMPT", "KINDS", "tell_courses_opened", "tell_extra_attempt"]

#: How long after the day a mail still makes sense where there is no due date.
NEWS = timedelta(days=14)


def _day(iso: str | None) -> str:
    return date_format(date.fromisoformat(iso), "Y. n. j.(D)") if iso else ""


def _due_fact(subject: Subject) -> list[tuple[str, str]]:
    return [(_("Due"), _day(subject["due_on"]))] if subject.get("due_on") else []


def _opened_words(subject: Subject) -> Words:
    return Words(
        title=_("The course ‘%(course)s’ was opened for you.") % {"course": subject["course"]},
        paragraphs=[
            _("It is mandatory training that applies to you.")
            if subject["source"] == Enrolment.Source.RULE
            else _("It was assigned to you.")
        ],
        facts=_due_fact(subject),
        action=_("Open the course"),
    )


def _due_words(subject: Subject) -> Words:
    known = {"course": subject["course"], "day": _day(subject["due_on"])}
    if subject["step"] == OVERDUE:
        title = _("The due date of the course ‘%(course)s’ has passed.") % known
        text = _("The course can still be completed. Please finish it as soon as you can.")
    else:
        title = _("Please complete the course ‘%(course)s’ by %(day)s.") % known
        text = _("What you have done so far is kept; you go on where you stopped.")
    return Words(title=title, paragraphs=[text], facts=_due_fact(subject), action=_("Go on learning"))


def _attempt_words(subject: Subject) -> Words:
    return Words(
        title=_("You may sit ‘%(lesson)s’ once more.") % {"lesson": subject["lesson"]},
        paragraphs=[_("Another attempt was granted to you.")],
        facts=[(_("Course"), subject["course"]), (_("Reason"), subject["reason"])],
        action=_("Open the quiz"),
    )


def _still_open(notices: Sequence[Notice]) -> Iterable[UUID]:
    """Those whose enrolment lives, is not completed and has the due date that the notice names."""
    ids = {notice.subject["enrolment"] for notice in notices}
    rows: QuerySet[Any] = Enrolment.objects.living().filter(pk__in=ids).with_standing_completion()
    due = dict(rows.filter(standing__isnull=True).order_by().values_list("pk", "due_on"))
    for notice in notices:
        pk, due_on = notice.subject["enrolment"], notice.subject.get("due_on")
        if pk in due and due_on == (due[pk].isoformat() if due[pk] else None):
            yield notice.pk


_ASSIGNED = gettext_lazy("It is about training that your work requires of you.")

COURSE_OPENED = NoticeKind(
    key="learning.course_opened",
    title=gettext_lazy("Course opened for you"),
    description=gettext_lazy("When a course is assigned to you."),
    words=_opened_words,
    sample=lambda: {"course": "특이민원 대응 실전", "due_on": "2026-06-30", "source": Enrolment.Source.RULE},
    may_be_switched_off=False,
    why_not=_ASSIGNED,
    still_holds=_still_open,
)
DUE = NoticeKind(
    key="learning.due",
    title=gettext_lazy("Due date near"),
    description=gettext_lazy("30 days, 7 days and one day before a course is due, and once when the day has passed."),
    words=_due_words,
    sample=lambda: {"course": "특이민원 대응 실전", "due_on": "2026-06-30", "step": "d-7"},
    may_be_switched_off=False,
    why_not=_ASSIGNED,
    still_holds=_still_open,
    expected=expected_reminders,
)
EXTRA_ATTEMPT = NoticeKind(
    key="learning.extra_attempt",
    title=gettext_lazy("Another attempt granted"),
    description=gettext_lazy("When a trainer lets you sit a quiz once more."),
    words=_attempt_words,
    sample=lambda: {"course": "특이민원 대응 실전", "lesson": "마무리 평가", "reason": "응시 중 정전"},
    cadence=Cadence.AT_ONCE,
)
KINDS = (COURSE_OPENED, DUE, EXTRA_ATTEMPT)


def end_of(day: date) -> datetime:
    """The moment at which a day that is counted is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def tell_courses_opened(enrolments: Iterable[Enrolment], *, at: datetime) -> None:
    """Tell people whom somebody else put on a run; whoever chose it knows. Wants ``run__course`` at hand."""
    assigned = (Enrolment.Source.MANAGER, Enrolment.Source.RULE)
    told = (_opened(each, at) for each in enrolments if not each.is_trial and each.source in assigned)
    notify_many(kind=COURSE_OPENED.key, messages=told, at=at)


def _opened(enrolment: Enrolment, at: datetime) -> Message:
    course = enrolment.run.course
    return Message(
        person_id=enrolment.person_id,
        reason=f"enrolment:{enrolment.pk}",
        on=timezone.localdate(enrolment.enrolled_at),
        topic=course.title,
        subject={
            "enrolment": enrolment.pk,
            "course": course.title,
            "due_on": enrolment.due_on.isoformat() if enrolment.due_on else None,
            "source": enrolment.source,
        },
        link=course.url or "",
        relevant_until=end_of(enrolment.due_on) if enrolment.due_on else at + NEWS,
    )


def tell_extra_attempt(extra: ExtraAttempt, *, at: datetime) -> None:
    """Tell the person who may sit once more."""
    lesson: Any = Page.objects.get(pk=extra.lesson_id)
    notify(
        kind=EXTRA_ATTEMPT.key,
        person=extra.enrolment.person_id,
        reason=f"extra:{extra.pk}",
        on=timezone.localdate(extra.granted_at),
        at=at,
        topic=lesson.title,
        subject={"course": extra.enrolment.run.course.title, "lesson": lesson.title, "reason": extra.reason},
        link=lesson.url or reverse("learning:show_my_learning"),
        relevant_until=at + NEWS,
    )
