"""올리기, piece by piece: a broken connection or a new sign-in goes on where it stopped."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from lms.people.models import Person

from .. import ffmpeg, sniffing
from ..conversion import DEAD_AFTER, fail
from ..errors import ConversionFailed, UploadMisplaced, UploadRefused
from ..models import Recording, Upload
from ..storages import recording_storage, upload_folder
from ..tasks import convert

__all__ = [
    "PIECE_BYTES",
    "begin_upload",
    "clean_files",
    "clean_uploads",
    "finish_upload",
    "receive_piece",
    "retry_stuck",
]

#: Small enough that a broken line loses little and that a server holds it in memory.
PIECE_BYTES = 4 * 1024 * 1024
MOST_ARRIVING = 3
KEPT_HOURS = 48
#: A conversion that broke off so often without words of its own is not begun again.
MOST_ATTEMPTS = 3


def begin_upload(
    *,
    person: Person,
    name: str,
    size: int,
    fingerprint: str,
    title: str = "",
    recording: Recording | None = None,
    at: datetime,
) -> tuple[Upload, bool]:
    """The upload of this file, and whether it is new: the same person with the same file goes on with the first.

    Raises UploadRefused for a file too large or empty, or where no room is left.
    """
    # PostgreSQL keeps no NUL; no file has one in its name.
    name, title, fingerprint = (each.replace("\0", "") for each in (name, title, fingerprint))
    if size <= 0:
        raise UploadRefused(_("The file was not taken."), _("It is empty."), _("Please choose another file."))
    if size > settings.RECORDINGS_MOST_BYTES:
        why = _("It is larger than %(most)s.") % {"most": filesizeformat(settings.RECORDINGS_MOST_BYTES)}
        raise UploadRefused(_("The file was not taken."), why, _("Please export it smaller, or in two parts."))
    target = recording.pk if recording else "new"
    mine = Upload.objects.filter(person=person, state=Upload.State.ARRIVING)
    fingerprint = f"{target}:{fingerprint}"[:120]
    if found := mine.filter(fingerprint=fingerprint, size=size).first():
        return found, False
    _check_room(mine.count(), size)
    try:
        with transaction.atomic():
            fresh = Upload.objects.create(
                person=person,
                recording=recording,
                name=name[-200:],
                title=(title.strip() or name)[:200],
                size=size,
                fingerprint=fingerprint,
                started_at=at,
                touched_at=at,
            )
    except IntegrityError:
        # Another tab began it in the same moment.
        return mine.get(fingerprint=fingerprint), False
    return fresh, True


def receive_piece(*, upload: Upload, offset: int, data: bytes, at: datetime) -> Upload:
    """Append a piece that begins at ``offset``. A piece that arrived before changes nothing.

    Raises UploadMisplaced, with where to go on, for any other offset, and UploadRefused for more than was announced.
    """
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != Upload.State.ARRIVING:
            return locked
        if locked.received and not locked.part.exists():
            # The folder was emptied beneath us: begin again rather than keep a hole.
            locked.received = 0
            locked.save(update_fields=["received"])
        if offset + len(data) <= locked.received:
            return locked
        if offset == locked.received:
            if offset + len(data) > locked.size:
                raise UploadRefused(_("The upload was stopped."), _("More arrived than the file holds."))
            _append(locked, offset, data, at)
            return locked
    raise UploadMisplaced(locked.received)


def finish_upload(*, upload: Upload, at: datetime) -> Upload:
    """All bytes are there: look what it is, make the recording, hand it to the worker. Repeating it changes nothing.

    A file that is no video or audio is refused and removed; ``failure`` of the upload says why. Looking takes seconds:
    nobody waits for it at a locked row, and what another tab did meanwhile holds.
    """
    arrived = Upload.objects.get(pk=upload.pk)
    if arrived.state != Upload.State.ARRIVING:
        return arrived
    if arrived.received != arrived.size:
        raise UploadMisplaced(arrived.received)
    facts, refusal = None, ""
    try:
        facts = _examine(arrived)
    except (UploadRefused, ConversionFailed) as refused:
        refusal = str(refused)[:400]
    except FileNotFoundError:
        pass  # Another tab is done with it, or the folder was emptied: the row says which.
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != Upload.State.ARRIVING:
            return locked
        if locked.received != locked.size:
            raise UploadMisplaced(locked.received)
        if facts is None and not refusal:
            raise UploadMisplaced(0)
        if facts is None:
            locked.state, locked.failure, locked.touched_at = Upload.State.FAILED, refusal, at
            locked.save(update_fields=["state", "failure", "touched_at"])
            transaction.on_commit(lambda: locked.part.unlink(missing_ok=True))
            return locked
        locked.type = "video" if facts.is_video else "audio"
        locked.duration_ms = facts.duration_ms
        if locked.recording is None:
            locked.recording = Recording.objects.create(
                title=locked.title,
                type=locked.type,
                original_name=locked.name,
                uploaded_by_user=locked.person,
                collection=_collection_of(locked.person),
            )
        # What came later replaces what still waits; one recording has one replacement under way.
        others = Upload.objects.filter(recording=locked.recording, state__in=[*Upload.IN_WORK, Upload.State.READY])
        others.exclude(pk=locked.pk).update(state=Upload.State.FAILED, failure="", touched_at=at)
        locked.state, locked.touched_at = Upload.State.WAITING, at
        locked.save()
        transaction.on_commit(lambda: convert.enqueue(str(locked.pk)))
    return locked


def clean_uploads(*, at: datetime) -> int:
    """Remove uploads that nobody went on with for two days, and bytes that belong to none; how many."""
    old = Upload.objects.filter(state=Upload.State.ARRIVING, touched_at__lt=at - timedelta(hours=KEPT_HOURS))
    removed = 0
    for upload in old:
        with transaction.atomic():
            # Somebody may go on in this very moment: only what is still old is removed.
            gone, _details = old.filter(pk=upload.pk).delete()
        if gone:
            upload.part.unlink(missing_ok=True)
            removed += 1
    kept = {str(pk) for pk in Upload.objects.unfinished().values_list("pk", flat=True)}
    for path in upload_folder().iterdir():
        is_old = path.stat().st_mtime < (at - timedelta(hours=KEPT_HOURS)).timestamp()
        if is_old and path.name.partition(".")[0] not in kept:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def retry_stuck(*, at: datetime) -> int:
    """Hand uploads whose worker died to the next one; how many. One that is being converted is left alone.

    What still waits in the queue is not put there twice, and what broke off three times is given up in words.
    """
    queued = _queued()
    handed_on = 0
    for upload in Upload.objects.filter(state__in=Upload.IN_WORK, touched_at__lt=at - DEAD_AFTER):
        if str(upload.pk) in queued:
            continue
        if upload.attempts < MOST_ATTEMPTS:
            convert.enqueue(str(upload.pk))
            handed_on += 1
            continue
        refusal = ConversionFailed(
            _("The file could not be used."),
            _("Its conversion broke off three times."),
            _("Please export it anew, for example as MP4 or MP3."),
        )
        fail(upload, str(refusal), at=at)
    return handed_on


def clean_files(*, at: datetime) -> int:
    """Remove files that no recording and no upload names any more; how many. A day passes first: tickets still run."""
    storage = recording_storage()
    known: set[str] = set()
    # What waits first: a file that is adopted in between then stands among the recordings, never in neither list.
    for names in Upload.objects.filter(state=Upload.State.READY).order_by().values_list("file", "poster"):
        known.update(names)
    for names in Recording.objects.order_by().values_list("file", "thumbnail"):
        known.update(names)
    removed = 0
    for folder in ("", "posters"):
        if not storage.exists(folder):  # before the first recording there is no folder
            continue
        for name in storage.listdir(folder)[1]:
            path = f"{folder}/{name}" if folder else name
            if path not in known and storage.get_modified_time(path) < at - timedelta(days=1):
                storage.delete(path)
                removed += 1
    return removed


def _queued() -> set[str]:
    """The uploads whose conversion waits for a worker or is with one."""
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    tasks = DBTaskResult.objects.filter(status__in=alive, task_path=convert.module_path).order_by()
    return {str(each["args"][0]) for each in tasks.values_list("args_kwargs", flat=True) if each["args"]}


def _append(locked: Upload, offset: int, data: bytes, at: datetime) -> None:
    # A piece written before its row was counted (a killed server) is simply written over.
    with locked.part.open("r+b" if locked.part.exists() else "wb") as part:
        part.seek(offset)
        part.write(data)
        part.truncate()
    locked.received = offset + len(data)
    locked.touched_at = at
    locked.save(update_fields=["received", "touched_at"])


def _examine(upload: Upload) -> ffmpeg.Facts:
    with upload.part.open("rb") as part:
        head = part.read(sniffing.HEAD)
    if not sniffing.looks_like(head):
        raise UploadRefused(
            _("The file was not taken."),
            _("By its content it is neither video nor audio, whatever its name says."),
            _("Please choose an MP4, MOV, WebM, MP3, M4A, WAV or similar file."),
        )
    return ffmpeg.probe(upload.part)


def _collection_of(person: Person) -> Collection:
    """The uppermost collection where the person may add recordings, so that they may go on with their own."""
    own = policy_registry.get_by_type(Recording).collections_user_has_permission_for(person, "add")
    found: Collection | None = own.order_by("path").first()
    return found or Collection.get_first_root_node()


def _check_room(arriving: int, size: int) -> None:
    if arriving >= MOST_ARRIVING:
        raise UploadRefused(
            _("The upload did not begin."),
            _("Three of your uploads are not finished."),
            _("Please finish one of them first; what nobody goes on with is removed after two days."),
        )
    on_disk = Upload.objects.unfinished().aggregate(sum=Sum(F("size")))["sum"] or 0
    # The result needs room beside what was uploaded.
    if on_disk + size > settings.RECORDINGS_UPLOAD_QUOTA or shutil.disk_usage(upload_folder()).free < 2 * size:
        raise UploadRefused(
            _("The upload did not begin."),
            _("The server has no room left for uploads."),
            _("Please try again later, or tell the help contact."),
        )
