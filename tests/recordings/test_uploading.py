"""A file on its way in: broken off, gone on with, refused, converted, replaced."""

from __future__ import annotations

import random
import subprocess
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from lms.recordings import ffmpeg, services
from lms.recordings.conversion import DEAD_AFTER, FIRST_PASS_PERCENT, convert_upload
from lms.recordings.errors import UploadMisplaced, UploadRefused
from lms.recordings.models import Recording, Upload
from lms.recordings.sniffing import looks_like
from lms.recordings.storages import recording_storage, upload_folder
from lms.recordings.tasks import convert
from tests.builders import MARCH_5, build_person

DATA = random.Random(1).randbytes(10_000)


@pytest.fixture
def started(db):
    return services.begin_upload(
        person=build_person(), name="회의.mp4", size=len(DATA), fingerprint="x", title="", at=MARCH_5
    )[0]


def put(upload, offset, length, at=MARCH_5):
    return services.receive_piece(upload=upload, offset=offset, data=DATA[offset : offset + length], at=at)


def test_pieces_follow_each_other_and_may_come_twice(started):
    assert put(started, 0, 4000).received == 4000
    assert put(started, 0, 4000).received == 4000
    with pytest.raises(UploadMisplaced) as misplaced:
        put(started, 6000, 1000)
    assert misplaced.value.received == 4000
    assert put(started, 4000, 6000).received == len(DATA)
    assert started.part.read_bytes() == DATA


def test_a_piece_that_was_written_but_not_counted_is_written_over(started):
    put(started, 0, 4000)
    with started.part.open("ab") as part:
        part.write(b"half a piece of a killed server")
    put(started, 4000, 6000)
    assert started.part.read_bytes() == DATA


def test_when_the_folder_was_emptied_it_begins_again(started):
    put(started, 0, 4000)
    started.part.unlink()
    with pytest.raises(UploadMisplaced) as misplaced:
        put(started, 4000, 10)
    assert misplaced.value.received == 0
    assert put(started, 0, 10).received == 10


def test_more_than_announced_is_refused(started):
    with pytest.raises(UploadRefused):
        services.receive_piece(upload=started, offset=0, data=DATA + b"x", at=MARCH_5)


def test_the_same_file_goes_on_and_another_person_begins_anew(started):
    put(started, 0, 4000)
    again, is_new = services.begin_upload(
        person=started.person, name="회의.mp4", size=len(DATA), fingerprint="x", at=MARCH_5
    )
    assert (again.pk, again.received, is_new) == (started.pk, 4000, False)
    other, is_new = services.begin_upload(
        person=build_person(), name="회의.mp4", size=len(DATA), fingerprint="x", at=MARCH_5
    )
    assert is_new
    assert other.pk != started.pk


@pytest.mark.parametrize("size", [0, 2 * 1024**3 + 1])
def test_empty_and_too_large_files_are_refused(db, size):
    with pytest.raises(UploadRefused):
        services.begin_upload(person=build_person(), name="x", size=size, fingerprint="x", at=MARCH_5)


def test_two_gigabytes_are_taken_to_the_last_byte(db, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("lms.recordings.services.uploading.shutil.disk_usage", lambda path: SimpleNamespace(free=2**40))
    size = 2 * 1024**3
    upload, _ = services.begin_upload(person=build_person(), name="x.mp4", size=size, fingerprint="x", at=MARCH_5)
    before = size - len(DATA)
    with upload.part.open("wb") as part:
        part.truncate(before)  # nothing but a length: no disk is filled
    Upload.objects.filter(pk=upload.pk).update(received=before)
    put_last = services.receive_piece(upload=upload, offset=before, data=DATA, at=MARCH_5)
    assert (put_last.received, upload.part.stat().st_size) == (size, size)
    with upload.part.open("rb") as part:
        part.seek(before)
        assert part.read() == DATA
    with django_capture_on_commit_callbacks(execute=True):
        assert services.finish_upload(upload=upload, at=MARCH_5).state == Upload.State.FAILED, "zeros are no film"
    assert not upload.part.exists()


def test_a_fourth_unfinished_upload_and_a_full_folder_are_refused(started, settings):
    for number in (1, 2):
        services.begin_upload(person=started.person, name="x", size=10, fingerprint=str(number), at=MARCH_5)
    with translation.override("ko"), pytest.raises(UploadRefused, match="세 건"):
        services.begin_upload(person=started.person, name="x", size=10, fingerprint="4", at=MARCH_5)
    settings.RECORDINGS_UPLOAD_QUOTA = 5_000
    with translation.override("ko"), pytest.raises(UploadRefused, match="공간"):
        services.begin_upload(person=build_person(), name="x", size=10, fingerprint="4", at=MARCH_5)


def test_what_nobody_goes_on_with_is_removed_after_two_days(started):
    put(started, 0, 4000)
    assert services.clean_uploads(at=MARCH_5 + timedelta(hours=47)) == 0
    assert services.clean_uploads(at=MARCH_5 + timedelta(hours=49)) == 1
    assert not Upload.objects.exists()
    assert not started.part.exists()
    assert services.clean_uploads(at=MARCH_5 + timedelta(hours=49)) == 0


@pytest.mark.parametrize(
    ("head", "family"),
    [
        (b"\x7fELF\x02\x01\x01", ""),
        (b"MZ\x90\x00", ""),
        (b"#!/bin/sh\n", ""),
        (b"PK\x03\x04", ""),
        (b"<html><script>", ""),
        (b"<?xml version='1.0'?><svg>", ""),
        (b"#EXTM3U\n", ""),
        (b"ffconcat version 1.0\n", ""),
        (b"%PDF-1.7", ""),
        ("그냥 글입니다".encode(), ""),
        (b"", ""),
        (b"\x00\x00\x00\x20ftypisom", "mov"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"RIFF\x00\x00\x00\x00WEBP", ""),
        (b"\x1aE\xdf\xa3", "matroska"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head, family):
    assert looks_like(head) == family


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("강의.mp3", "이것은 글입니다.".encode() * 100),
        ("강의.mp4", b"\x7fELF" + b"\x00" * 5000),
        ("깨진.mp4", b"\x00\x00\x00\x20ftypisom" + DATA),
        ("깨진.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 5000),
        ("목록.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    ],
)
def test_what_is_no_media_is_refused_in_words_and_removed(arrive, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with translation.override("ko"):
        upload = arrive(path)
    assert upload.state == Upload.State.FAILED
    assert upload.failure.endswith("주세요.")
    assert not Recording.objects.exists()
    assert not upload.part.exists()


def test_silence_is_refused_for_audio(arrive, media):
    with translation.override("ko"):
        upload = arrive(media("silence.wav"))
    assert upload.state == Upload.State.FAILED
    assert "소리가 없습니다" in upload.failure


def test_the_length_of_three_hours_is_read_from_the_file(media):
    assert ffmpeg.probe(media("long.mp3")).duration_ms == pytest.approx(10_800_000, abs=1_000)


@pytest.mark.parametrize(
    ("name", "kind", "codec", "container"),
    [
        ("tone.mp3", "audio", "", "audio/mp4"),
        ("tone.wma", "audio", "", "audio/mp4"),
        ("film.mp4", "video", "h264", "video/mp4"),
        ("film.mov", "video", "h264", "video/mp4"),
        ("hevc.mp4", "video", "h264", "video/mp4"),
        ("film.webm", "video", "vp8", "video/webm"),
    ],
)
def test_everything_becomes_what_browsers_play(arrive, media, name, kind, codec, container):
    upload = arrive(media(name))
    recording = upload.recording
    assert upload.state == Upload.State.ADOPTED, upload.failure
    assert (recording.type, recording.file_type) == (kind, container)
    assert recording.duration_ms == pytest.approx(2_000, abs=150)
    facts = ffmpeg.probe(Path(recording_storage().path(recording.file.name)))
    assert facts.video_codec == codec
    assert bool(recording.thumbnail) is (kind == "video")
    assert len(recording.file_digest) == 64
    assert recording.file_size == recording_storage().size(recording.file.name)
    assert not upload.part.exists()


def test_loudness_is_that_of_the_recommendation(arrive, media):
    recording = arrive(media("tone.mp3")).recording
    measured = ffmpeg.loudness_of(Path(recording_storage().path(recording.file.name)))
    assert measured["i"] == pytest.approx(-23, abs=1)
    streams = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=sample_rate", "-of", "csv=p=0",
         recording_storage().path(recording.file.name)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert streams.stdout.strip() == "48000"


def test_a_conversion_says_how_far_it_is(arrive, media, monkeypatch):
    monkeypatch.setattr("lms.recordings.conversion.SAY_EVERY_SECONDS", 0)
    said = []

    def listen(execute, sql, params, many, context):
        if sql.startswith('UPDATE "recordings_upload" SET "progress_percent"'):
            said.append(params[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        upload = arrive(media("minute.mp3"))
    assert said == sorted(said), "two passes, one way up"
    assert min(said) <= FIRST_PASS_PERCENT < max(said) <= 100
    assert (upload.state, upload.progress_percent) == (Upload.State.ADOPTED, 100)


def test_a_second_conversion_and_a_second_finish_change_nothing(arrive, media):
    upload = arrive(media("tone.mp3"))
    before = upload.recording.file.name
    assert convert_upload(upload_id=str(upload.pk)) is None
    services.finish_upload(upload=upload, at=MARCH_5)
    assert Recording.objects.get().file.name == before
    assert len(recording_storage().listdir("")[1]) == 1


def test_a_conversion_whose_worker_died_is_handed_on(arrive, media, monkeypatch, django_capture_on_commit_callbacks):
    killed = monkeypatch.context()
    with killed as patch:
        patch.setattr("lms.recordings.services.uploading.convert", SimpleNamespace(enqueue=lambda pk: None))
        upload = arrive(media("tone.mp3"))
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.CONVERTING, touched_at=timezone.now())
    assert convert_upload(upload_id=str(upload.pk)) is None, "somebody is at it"
    later = timezone.now() + DEAD_AFTER * 2
    Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now() - DEAD_AFTER * 2)
    assert services.retry_stuck(at=later) == 1
    upload.refresh_from_db()
    assert upload.state == Upload.State.ADOPTED


def test_two_tabs_that_finish_in_the_same_moment_make_one_recording(
    media, monkeypatch, django_capture_on_commit_callbacks, db
):
    data = media("tone.mp3").read_bytes()
    upload, _ = services.begin_upload(
        person=build_person(), name="tone.mp3", size=len(data), fingerprint="x", at=MARCH_5
    )
    services.receive_piece(upload=upload, offset=0, data=data, at=MARCH_5)
    look = ffmpeg.probe

    def other_tab_first(path):
        monkeypatch.setattr("lms.recordings.services.uploading.ffmpeg.probe", look)
        with django_capture_on_commit_callbacks(execute=True):
            services.finish_upload(upload=upload, at=MARCH_5)
        return look(path)

    monkeypatch.setattr("lms.recordings.services.uploading.ffmpeg.probe", other_tab_first)
    done = services.finish_upload(upload=upload, at=MARCH_5)
    assert done.state == Upload.State.ADOPTED, "what the other tab did holds"
    assert Recording.objects.count() == 1


def test_a_folder_that_was_emptied_before_the_end_begins_again(started):
    put(started, 0, len(DATA))
    started.part.unlink()
    with pytest.raises(UploadMisplaced) as misplaced:
        services.finish_upload(upload=started, at=MARCH_5)
    assert misplaced.value.received == 0
    assert put(started, 0, 4000).received == 4000


def broken_off(upload, *, attempts):
    """A conversion that nobody has heard of since March."""
    values = {"state": Upload.State.CONVERTING, "attempts": attempts, "touched_at": MARCH_5}
    Upload.objects.filter(pk=upload.pk).update(**values)


def test_a_conversion_that_breaks_off_three_times_is_given_up_in_words(started, monkeypatch):
    put(started, 0, len(DATA))
    broken_off(started, attempts=0)

    def crash(*arguments, **named):
        raise MemoryError

    monkeypatch.setattr("lms.recordings.conversion.ffmpeg.probe", crash)
    at, handed_on = MARCH_5, []
    for _round in range(5):
        at += DEAD_AFTER * 2
        Upload.objects.update(touched_at=at - DEAD_AFTER * 2)
        with translation.override("ko"):
            handed_on.append(services.retry_stuck(at=at))
    started.refresh_from_db()
    assert handed_on == [1, 1, 1, 0, 0]
    assert started.state == Upload.State.FAILED
    assert "변환이 세 번 중단되었습니다." in started.failure
    assert not started.part.exists()


@pytest.mark.parametrize(("status", "count"), [("READY", 0), ("RUNNING", 0), ("FAILED", 1), ("SUCCESSFUL", 1)])
def test_what_still_stands_in_the_queue_is_not_put_there_twice(started, monkeypatch, status, count):
    handed = []
    monkeypatch.setattr(convert.__class__, "enqueue", lambda task, pk: handed.append(pk))
    broken_off(started, attempts=1)
    DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [str(started.pk)], "kwargs": {}},
        task_path="lms.recordings.tasks.convert",
        backend_name="default",
        run_after=MARCH_5,
    )
    assert services.retry_stuck(at=MARCH_5 + DEAD_AFTER * 2) == count
    assert len(handed) == count


def test_the_protocol_goes_on_after_a_new_sign_in(client, administrator, media):
    client.force_login(administrator)
    data = media("tone.mp3").read_bytes()
    facts = {"name": "tone.mp3", "size": len(data), "fingerprint": "f", "title": "벨소리"}
    begun = client.post(reverse("recordings_staff:upload_begin"), facts).json()
    half = len(data) // 2

    def put(offset, piece):
        kind = "application/octet-stream"
        return client.put(f"{begun['address']}?offset={offset}", piece, content_type=kind)

    assert put(0, data[:half]).json()["received"] == half
    client.logout()
    assert put(half, data[half:]).status_code == 302
    client.force_login(administrator)
    assert client.post(reverse("recordings_staff:upload_begin"), facts).json()["received"] == half
    misplaced = put(0 + half + 5, data[half:])
    assert (misplaced.status_code, misplaced.json()["received"]) == (409, half)
    done = put(half, data[half:]).json()
    assert done["state"] in ("waiting", "adopted")
    recording = Recording.objects.get()
    assert recording.title == "벨소리"
    assert done["screen"] == reverse("recordings_staff:edit", args=[recording.pk])


def test_a_piece_larger_than_agreed_and_somebody_elses_upload(client, administrator, trainer, started):
    client.force_login(administrator)
    address = reverse("recordings_staff:upload_piece", args=[started.pk])
    assert client.get(address).status_code == 404
    own, _ = services.begin_upload(person=administrator, name="x", size=10, fingerprint="x", at=MARCH_5)
    address = reverse("recordings_staff:upload_piece", args=[own.pk])
    large = b"x" * (services.PIECE_BYTES + 1)
    kind = "application/octet-stream"
    assert client.put(f"{address}?offset=0", large, content_type=kind).status_code == 413
    assert client.put(f"{address}?offset=-1", b"x", content_type=kind).status_code == 413


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x", ""])
def test_numbers_that_no_browser_sends_are_refused(client, administrator, number):
    client.force_login(administrator)
    begin, facts = reverse("recordings_staff:upload_begin"), {"name": "x.mp3", "size": "10", "fingerprint": "x"}
    assert client.post(begin, facts | {"size": number}).status_code == 400
    assert client.post(begin, facts | {"recording": number}).status_code == (404 if number else 200)
    own, _ = services.begin_upload(person=administrator, name="x", size=10, fingerprint="y", at=MARCH_5)
    address, kind = reverse("recordings_staff:upload_piece", args=[own.pk]), "application/octet-stream"
    refused = client.put(address, b"x", content_type=kind, query_params={"offset": number})
    assert refused.status_code == 413
    refused = client.put(f"{address}?offset=0", b"x", content_type=kind, CONTENT_LENGTH=number)
    assert refused.status_code == 413


def test_a_nul_in_a_name_is_left_out(db):
    person = build_person()
    upload, is_new = services.begin_upload(person=person, name="회\0의.mp4", size=10, fingerprint="x\0", at=MARCH_5)
    assert (upload.name, upload.title, upload.fingerprint, is_new) == ("회의.mp4", "회의.mp4", "new:x", True)


def test_nothing_of_a_name_reaches_the_disk(db):
    upload, _ = services.begin_upload(
        person=build_person(), name="../../etc/passwd", size=10, fingerprint="x", at=MARCH_5
    )
    assert upload.part.parent == upload_folder()
