"""게시: never without a transcript or captions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import Person

from .. import rules
from ..errors import NotPublishable
from ..models import Recording
from .captioning import current_captions

__all__ = ["check_playable", "publish_recording", "reasons_by_recording", "withdraw_recording"]


def publish_recording(*, recording: Recording, by: Person | None, at: datetime) -> Recording:
    """Let pages show it. A second call changes nothing. Raises NotPublishable with what is missing."""
    with transaction.atomic():
        locked = Recording.objects.select_for_update().get(pk=recording.pk)
        if found := rules.obstacles(locked, current_captions([locked.pk]).get(locked.pk)):
            raise NotPublishable([_("‘%(title)s’ was not published.") % {"title": locked.title}, *found])
        if locked.published_at is None:
            locked.published_at = at
            locked.save(update_fields=["published_at"])
            log(instance=locked, action="wagtail.publish", user=by)
    return locked


def withdraw_recording(*, recording: Recording, by: Person | None) -> Recording:
    """Pages that hold it show a sentence instead, at once. A second call changes nothing."""
    with transaction.atomic():
        locked = Recording.objects.select_for_update().get(pk=recording.pk)
        if locked.published_at is not None:
            locked.published_at = None
            locked.save(update_fields=["published_at"])
            log(instance=locked, action="wagtail.unpublish", user=by)
    return locked


def reasons_by_recording(recording_ids: Iterable[int], *, on: date) -> dict[Recording, list[str]]:
    """Why each of them may not be played on that day; empty lists for those that may. Two queries."""
    recordings = list(Recording.objects.filter(pk__in=set(recording_ids)))
    captions = current_captions([each.pk for each in recordings])
    return {each: rules.reasons_against_playing(each, captions.get(each.pk), on=on) for each in recordings}


def check_playable(recording_ids: Iterable[int], *, on: date) -> None:
    """Raises NotPublishable, a sentence for each, unless every recording may be played on that day."""
    sentences = [
        _("‘%(title)s’: %(reason)s") % {"title": recording.title, "reason": reason}
        for recording, reasons in reasons_by_recording(recording_ids, on=on).items()
        for reason in reasons
    ]
    if sentences:
        raise NotPublishable(sentences)
