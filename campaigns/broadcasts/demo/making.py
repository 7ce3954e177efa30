"""An episode's recording from its script: the tune, every sentence spoken, the tune; where each part begins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.recordings.demo.making import Made, encode, make_audio

from ..script import read_script, sentences
from .tune import write_mask, write_tune

__all__ = ["MadeEpisode", "make_episode"]

#: One synthetic voice, told apart by its pitch.
PITCHES = {"진행": "50", "사연": "40", "직원": "58", "민원인": "32", "팀장": "44"}
TUNE = "[시그널 음악]"


@dataclass(frozen=True)
class MadeEpisode:
    """The encoded file with its captions, and the second at which each part begins."""

    made: Made
    begins: list[int]


def make_episode(scripts: list[str], folder: Path) -> MadeEpisode:
    """Speak the parts' scripts one after the other. What is only heard stands in the captions in brackets."""
    tune, mask = write_tune(folder / "tune.wav"), write_mask(folder / "mask.wav")
    lines: list[dict[str, Any]] = [{"text": TUNE, "sound": tune}]
    first_lines = []
    for script in scripts:
        first_lines.append(len(lines))
        for line in read_script(script):
            for sentence in sentences(line.text):
                said = {"speaker": line.speaker, "text": sentence}
                # What may not be heard is a soft tone; the caption says so.
                lines.append(said | {"sound": mask} if sentence.startswith("[") else said)
    lines.append({"text": TUNE, "sound": tune})
    spoken = make_audio(lines, folder, pitches=PITCHES)
    begins = [spoken.cues[place].start_ms // 1000 for place in first_lines]
    return MadeEpisode(encode(spoken, folder / "episode.m4a"), begins)
