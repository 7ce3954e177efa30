"""What a habit tells people: that a practice check is open, and that a small day is today. Both may be switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.core.working_days import is_working_day
from lms.notices.kinds import Expected, NoticeKind, Subject, Words
from lms.notices.models import Notice
from lms.notices.services import Message, notify_many, told
from lms.people.models import Person
from lms.reports.questions import start_of

from .models import Pledge, PracticeCheck, SmallDay
from .practice import DAYS, LATE, checks_of, told_on
from .year import Occurrence, days_between

__all__ = ["KINDS", "PRACTICE", "SMALL_DAY", "tell_practice_checks", "tell_small_days"]


def _practice_words(subject: Subject) -> Words:
    return Words(
        title=_("%(day)d days ago you made a promise: how has it gone?") % {"day": subject["day"]},
        paragraphs=[
            _("There are three short questions. Only you see the answers."),
            _("Whoever would rather not answer need not do anything."),
        ],
        facts=[(_("Campaign"), subject["campaign"])],
        action=_("Look back on my practice"),
    )


def _small_day_words(subject: Subject) -> Words:
    return Words(
        title=_("Today is ‘%(title)s’.") % {"title": subject["title"]},
        paragraphs=[subject["note"]],
        action=_("See the year's calendar"),
    )


def _still_open(notices: Sequence[Notice]) -> Iterable[UUID]:
    """Those whose pledge lives and whose check nobody has answered."""
    ids = {notice.subject["pledge"] for notice in notices}
    living = set(Pledge.objects.living().filter(pk__in=ids).values_list("pk", flat=True))
    answered = set(PracticeCheck.objects.filter(pledge__in=ids).values_list("pledge_id", "day"))
    for notice in notices:
        pledge_id, day = notice.subject["pledge"], notice.subject["day"]
        if pledge_id in living and (pledge_id, day) not in answered:
            yield notice.pk


def _expected_small_days(first: date, last: date) -> Iterable[Expected]:
    """The small days of the coming days, for everybody at work."""
    for each in days_between(SmallDay.objects.all(), first, last):
        count = Person.objects.present(on=each.on).filter(is_active=True).count()
        yield Expected(on=each.on, topic=each.title, why=_("a day of the small-days calendar"), count=count)


PRACTICE = NoticeKind(
    key="pledges.practice",
    title=gettext_lazy("Practice check"),
    description=gettext_lazy("7, 30 and 90 days after you signed a pledge."),
    words=_practice_words,
    sample=lambda: {"pledge": 0, "day": 7, "campaign": "2026 친절 실천 다짐"},
    is_voluntary=True,
    still_holds=_still_open,
)
SMALL_DAY = NoticeKind(
    key="pledges.small_day",
    title=gettext_lazy("Small days of kindness"),
    description=gettext_lazy("In the morning of a small day, for example 민원캔디데이."),
    words=_small_day_words,
    sample=lambda: {"title": "민원캔디데이", "note": "민원실 창구에 사탕을 두고 기다리는 분께 권합니다."},
    is_voluntary=True,
    expected=_expected_small_days,
)
KINDS = (PRACTICE, SMALL_DAY)


def tell_practice_checks(*, at: datetime) -> str:
    """Tell whoever has a check that opened within the last two weeks and has not answered it; each once."""
    on = timezone.localdate(at)
    count = sum(len(notify_many(kind=PRACTICE.key, messages=_practice(day, on), at=at)) for day in DAYS)
    return ngettext("%(count)d person told of a practice check", "%(count)d people told of a practice check", count) % {
        "count": count
    }


def _practice(day: int, on: date) -> Iterator[Message]:
    """Who has the check of that day open, on a working day after it opened; an idle run finds nobody."""
    answered = PracticeCheck.objects.filter(pledge=OuterRef("pk"), day=day)
    last = on - timedelta(days=day)
    rows: QuerySet[Any, Any] = (
        Pledge.objects.living()
        .filter(
            ~Exists(answered),
            signed_at__gte=start_of(last - timedelta(days=LATE)),
            signed_at__lt=start_of(last + timedelta(days=1)),
            person__in=Person.objects.present(on=on).filter(is_active=True).values("pk"),
        )
        .annotate(signed_on=TruncDate("signed_at"))
        .exclude(told(kind=PRACTICE.key, prefix="pledge:", suffix=f":{day}", on="signed_on"))
        .order_by("pk")
        .values_list("pk", "person_id", "signed_on", "campaign__title")
    )
    for pledge_id, person_id, signed_on, campaign in rows.iterator(2_000):
        check = next(each for each in checks_of(signed_on) if each.day == day)
        if told_on(check, is_working_day) > on:
            continue
        yield Message(
            person_id=person_id,
            reason=f"pledge:{pledge_id}:{day}",
            on=signed_on,
            topic=campaign,
            subject={"pledge": pledge_id, "day": day, "campaign": campaign},
            link=reverse("pledges:answer_practice", args=[pledge_id, day]),
            relevant_until=start_of(check.closes_on + timedelta(days=1)),
        )


def tell_small_days(*, at: datetime) -> str:
    """Tell everybody at work of the small days of today; each once."""
    on = timezone.localdate(at)
    today = days_between(SmallDay.objects.all(), on, on)
    count = sum(len(notify_many(kind=SMALL_DAY.key, messages=_small_day(each, on), at=at)) for each in today)
    return ngettext("%(count)d notice of a small day", "%(count)d notices of a small day", count) % {"count": count}


def _small_day(each: Occurrence, on: date) -> Iterator[Message]:
    reason = f"small_day:{each.small_day_id}"
    before = Notice.objects.filter(person=OuterRef("pk"), kind=SMALL_DAY.key, reason=reason, on=on)
    people = Person.objects.present(on=on).filter(~Exists(before), is_active=True)
    link = reverse("pledges:show_calendar")
    for person_id in people.order_by("pk").values_list("pk", flat=True).iterator(2_000):
        yield Message(
            person_id=person_id,
            reason=reason,
            on=on,
            topic=each.title,
            subject={"title": each.title, "note": each.note},
            link=link,
            relevant_until=start_of(on + timedelta(days=1)),
        )
