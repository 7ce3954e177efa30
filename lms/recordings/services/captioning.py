"""자막: a new edition for every change, tied to the file it was timed against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log

from lms.core import stamps
from lms.people.models import Person

from ..captions import read_captions, write_webvtt
from ..conversion import adopt
from ..errors import CaptionsRefused
from ..models import Captions, Recording, Upload

__all__ = ["confirm_captions", "current_captions", "save_captions", "waiting_upload"]


def current_captions(recording_ids: Iterable[int]) -> dict[int, Captions]:
    """The latest edition by recording; one query for all."""
    later = Captions.objects.filter(recording=OuterRef("recording"), number__gt=OuterRef("number"))
    rows = Captions.objects.filter(~Exists(later), recording__in=list(recording_ids)).order_by()
    return {row.recording_id: row for row in rows}


def waiting_upload(recording: Recording) -> Upload | None:
    """The replacement that waits until captions fit it."""
    return Upload.objects.filter(recording=recording, state=Upload.State.READY).order_by("-started_at").first()


def save_captions(*, recording: Recording, text: str, by: Person, at: datetime) -> tuple[Captions, bool]:
    """The next edition from a WebVTT or SRT text, and whether it is new: the same words again make none.

    A replacement that waited for captions is what they are checked against, and plays from now on. Raises
    CaptionsRefused with every fault.
    """
    with transaction.atomic():
        locked = Recording.objects.select_for_update().get(pk=recording.pk)
        waiting = waiting_upload(locked)
        length, digest = (waiting.duration_ms, waiting.digest) if waiting else (locked.duration_ms, locked.file_digest)
        webvtt = write_webvtt(read_captions(text, length_ms=length))
        latest = locked.captions.order_by("-number").first()
        if latest is not None and (latest.webvtt, latest.file_digest) == (webvtt, digest):
            return latest, False
        saved = locked.captions.create(
            number=latest.number + 1 if latest else 1, file_digest=digest, webvtt=webvtt, made_at=at, made_by=by
        )
        if waiting is not None:
            adopt(waiting, at=at)
        log(instance=locked, action="recordings.captions", user=by, data={"number": saved.number})
        stamps.renew(stamps.CONTENT, stamps.FILES)
    return saved, True


def confirm_captions(*, recording: Recording, by: Person, at: datetime) -> tuple[Captions, bool]:
    """The captions fit the replacement as they are. Raises CaptionsRefused where their times lie beyond its end."""
    latest = recording.captions.order_by("-number").first()
    if latest is None:
        raise CaptionsRefused([])
    return save_captions(recording=recording, text=latest.webvtt, by=by, at=at)
