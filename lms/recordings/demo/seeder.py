"""Takes the demo recordings through the same doors as a trainer's: upload, adoption, captions, publishing."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import OutputWrapper

from lms.people.models import Person

from .. import services
from ..captions import write_webvtt
from ..conversion import convert_upload
from ..models import Recording
from .making import Made, can_make, encode, make_audio, make_video

__all__ = ["publish_made", "scripts", "seed"]

NOTE = "합성 음성(espeak-ng)으로 만든 견본입니다."
LICENCE = "가온시 자체 제작(견본), 출연자 없음"


def scripts() -> list[dict[str, Any]]:
    """The scripts of all demo recordings."""
    found = tomllib.loads((Path(__file__).parent / "recordings.toml").read_text(encoding="utf-8"))
    recordings: list[dict[str, Any]] = found["recordings"]
    return recordings


def seed(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Make what is not there by its title. Without espeak-ng or ffmpeg the demo goes on without recordings."""
    trainer = Person.objects.filter(employee_number="trainer").first()
    missing = [each for each in scripts() if not Recording.objects.filter(title=each["title"]).exists()]
    if trainer is None or not missing:
        return
    if not can_make():
        if stdout is not None:
            stdout.write("recordings: left out, because espeak-ng or ffmpeg is missing")
        return
    for script in missing:
        _make(script, trainer, at)
    if stdout is not None:
        stdout.write(f"recordings: {len(missing)} made, with captions")


def _make(script: dict[str, Any], trainer: Person, at: datetime) -> None:
    pictures = Path(settings.BASE_DIR) / "lms/courses/demo/pictures"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = script["lines"]
        if script["kind"] == "video":
            made = make_video(lines, pictures, folder)
        else:
            made = encode(make_audio(lines, folder), folder / "spoken.m4a")
        publish_made(made, slug=script["slug"], title=script["title"], by=trainer, at=at)


def publish_made(made: Made, *, slug: str, title: str, by: Person, at: datetime, licence: str = LICENCE) -> Recording:
    """What was made, as browsers play it, goes through the doors of an upload, in this process: no worker is up yet."""
    data = made.path.read_bytes()
    upload, _is_new = services.begin_upload(
        person=by, name=made.path.name, size=len(data), fingerprint=f"demo:{slug}", title=title, at=at
    )
    for offset in range(upload.received, len(data), services.PIECE_BYTES):
        services.receive_piece(upload=upload, offset=offset, data=data[offset : offset + services.PIECE_BYTES], at=at)
    upload = services.finish_upload(upload=upload, at=at)
    convert_upload(upload_id=str(upload.pk), is_ready=True)
    recording = Recording.objects.get(uploads=upload)
    recording.voice_note, recording.licence = NOTE, licence
    recording.save(update_fields=["voice_note", "licence"])
    services.save_captions(recording=recording, text=write_webvtt(made.cues), by=by, at=at)
    return services.publish_recording(recording=recording, by=by, at=at)
