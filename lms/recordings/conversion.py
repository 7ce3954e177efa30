"""From what was uploaded to what browsers play: measured, converted, checked, adopted. Runs in the worker."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.core import clock

from . import ffmpeg, rules
from .errors import ConversionFailed
from .models import Captions, Recording, Upload
from .storages import recording_storage, upload_folder

__all__ = ["adopt", "convert_upload", "fail"]

#: A conversion that said nothing for this long is dead; the next worker may begin it anew.
DEAD_AFTER = timedelta(minutes=5)
SAY_EVERY_SECONDS = 2
FILE_TYPES = {".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm"}
#: The first pass only reads, the second one writes: about a third and two thirds of the time.
FIRST_PASS_PERCENT = 35


def convert_upload(*, upload_id: str, now: Callable[[], datetime] = clock.now, is_ready: bool = False) -> Upload | None:
    """Convert one upload and adopt the result; None when there is nothing to do. After a killed worker it begins anew.

    What cannot be converted is marked so, with words for the trainer; nothing is raised. ``is_ready``: what we encoded
    ourselves, at our loudness, is kept as it is.
    """
    upload = _claim(upload_id, now())
    if upload is None:
        return None
    facts: ffmpeg.Facts | None = None
    work = upload_folder() / f"{upload.pk}.{uuid4().hex}"
    result: Path | None = None
    poster = work.with_suffix(f"{work.suffix}.jpg")
    try:
        facts = ffmpeg.probe(upload.part)
        result = work.with_suffix(f"{work.suffix}{ffmpeg.suffix_for(facts)}")
        if is_ready:
            shutil.copyfile(upload.part, result)
        else:
            _convert(upload, facts, result, now)
        made = ffmpeg.probe(result)
        has_poster = made.is_video and ffmpeg.poster_of(result, poster, duration_ms=made.duration_ms)
        return _keep(upload, result, made, poster if has_poster else None, now())
    except ConversionFailed as failure:
        fail(upload, str(failure), at=now())
        return upload
    finally:
        for path in (result, poster):
            if path is not None:
                path.unlink(missing_ok=True)


def adopt(upload: Upload, *, at: datetime) -> Recording:
    """What was made becomes what is played. The caller holds a transaction; the old file goes with the cleaning."""
    recording = Recording.objects.select_for_update().get(pk=upload.recording_id)
    recording.file = upload.file.name
    recording.file_digest, recording.file_size = upload.digest, upload.file.size
    recording.type, recording.file_type = upload.type, upload.file_type
    recording.duration_ms, recording.width, recording.height = upload.duration_ms, upload.width, upload.height
    recording.original_name = upload.name
    if upload.poster and not recording.thumbnail:
        recording.thumbnail = upload.poster.name
    recording.save()
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.ADOPTED, touched_at=at, progress_percent=100)
    return recording


def fail(upload: Upload, words: str, *, at: datetime) -> None:
    """Mark a conversion that was begun as failed, with words for the trainer, and remove what was uploaded."""
    values = {"state": Upload.State.FAILED, "failure": words[:400], "touched_at": at}
    Upload.objects.filter(pk=upload.pk, state=Upload.State.CONVERTING).update(**values)
    upload.part.unlink(missing_ok=True)
    upload.refresh_from_db()


def _claim(upload_id: str, at: datetime) -> Upload | None:
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
        if upload is None or upload.state not in Upload.IN_WORK:
            return None
        if upload.state == Upload.State.CONVERTING and upload.touched_at > at - DEAD_AFTER:
            return None
        upload.state, upload.touched_at, upload.progress_percent = Upload.State.CONVERTING, at, 0
        upload.attempts += 1
        upload.save(update_fields=["state", "touched_at", "progress_percent", "attempts"])
    return upload


def _convert(upload: Upload, facts: ffmpeg.Facts, result: Path, now: Callable[[], datetime]) -> None:
    last = 0.0

    def say(percent: int) -> None:
        nonlocal last
        if time.monotonic() - last < SAY_EVERY_SECONDS:
            return
        last = time.monotonic()
        Upload.objects.filter(pk=upload.pk).update(progress_percent=percent, touched_at=now())

    loudness = None
    if facts.has_sound:
        loudness = ffmpeg.loudness_of(
            upload.part,
            duration_ms=facts.duration_ms,
            progress=lambda percent: say(percent * FIRST_PASS_PERCENT // 100),
        )
    if loudness is None and not facts.is_video:
        raise ConversionFailed(
            _("The file could not be used."),
            _("There is nothing to hear in it: it is silent from beginning to end."),
            _("Please check the microphone and record it again."),
        )
    ffmpeg.convert(
        upload.part,
        result,
        facts=facts,
        loudness=loudness,
        lufs=settings.RECORDINGS_LUFS,
        progress=lambda percent: say(FIRST_PASS_PERCENT + percent * (100 - FIRST_PASS_PERCENT) // 100),
    )


def _keep(upload: Upload, result: Path, made: ffmpeg.Facts, poster: Path | None, at: datetime) -> Upload:
    """Store what was made, and adopt it unless captions that are in use would no longer fit."""
    storage, name = recording_storage(), uuid4().hex
    with result.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        opened.seek(0)
        kept = storage.save(f"{name}{result.suffix}", File(opened))
    kept_poster = ""
    if poster is not None:
        with poster.open("rb") as opened:
            kept_poster = storage.save(f"posters/{name}.jpg", File(opened))
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != Upload.State.CONVERTING:
            # A newer replacement came meanwhile; what was made is nobody's and the cleaning takes it.
            return locked
        locked.file, locked.poster, locked.digest = kept, kept_poster, digest
        locked.type, locked.file_type = "video" if made.is_video else "audio", FILE_TYPES[result.suffix]
        locked.duration_ms, locked.width, locked.height = made.duration_ms, made.width, made.height
        locked.state, locked.touched_at, locked.progress_percent = Upload.State.READY, at, 100
        locked.save()
        captions = Captions.objects.filter(recording=locked.recording_id).order_by("-number").first()
        recording = locked.recording
        assert recording is not None
        # While captions are in use, the old file plays on until somebody has looked whether they fit the new one.
        if captions is None or captions.file_digest == digest or not rules.fits(captions, recording):
            adopt(locked, at=at)
            locked.refresh_from_db()
        transaction.on_commit(lambda: locked.part.unlink(missing_ok=True))
    return locked
