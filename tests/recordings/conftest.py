"""Tiny media files, made once by ffmpeg, and recordings that went through the real doors."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.recordings.models import Recording, Upload
from lms.recordings.services import (
    PIECE_BYTES,
    begin_upload,
    finish_upload,
    publish_recording,
    receive_piece,
    save_captions,
)
from lms.recordings.storages import recording_storage
from tests.builders import MARCH_5, build_person

CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:00.900
<v 직원>안녕하십니까.

00:00:01.000 --> 00:00:01.800
<v 민원인>서류를 떼러 왔습니다.
"""

TONE = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2"]
FILM = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=5:duration=2"]
SILENCE = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "2"]
RECIPES = {
    "tone.mp3": [*TONE, "-b:a", "32k"],
    "short.mp3": ["-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-b:a", "32k"],
    # Long enough for a conversion to say how far it is.
    "minute.mp3": ["-f", "lavfi", "-i", "sine=frequency=440:duration=60", "-b:a", "32k"],
    "tone.wma": [*TONE, "-c:a", "wmav2", "-b:a", "32k"],
    "silence.wav": [*SILENCE],
    "quiet.mp3": [*SILENCE, "-b:a", "8k"],
    # Three hours that weigh little, one file over and over: only their length matters.
    "long.mp3": ["-stream_loop", "-1", "-i", "quiet.mp3", "-t", "10800", "-c", "copy"],
    "film.mp4": [*FILM, *TONE, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"],
    "film.mov": [*FILM, *TONE, "-c:v", "mjpeg", "-c:a", "pcm_s16le"],
    "hevc.mp4": [*FILM, *TONE, "-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "aac"],
    "film.webm": [*FILM, *TONE, "-c:v", "libvpx", "-cpu-used", "8", "-c:a", "libopus"],
}


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``media("tone.mp3")``: the path of a file, made when first asked for, from the files its recipe names."""
    folder = tmp_path_factory.mktemp("media")

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            for part in RECIPES.keys() & RECIPES[name]:
                make(part)
            command = ["ffmpeg", "-v", "error", "-y", *RECIPES[name], str(path)]
            subprocess.run(command, check=True, timeout=120, cwd=folder)
        return path

    return make


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, monkeypatch):
    """Every test has its own uploads and recordings."""
    settings.RECORDINGS_UPLOAD_DIR = str(tmp_path / "uploads")
    storage = recording_storage()  # the fields of the models hold this very object
    for name in ("base_location", "location"):
        monkeypatch.setitem(storage.__dict__, name, str(tmp_path / "recordings"))


def send(path: Path, *, person, name: str = "", recording: Recording | None = None, at=MARCH_5) -> Upload:
    """A file through begin, pieces and finish; the conversion runs at once when the transaction commits."""
    data = path.read_bytes()
    upload, _ = begin_upload(
        person=person, name=name or path.name, size=len(data), fingerprint=path.name, recording=recording, at=at
    )
    for offset in range(0, len(data), PIECE_BYTES):
        receive_piece(upload=upload, offset=offset, data=data[offset : offset + PIECE_BYTES], at=at)
    return finish_upload(upload=upload, at=at)


@pytest.fixture
def arrive(db, django_capture_on_commit_callbacks):
    """``arrive(path)``: uploaded and converted."""

    def go(path: Path, **arguments) -> Upload:
        arguments.setdefault("person", build_person())
        with django_capture_on_commit_callbacks(execute=True):
            upload = send(path, **arguments)
        upload.refresh_from_db()
        return upload

    return go


@pytest.fixture
def published(arrive, media):
    """``published("tone.mp3")``: a recording with captions, published."""

    def go(name: str = "tone.mp3", **arguments) -> Recording:
        recording = arrive(media(name), **arguments).recording
        person = build_person()
        save_captions(recording=recording, text=CAPTIONS, by=person, at=MARCH_5)
        return publish_recording(recording=recording, by=person, at=MARCH_5)

    return go
