"""08:45 방송 알림: a word before the broadcast, for whoever asked for it. Nobody gets it unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.notices.choices import Cadence
from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.models import Notice, Preference
from lms.notices.services import Message, notify_many

from ..models import BroadcastIndexPage, Episode

__all__ = ["MORNING", "tell_morning"]

#: So long before the moment the word goes out; a job that comes a little late still tells in time.
AHEAD = timedelta(minutes=5, seconds=30)


def _words(subject: Subject) -> Words:
    starts = parse_datetime(subject["starts_at"])
    time = date_format(timezone.localtime(starts), "H:i") if starts else ""
    facts = [(_("Theme"), subject["theme"])] if subject.get("theme") else []
    title = _("The kindness broadcast begins at %(time)s.") % {"time": time}
    return Words(title=title, facts=facts, action=_("Listen together"))


def _still_planned(notices: Sequence[Notice]) -> Iterable[UUID]:
    """Those whose episode was not taken off since and still begins then."""
    ids = {notice.subject["episode"] for notice in notices}
    found = Episode.objects.approved().filter(pk__in=ids).order_by().values_list("pk", "on_air_from")
    moments = {pk: moment.isoformat() for pk, moment in found}
    for notice in notices:
        if moments.get(notice.subject["episode"]) == notice.subject["starts_at"]:
            yield notice.pk


MORNING = NoticeKind(
    key="broadcasts.morning",
    title=gettext_lazy("Before the broadcast"),
    description=gettext_lazy("Five minutes before a broadcast begins. Off until you choose it."),
    words=_words,
    sample=lambda: {"starts_at": "2026-03-05T08:50:00+09:00", "theme": "관계"},
    cadence=Cadence.OFF,
    is_voluntary=True,
    still_holds=_still_planned,
)


def tell_morning(*, at: datetime) -> int:
    """Tell whoever asked for it of a broadcast that begins within five minutes; how many were told now."""
    soon = Episode.objects.coming(at=at).filter(on_air_from__lte=at + AHEAD).select_related("recording")
    episode = soon.order_by("on_air_from").first()
    if episode is None:
        return 0
    return len(notify_many(kind=MORNING.key, messages=_messages(episode), at=at))


def _messages(episode: Episode) -> Iterator[Message]:
    starts: datetime = episode.on_air_from  # type: ignore[attr-defined]
    length = timedelta(milliseconds=episode.recording.duration_ms if episode.recording else 0)
    index = BroadcastIndexPage.objects.live().first()
    # Its banner leads on to what is on air.
    link = (index.url or "") if index else ""
    wanted = Preference.objects.filter(kind=MORNING.key, person__is_active=True).exclude(cadence=Cadence.OFF)
    for person_id in wanted.order_by("person").values_list("person_id", flat=True).iterator(1_000):
        yield Message(
            person_id=person_id,
            reason=f"morning:{episode.pk}",
            on=timezone.localdate(starts),
            subject={"episode": episode.pk, "starts_at": starts.isoformat(), "theme": episode.theme},
            link=link,
            relevant_until=starts + length,
        )
