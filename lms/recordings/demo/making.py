"""A recording from a script: spoken by espeak-ng line by line, so that every caption is as long as what is heard."""

from __future__ import annotations

import shutil
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..captions import Cue

__all__ = ["Made", "can_make", "encode", "make_audio", "make_video"]

PAUSE_SECONDS = 0.45
#: Two voices by pitch: espeak-ng has one Korean voice.
PITCHES = {"민원인": "35", "직원": "55", "안내": "45"}
SECONDS = 120
#: From espeak-ng's own loudness to the one of converted recordings (-23 LUFS).
GAIN_DB = -3
#: One channel, few bits, as cheap to make as AAC can be; a browser begins to play before it has all of it.
_AS_PLAYED = ["-af", f"volume={GAIN_DB}dB", "-ac", "1", "-c:a", "aac", "-aac_coder", "fast", "-b:a", "32k"]
_AS_PLAYED += ["-aac_tns", "0", "-aac_pns", "0", "-movflags", "+faststart"]


@dataclass(frozen=True)
class Made:
    """A file, and the cues that fit it."""

    path: Path
    cues: list[Cue]


def can_make() -> bool:
    """Whether the programs are there."""
    return all(shutil.which(program) for program in ("espeak-ng", "ffmpeg", "ffprobe"))


def make_audio(lines: list[dict[str, Any]], folder: Path, *, pitches: dict[str, str] = PITCHES) -> Made:
    """Every line spoken, with a breath between. A line with a ``sound`` (a WAV of the same kind) is heard instead."""
    target, cues, at = folder / "spoken.wav", [], 0
    with wave.open(str(target), "wb") as out:
        for number, line in enumerate(lines):
            speaker = line.get("speaker", "")
            spoken = line.get("sound") or folder / f"{number}.wav"
            if "sound" not in line:
                pitch = pitches.get(speaker, "45")
                _run("espeak-ng", "-v", "ko", "-s", "165", "-p", pitch, "-w", str(spoken), line["text"])
            with wave.open(str(spoken), "rb") as part:
                if number == 0:
                    out.setparams(part.getparams())
                rate, frames = part.getframerate(), part.readframes(part.getnframes())
            length = len(frames) // 2 * 1000 // rate
            cues.append(Cue(at, at + length, line["text"], speaker))
            breath = round(rate * PAUSE_SECONDS)
            out.writeframes(frames + b"\x00\x00" * breath)
            at += length + breath * 1000 // rate
    return Made(target, cues)


def encode(made: Made, target: Path) -> Made:
    """What was spoken as the file that browsers play."""
    _run("ffmpeg", "-v", "error", "-y", "-i", str(made.path), *_AS_PLAYED, str(target))
    return Made(target, made.cues)


def make_video(lines: list[dict[str, Any]], pictures: Path, folder: Path) -> Made:
    """The file that browsers play, with drawings: each slide stands while its lines are spoken."""
    spoken = make_audio(lines, folder)
    slides: list[tuple[str, int]] = []
    ends = [cue.start_ms for cue in spoken.cues[1:]] + [spoken.cues[-1].end_ms + round(PAUSE_SECONDS * 1000)]
    for line, cue, end in zip(lines, spoken.cues, ends, strict=True):
        if slides and slides[-1][0] == line["slide"]:
            slides[-1] = (line["slide"], slides[-1][1] + end - cue.start_ms)
        else:
            slides.append((line["slide"], end - cue.start_ms))
    listing = folder / "slides.txt"
    rows = []
    for number, (name, length) in enumerate(slides):
        picture = folder / f"slide{number}.png"
        paper = "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1:white,setsar=1"
        _run("ffmpeg", "-v", "error", "-y", "-i", str(pictures / name), "-frames:v", "1", "-vf", paper, str(picture))
        rows.append(f"file '{picture.name}'\nduration {length / 1000:.3f}")
    # The last picture is named once more: the reader of lists ignores the length of the last one.
    listing.write_text("\n".join([*rows, f"file 'slide{len(slides) - 1}.png'"]) + "\n")
    target = folder / "film.mp4"
    still = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "stillimage", "-r", "5", "-pix_fmt", "yuv420p"]
    command = ["-v", "error", "-y", "-f", "concat", "-i", str(listing), "-i", str(spoken.path), *still]
    _run("ffmpeg", *command, *_AS_PLAYED, "-shortest", str(target))
    return Made(target, spoken.cues)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - our own words only
