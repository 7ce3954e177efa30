"""The signature tune of the demo series: eight bells, computed; nobody's work but ours."""

from __future__ import annotations

import math
import wave
from array import array
from functools import cache
from pathlib import Path

__all__ = ["RATE", "write_mask", "write_tune"]

#: As espeak-ng speaks, so that both lie in one file.
RATE = 22_050
#: Pitch in half-tones above A, and when each bell is struck, in seconds: a morning call in D major.
_BELLS = ((5, 0.0), (9, 0.28), (12, 0.56), (17, 0.84), (14, 1.26), (12, 1.54), (9, 1.82), (17, 2.24))
_SECONDS = 3.6
_BELL_SECONDS = 1.6
_LOUDNESS = 5_200


def write_tune(path: Path) -> Path:
    """Write the tune as a WAV of one channel."""
    return _write(path, _tune())


@cache
def _tune() -> array[int]:
    samples = array("h", bytes(2 * round(_SECONDS * RATE)))
    for half_tones, start in _BELLS:
        pitch = 440.0 * 2 ** (half_tones / 12)
        first = round(start * RATE)
        for place in range(min(round(_BELL_SECONDS * RATE), len(samples) - first)):
            seconds = place / RATE
            wave_form = math.sin(2 * math.pi * pitch * seconds) + 0.3 * math.sin(4.02 * math.pi * pitch * seconds)
            fresh = _LOUDNESS * min(1.0, seconds / 0.008) * math.exp(-3.2 * seconds) * wave_form
            samples[first + place] += round(fresh)
    return samples


def write_mask(path: Path) -> Path:
    """A soft tone of seven tenths of a second, heard in place of a word that is not broadcast."""
    count = round(0.7 * RATE)
    edge = RATE / 50
    tone = (
        1_500 * min(1.0, place / edge, (count - place) / edge) * math.sin(2 * math.pi * 660 * place / RATE)
        for place in range(count)
    )
    return _write(path, array("h", (round(each) for each in tone)))


def _write(path: Path, samples: array[int]) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return path
