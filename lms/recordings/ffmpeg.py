"""The one module that runs ffmpeg and ffprobe on what people upload. No database.

What a person uploaded is hostile until proven otherwise: only known readers, only this one file, no network, a time
limit. Paths are ours; a file's own name never reaches a command line.
"""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import ConversionFailed

__all__ = ["Facts", "convert", "loudness_of", "poster_of", "probe", "suffix_for"]

READERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,flac,mp3,asf,aiff,amr,mpeg,mpegts,mpegvideo,wav,w64,avi,aac"
INPUT = ["-protocol_whitelist", "file", "-format_whitelist", READERS]
PROBE_SECONDS = 60
#: One second of video takes less than a second to convert; a stuck converter is ended.
CONVERT_SECONDS = 6 * 3600
SILENCE_LUFS = -69.0
#: What browsers play as it is; the picture is copied, only the sound is made anew.
COPIED_MP4 = {"h264"}
COPIED_WEBM = {"vp8", "vp9", "av1"}
TALLEST = 1080
#: Still pictures inside audio files are covers, not films.
PICTURES = {"mjpeg", "png", "bmp", "gif", "webp"}

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Facts:
    """What ffprobe found."""

    duration_ms: int
    video_codec: str = ""
    pixel_format: str = ""
    width: int | None = None
    height: int | None = None
    audio_codec: str = ""

    @property
    def is_video(self) -> bool:
        return bool(self.video_codec)

    @property
    def has_sound(self) -> bool:
        return bool(self.audio_codec)


def probe(path: Path) -> Facts:
    """The length and the streams of a file; reads only what names them. Raises ConversionFailed."""
    command = ["ffprobe", "-v", "error", *INPUT, "-show_format", "-show_streams", "-of", "json", str(path)]
    finished = _run(command, PROBE_SECONDS)
    if finished.returncode != 0:
        raise ConversionFailed(
            _("The file could not be read."),
            _("It is damaged or no video or audio."),
            _("Please play it on your own computer first, and upload it again."),
        )
    found = json.loads(finished.stdout)
    streams = found.get("streams", [])
    video: dict[str, Any] = next((each for each in streams if _is_film(each)), {})
    audio: dict[str, Any] = next((each for each in streams if each.get("codec_type") == "audio"), {})
    seconds = max((_seconds(each) for each in [found.get("format", {}), video, audio]), default=0.0)
    if not (video or audio) or seconds <= 0:
        raise ConversionFailed(
            _("The file could not be used."),
            _("It holds neither sound nor moving pictures, or no length can be read from it."),
            _("Please export it anew, for example as MP4 or MP3."),
        )
    return Facts(
        duration_ms=round(seconds * 1000),
        video_codec=video.get("codec_name", ""),
        pixel_format=video.get("pix_fmt", ""),
        width=video.get("width"),
        height=video.get("height"),
        audio_codec=audio.get("codec_name", ""),
    )


def loudness_of(path: Path, *, progress: Progress | None = None, duration_ms: int = 0) -> dict[str, float] | None:
    """The first pass: what the sound measures; None where there is nothing to hear. Raises ConversionFailed."""
    command = ["ffmpeg", "-hide_banner", "-nostdin", *INPUT, "-i", str(path), "-map", "0:a:0", "-vn"]
    command += ["-af", "loudnorm=print_format=json", "-f", "null", "-"]
    text = _follow(command, duration_ms, progress)
    try:
        measured = json.loads(text[text.rindex("{") : text.rindex("}") + 1])
        values = {name: float(measured[f"input_{name}"]) for name in ("i", "tp", "lra", "thresh")}
        values["offset"] = float(measured["target_offset"])
    except (ValueError, KeyError) as error:
        raise ConversionFailed(*_BROKEN) from error
    if not math.isfinite(values["i"]) or values["i"] <= SILENCE_LUFS:
        return None
    return values


def convert(
    path: Path,
    target: Path,
    *,
    facts: Facts,
    loudness: dict[str, float] | None,
    lufs: float,
    progress: Progress | None = None,
) -> None:
    """The second pass: what browsers play, at one loudness, with its index at the front. Raises ConversionFailed.

    ``target`` says the container: ``.m4a``, ``.mp4`` or ``.webm`` (see ``suffix_for``).
    """
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-y", *INPUT, "-i", str(path), "-map_metadata", "-1", "-sn", "-dn"]
    if facts.is_video:
        command += ["-map", "0:V:0", *_picture(facts)]
    if facts.has_sound:
        command += ["-map", "0:a:0", *_sound(loudness, lufs, webm=target.suffix == ".webm")]
    if target.suffix != ".webm":
        command += ["-movflags", "+faststart", "-f", "mp4"]
    _follow([*command, str(target)], facts.duration_ms, progress)


def suffix_for(facts: Facts) -> str:
    """The container that the result needs."""
    if not facts.is_video:
        return ".m4a"
    return ".webm" if facts.video_codec in COPIED_WEBM else ".mp4"


def poster_of(path: Path, target: Path, *, duration_ms: int) -> bool:
    """A picture from the first tenth of a video; False where none could be made."""
    at = f"{duration_ms / 10_000:.3f}"
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-y", *INPUT, "-ss", at, "-i", str(path), "-frames:v", "1"]
    command += ["-vf", "scale='min(1280,iw)':-2", "-q:v", "4", str(target)]
    return _run(command, PROBE_SECONDS).returncode == 0 and target.exists()


_BROKEN = (
    _("The file could not be converted."),
    _("It seems to be damaged."),
    _("Please play it to its end on your own computer, and upload it again."),
)


def _picture(facts: Facts) -> list[str]:
    is_plain = facts.pixel_format in ("yuv420p", "yuvj420p")
    if facts.video_codec in COPIED_WEBM or (facts.video_codec in COPIED_MP4 and is_plain):
        return ["-c:v", "copy"]
    scale = f"scale=-2:'min({TALLEST},ih)':flags=bicubic,format=yuv420p"
    # A key picture every five seconds: jumping in the transcript must not wait for the last one.
    keys = ["-force_key_frames", "expr:gte(t,n_forced*5)"]
    return ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-vf", scale, *keys]


def _sound(loudness: dict[str, float] | None, lufs: float, *, webm: bool) -> list[str]:
    options = []
    if loudness is not None:
        measured = ":".join(
            f"{name}={loudness[key]}"
            for name, key in (
                ("measured_I", "i"),
                ("measured_TP", "tp"),
                ("measured_LRA", "lra"),
                ("measured_thresh", "thresh"),
                ("offset", "offset"),
            )
        )
        options = ["-af", f"loudnorm=I={lufs}:TP=-1.5:LRA=11:{measured}:linear=true"]
    # loudnorm works at 192 kHz inside; without a rate the result would keep it.
    codec = ["-c:a", "libopus", "-b:a", "96k"] if webm else ["-c:a", "aac", "-b:a", "128k"]
    return [*options, "-ar", "48000", "-ac", "2", *codec]


def _is_film(stream: dict[str, Any]) -> bool:
    attached = stream.get("disposition", {}).get("attached_pic")
    is_still = stream.get("codec_name") in PICTURES and stream.get("nb_frames") in (None, "1")
    return stream.get("codec_type") == "video" and not attached and not is_still


def _seconds(found: dict[str, Any]) -> float:
    try:
        seconds = float(found.get("duration", 0))
    except (TypeError, ValueError):
        return 0.0
    return seconds if math.isfinite(seconds) else 0.0


def _run(command: Sequence[str], seconds: int) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise ConversionFailed(*_MISSING) from error
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(*_BROKEN) from error


_MISSING = (
    _("The file could not be converted."),
    _("The server lacks ffmpeg."),
    _("Please ask the administrator to install it, and upload the file again."),
)


def _follow(command: Sequence[str], duration_ms: int, progress: Progress | None) -> str:
    """Run to the end, telling the percent on the way; what it said. Raises ConversionFailed."""
    whole = [command[0], "-progress", "pipe:1", "-nostats", *command[1:]]
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of our own words, no shell
            ["timeout", str(CONVERT_SECONDS), *whole],  # noqa: S607
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except FileNotFoundError as error:
        raise ConversionFailed(*_MISSING) from error
    said: list[str] = []
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            name, _equals, value = line.strip().partition("=")
            if name == "out_time_us" and progress and duration_ms and value.lstrip("-").isdigit():
                progress(min(100, max(0, int(value) // 10 // duration_ms)))
            said.append(line)
            del said[:-400]
    if process.returncode == 127:
        raise ConversionFailed(*_MISSING)
    if process.returncode != 0:
        raise ConversionFailed(*_BROKEN)
    return "".join(said)
