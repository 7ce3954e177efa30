"""The demo series is really heard: what its captions say is said at that moment, and between them is a breath."""

from __future__ import annotations

import subprocess
from array import array
from itertools import pairwise
from math import sqrt

from campaigns.broadcasts.demo.making import TUNE, make_episode
from campaigns.broadcasts.demo.seeder import scripts
from lms.recordings.captions import find_faults, read_captions, write_webvtt
from lms.recordings.demo.making import PAUSE_SECONDS

RATE = 8_000


def heard_in(path) -> array[int]:
    """The encoded file as a listener's player decodes it."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    return array("h", subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)


def loudness(samples: array[int], start_ms: int, end_ms: int) -> float:
    part = samples[start_ms * RATE // 1000 : end_ms * RATE // 1000]
    return sqrt(sum(each * each for each in part) / len(part))


def test_the_captions_of_an_episode_stand_where_it_is_said(tmp_path):
    first = [part["script"].replace("{day}", "3월 5일 목요일") for part in scripts()[0]["segments"][:2]]
    made = make_episode(first, tmp_path)
    cues, samples = made.made.cues, heard_in(made.made.path)
    length = len(samples) * 1000 // RATE
    assert (cues[0].text, cues[-1].text) == (TUNE, TUNE)
    assert not find_faults(cues, length_ms=length)
    assert len(read_captions(write_webvtt(cues), length_ms=length)) == len(cues) > 10
    # A breath begins a little after a line, for the last sound dies away, and ends with the next line.
    for cue, after in pairwise(cues):
        said = loudness(samples, cue.start_ms, cue.end_ms)
        breath = loudness(samples, after.start_ms - round(PAUSE_SECONDS * 500), after.start_ms - 60)
        assert said > 12 * breath, cue.text
    # Each part begins with its own first line.
    spoken = [next(cue for cue in cues if cue.text in script) for script in first]
    assert made.begins == [cue.start_ms // 1000 for cue in spoken]


def test_every_line_of_the_series_fits_a_caption():
    for episode in scripts():
        for part in episode["segments"]:
            for line in part["script"].splitlines():
                assert "<" not in line
                assert len(line) <= 300
