"""What senders are told: adopted, put on hold with a reply, returned, on the air."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.core.dates import day_words
from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.models import Notice
from lms.notices.services import Message, notify, notify_many

from ..models import Episode, Story

__all__ = ["KINDS", "tell_aired", "tell_decided"]

#: A mail about it makes sense for so long; stories aired longer ago are no news.
NEWS = timedelta(days=14)


def _adopted_words(subject: Subject) -> Words:
    return Words(
        title=_("Your story ‘%(story)s’ was adopted.") % {"story": subject["story"]},
        paragraphs=[_("Thank you. You are told when it was on the air, and can take it back until then.")],
        facts=[(pgettext("to whoever sent a story", "Reply"), subject["reply"])] if subject.get("reply") else [],
        action=_("See my stories"),
    )


def _held_words(subject: Subject) -> Words:
    return Words(
        title=_("Your story ‘%(story)s’ was put on hold.") % {"story": subject["story"]},
        paragraphs=[_("It is kept for a day that fits. You can take it back until it was on the air.")],
        facts=[(_("Reply"), subject["reply"])],
        action=_("See my stories"),
    )


def _returned_words(subject: Subject) -> Words:
    return Words(
        title=_("Your story ‘%(story)s’ was returned.") % {"story": subject["story"]},
        paragraphs=[
            _("Thank you for sending it. It cannot be read on air as it is; you may change it and send it again.")
        ],
        facts=[(pgettext("to whoever sent a story", "Reply"), subject["reply"])],
        action=_("See my stories"),
    )


def _aired_words(subject: Subject) -> Words:
    return Words(
        title=_("Your story ‘%(story)s’ was on the air. Thank you.") % {"story": subject["story"]},
        paragraphs=[_("Colleagues heard it this morning; it can be listened to again.")],
        facts=[
            (_("Episode"), subject["episode"]),
            (pgettext("of a story", "On air"), day_words(date.fromisoformat(subject["on"]))),
        ],
        action=_("Listen again"),
    )


def _not_withdrawn(notices: Sequence[Notice]) -> Iterable[UUID]:
    """Those whose story stands as the notice says: a decision that was changed meanwhile is not mailed."""
    ids = {notice.subject["id"] for notice in notices}
    states = dict(Story.objects.standing().filter(pk__in=ids).order_by().values_list("pk", "state"))
    for notice in notices:
        if states.get(notice.subject["id"]) == notice.subject["state"]:
            yield notice.pk


ADOPTED = NoticeKind(
    key="broadcasts.story_adopted",
    title=gettext_lazy("Story adopted"),
    description=gettext_lazy("When a story you sent is chosen for the broadcast."),
    words=_adopted_words,
    sample=lambda: {"story": "두 번 오지 않게 해 준 한 문장", "reply": "다음 주 월요일에 읽겠습니다."},
    is_voluntary=True,
    still_holds=_not_withdrawn,
)
HELD = NoticeKind(
    key="broadcasts.story_held",
    title=gettext_lazy("Story on hold"),
    description=gettext_lazy("When a story you sent is kept for another day and an editor wrote a reply."),
    words=_held_words,
    sample=lambda: {"story": "겨울 창구의 손난로", "reply": "날이 추워지면 읽겠습니다."},
    is_voluntary=True,
    still_holds=_not_withdrawn,
)
RETURNED = NoticeKind(
    key="broadcasts.story_returned",
    title=gettext_lazy("Story returned"),
    description=gettext_lazy("When a story you sent cannot be read on air as it is."),
    words=_returned_words,
    sample=lambda: {"story": "창구에서 만난 분", "reply": "어느 분인지 알 수 있는 대목을 빼고 다시 보내 주세요."},
    is_voluntary=True,
    still_holds=_not_withdrawn,
)
AIRED = NoticeKind(
    key="broadcasts.story_aired",
    title=gettext_lazy("Story on air"),
    description=gettext_lazy("When a story you sent has been read in an episode."),
    words=_aired_words,
    sample=lambda: {"story": "두 번 오지 않게 해 준 한 문장", "episode": "끝인사 한 번 더", "on": "2026-03-02"},
    is_voluntary=True,
    still_holds=_not_withdrawn,
)
KINDS = (ADOPTED, HELD, RETURNED, AIRED)


def tell_decided(story: Story, *, at: datetime) -> None:
    """Tell the sender what was decided, once for each decision of a day; of HELD only where there is a reply."""
    kinds = {Story.State.ADOPTED: ADOPTED, Story.State.HELD: HELD, Story.State.RETURNED: RETURNED}
    kind = kinds.get(Story.State(story.state))
    if kind is None or story.sender_id is None or (kind is HELD and not story.reply):
        return
    notify(
        kind=kind.key,
        person=story.sender_id,
        reason=f"story:{story.pk}:{story.state}",
        on=timezone.localdate(at),
        at=at,
        topic=story.title,
        subject={"id": story.pk, "state": story.state, "story": story.title, "reply": story.reply},
        link=reverse("broadcasts:list_stories"),
        relevant_until=at + NEWS,
    )


def tell_aired(*, at: datetime) -> int:
    """Thank whoever's story was read in an episode of the last two weeks; how many were told now.

    The episode must be over; one that was taken off was not heard. Repeating tells nobody twice.
    """
    episodes = {each.pk: each for each in _heard(at)}
    stories = Story.objects.standing().filter(state=Story.State.ADOPTED, episode__in=episodes, sender__isnull=False)
    return len(notify_many(kind=AIRED.key, messages=[_message(each, episodes) for each in stories], at=at))


def _heard(at: datetime) -> Iterable[Episode]:
    lately = Episode.objects.aired(at=at).filter(on_air_from__gt=at - NEWS).select_related("recording")
    for episode in lately:
        length = timedelta(milliseconds=episode.recording.duration_ms if episode.recording else 0)
        if episode.on_air_from + length <= at:
            yield episode


def _message(story: Story, episodes: dict[int, Episode]) -> Message:
    episode = episodes[story.episode_id or 0]
    on = timezone.localdate(episode.on_air_from)  # type: ignore[attr-defined]
    return Message(
        person_id=story.sender_id or 0,
        reason=f"story:{story.pk}:aired",
        on=on,
        topic=story.title,
        subject={
            "id": story.pk,
            "state": story.state,
            "story": story.title,
            "episode": episode.title,
            "on": on.isoformat(),
        },
        link=episode.url or reverse("broadcasts:list_stories"),
        relevant_until=episode.on_air_from + NEWS,  # type: ignore[attr-defined]
    )
