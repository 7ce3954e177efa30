"""What campaigns tell people: that signing begins and ends, to everybody who is invited; what became of one's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.core.clock import local_day
from lms.notices.choices import Cadence
from lms.notices.kinds import Expected, NoticeKind, Subject, Words
from lms.notices.models import Notice
from lms.notices.services import Message, notify_many
from lms.people.services import people_in

from .models import CampaignPage, Promise

__all__ = [
    "APPROVED",
    "KINDS",
    "RETURNED",
    "SIGNING_BEGINS",
    "SIGNING_ENDS",
    "tell_approved",
    "tell_returned",
    "tell_signing",
]

BATCH = 1_000
#: So many days before the last day of signing everybody is told once more.
DAYS_BEFORE_END = 3
NEWS = timedelta(days=14)


def _words_of_beginning(subject: Subject) -> Words:
    return Words(
        title=_("‘%(campaign)s’: signing begins.") % {"campaign": subject["campaign"]},
        paragraphs=[
            subject["summary"],
            _("Read the text in peace. Whether you sign is up to you, and nobody is told who does not."),
        ],
        facts=[(_("Signing"), subject["days"])],
        action=_("Read the pledge"),
    )


def _words_of_end(subject: Subject) -> Words:
    return Words(
        title=_("‘%(campaign)s’: a few days are left to sign.") % {"campaign": subject["campaign"]},
        paragraphs=[_("Everybody who is invited gets this notice, whoever has signed. It is the last one.")],
        facts=[(_("Signing"), subject["days"])],
        action=_("Read the pledge"),
    )


def _sample() -> Subject:
    return {"campaign": "2026 친절 다짐", "summary": "먼저 인사하고 끝까지 듣습니다.", "days": "2026. 3. 2. ~ 3. 31."}


def _sample_promise() -> Subject:
    return {"campaign": "2026 친절 다짐", "reason": "다른 사람의 이름이 들어 있습니다."}


SIGNING_BEGINS = NoticeKind(
    key="pledges.signing_begins",
    title=gettext_lazy("A campaign's signing begins"),
    description=gettext_lazy("On the first day of signing, to everybody whom the campaign invites."),
    words=_words_of_beginning,
    sample=_sample,
    cadence=Cadence.DAILY,
    is_voluntary=True,
    expected=lambda first, last: _expected(first, last, is_end=False),
)
SIGNING_ENDS = NoticeKind(
    key="pledges.signing_ends",
    title=gettext_lazy("A campaign's signing ends soon"),
    description=gettext_lazy("Three days before the last day of signing, to everybody whom the campaign invites."),
    words=_words_of_end,
    sample=_sample,
    cadence=Cadence.DAILY,
    is_voluntary=True,
    expected=lambda first, last: _expected(first, last, is_end=True),
)
APPROVED = NoticeKind(
    key="pledges.promise_approved",
    title=gettext_lazy("My promise can be read"),
    description=gettext_lazy("When the line of your pledge was approved."),
    words=lambda subject: Words(
        title=_("Your promise for ‘%(campaign)s’ is on the tree.") % {"campaign": subject["campaign"]},
        paragraphs=[_("Others can read it now.")],
        action=_("See my pledge"),
    ),
    sample=_sample_promise,
    is_voluntary=True,
)
RETURNED = NoticeKind(
    key="pledges.promise_returned",
    title=gettext_lazy("My promise comes back"),
    description=gettext_lazy("When the line of your pledge was returned, and why."),
    words=lambda subject: Words(
        title=_("Your promise for ‘%(campaign)s’ was returned.") % {"campaign": subject["campaign"]},
        paragraphs=[_("Your signature stands. Only you read this notice. Change the line and it is read again.")],
        facts=[(_("Reason"), subject["reason"])],
        action=_("Change my promise"),
    ),
    sample=_sample_promise,
    is_voluntary=True,
)
KINDS = (SIGNING_BEGINS, SIGNING_ENDS, APPROVED, RETURNED)


def tell_approved(promises: Iterable[Promise], *, at: datetime) -> None:
    """Each author, once for these words. Wants ``pledge__campaign`` along."""
    _tell_authors(APPROVED, promises, at=at)


def tell_returned(promises: Iterable[Promise], *, at: datetime) -> None:
    """The same, with the reason."""
    _tell_authors(RETURNED, promises, at=at)


def _tell_authors(kind: NoticeKind, promises: Iterable[Promise], *, at: datetime) -> None:
    link = reverse("pledges:list_pledges")
    messages = [
        Message(
            person_id=promise.pledge.person_id,
            reason=f"promise:{promise.pk}:{promise.written_at.timestamp():.0f}",
            on=timezone.localdate(at),
            topic=promise.pledge.campaign.title,
            subject={"campaign": promise.pledge.campaign.title, "reason": promise.reason},
            link=link,
            relevant_until=at + NEWS,
        )
        for promise in promises
    ]
    notify_many(kind=kind.key, messages=messages, at=at)


@dataclass(frozen=True)
class Reminder:
    """One of the two notices of one campaign."""

    kind: NoticeKind
    campaign: CampaignPage
    on: date

    @property
    def reason(self) -> str:
        return f"campaign:{self.campaign.pk}"

    def message(self, person_id: int) -> Message:
        """What everybody gets alike: it says nothing about whom it reaches."""
        first, last = self.campaign.signs_on, last_day_of_signing(self.campaign)
        return Message(
            person_id=person_id,
            reason=self.reason,
            on=self.on,
            topic=self.campaign.title,
            subject={
                "campaign": self.campaign.title,
                "summary": self.campaign.summary,
                "days": f"{first.year}. {first.month}. {first.day}. ~ {last.month}. {last.day}.",
            },
            link=self.campaign.url or reverse("pledges:list_pledges"),
            relevant_until=datetime.combine(last + timedelta(days=1), time(), timezone.get_default_timezone()),
        )


def last_day_of_signing(campaign: CampaignPage) -> date:
    """The day before practice begins."""
    return max(campaign.signs_on, campaign.practises_on - timedelta(days=1))


def _day_of_end(campaign: CampaignPage) -> date:
    return max(campaign.signs_on + timedelta(days=1), last_day_of_signing(campaign) - timedelta(days=DAYS_BEFORE_END))


def _due(on: date) -> list[Reminder]:
    due = []
    for campaign in CampaignPage.objects.signing(on=on).select_related("audience"):
        ends = _day_of_end(campaign)
        if ends <= on:
            due.append(Reminder(SIGNING_ENDS, campaign, ends))
        else:
            due.append(Reminder(SIGNING_BEGINS, campaign, campaign.signs_on))
    return due


def tell_signing(*, at: datetime) -> str:
    """Tell everybody who is invited that signing begins, or ends soon. An idle run reads and writes nothing.

    Batches of a thousand, each for itself: what was told before a crash is told once.
    """
    count = 0
    for reminder in _due(local_day(at)):
        told = Notice.objects.filter(
            person=OuterRef("pk"), kind=reminder.kind.key, reason=reminder.reason, on=reminder.on
        )
        waiting = people_in(reminder.campaign.audience, local_day(at)).exclude(Exists(told)).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            messages = [reminder.message(person_id) for person_id in ids[start : start + BATCH]]
            count += len(notify_many(kind=reminder.kind.key, messages=messages, at=at))
    return ngettext("%(count)d notice about signing", "%(count)d notices about signing", count) % {"count": count}


def _expected(first: date, last: date, *, is_end: bool) -> list[Expected]:
    expected = []
    for campaign in CampaignPage.objects.live().filter(practises_on__gt=first, signs_on__lte=last):
        on = _day_of_end(campaign) if is_end else campaign.signs_on
        if first <= on <= last:
            count = people_in(campaign.audience, on).count()
            expected.append(Expected(on, campaign.title, _("to everybody whom the campaign invites"), count))
    return expected
