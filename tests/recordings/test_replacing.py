"""Another file for a recording in use: captions that no longer fit are flagged, and the old one plays on."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lms.recordings import services
from lms.recordings.models import Upload
from lms.recordings.storages import recording_storage
from tests.builders import MARCH_5, build_person
from tests.recordings.conftest import CAPTIONS


def test_a_replacement_waits_until_the_captions_fit(published, arrive, media):
    recording = published("tone.mp3")
    old = recording.file.name
    upload = arrive(media("film.mp4"), recording=recording)
    recording.refresh_from_db()
    assert upload.state == Upload.State.READY
    assert recording.file.name == old, "learners hear the old one"
    services.confirm_captions(recording=recording, by=build_person(), at=MARCH_5)
    recording.refresh_from_db()
    assert recording.file.name == upload.file.name
    assert recording.type == "video"
    latest = services.current_captions([recording.pk])[recording.pk]
    assert (latest.number, latest.file_digest) == (2, recording.file_digest)
    assert services.clean_files(at=timezone.now() + timedelta(days=2)) == 1
    assert not recording_storage().exists(old)
    assert recording_storage().exists(recording.file.name)


def test_a_file_that_is_adopted_while_the_cleaning_looks_is_kept(published, arrive, media):
    recording = published("tone.mp3")
    upload = arrive(media("film.mp4"), recording=recording)
    looked = []

    def adopt_after_the_first_look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not looked and sql.startswith("SELECT"):
            looked.append(sql)
            services.confirm_captions(recording=recording, by=build_person(), at=MARCH_5)
        return result

    with connection.execute_wrapper(adopt_after_the_first_look):
        services.clean_files(at=timezone.now() + timedelta(days=2))
    recording.refresh_from_db()
    assert recording.file.name == upload.file.name
    assert recording_storage().exists(upload.file.name)
    assert recording_storage().exists(upload.poster.name)


def test_before_there_are_captions_a_replacement_is_taken_at_once(arrive, media):
    recording = arrive(media("tone.mp3")).recording
    upload = arrive(media("film.mp4"), recording=recording)
    recording.refresh_from_db()
    assert upload.state == Upload.State.ADOPTED
    assert recording.file.name == upload.file.name


def test_captions_that_last_longer_than_the_new_file_are_flagged_and_corrected(
    client, administrator, published, arrive, media
):
    recording = published("tone.mp3")
    old = recording.file.name
    upload = arrive(media("short.mp3"), recording=recording)
    client.force_login(administrator)
    edit, captions, publish = (
        reverse(f"recordings_staff:{name}", args=[recording.pk]) for name in ("edit", "captions", "publish")
    )
    assert "새 파일이 기다리고 있습니다" in client.get(edit).content.decode()
    assert "지금 재생되는 것은 새 파일입니다" in client.get(captions).content.decode()

    # They cannot be said to fit: the last line is heard after the new file has ended.
    told = client.post(publish, {"do": "confirm"}, follow=True)
    assert told.redirect_chain[-1][0] == captions
    assert "6번째 줄" in told.content.decode()
    refused = client.post(captions, {"webvtt": CAPTIONS})
    assert (refused.status_code, "안녕하십니까." in refused.content.decode()) == (422, True)
    recording.refresh_from_db()
    assert recording.file.name == old, "learners hear the old one"

    first_line_only = "\n".join(CAPTIONS.splitlines()[:4])
    assert client.post(captions, {"webvtt": first_line_only}).status_code == 302
    recording.refresh_from_db()
    upload.refresh_from_db()
    assert (recording.file.name, recording.duration_ms) == (upload.file.name, upload.duration_ms)
    assert (upload.state, recording.published_at is not None) == (Upload.State.ADOPTED, True)
    assert "새 파일이 기다리고 있습니다" not in client.get(edit).content.decode()
