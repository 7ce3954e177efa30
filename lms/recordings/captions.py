"""Timed text: WebVTT and SRT read strictly, faults named by line. No database, no clock, no request.

A small reader of our own: the libraries at hand either repair silently or stop at the first fault in English, and a
trainer needs every fault at once, by line, in the language of the screen.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .errors import CaptionsRefused

__all__ = ["MOST_BYTES", "Cue", "clock_time", "decode", "find_faults", "read_captions", "read_webvtt", "write_webvtt"]

MOST_BYTES = 1_000_000
MOST_LETTERS = 300
MOST_SPEAKER_LETTERS = 30
#: A caption may outlast the file by a rounding of the tools that timed it.
TOLERANCE_MS = 500

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"{_TIME}\s+-->\s+{_TIME}(?:\s+(.*))?")
_VOICE = re.compile(r"<v(?:\.[^\s>]+)?\s+([^<>]{1,80})>")
_TAG = re.compile(r"<[^<>]*>?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Cue:
    """One thing said: milliseconds from the beginning, and by whom where several speak."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""
    #: Where it stood in what was read; 0 for what was not read from a text.
    line: int = 0

    @property
    def clock(self) -> str:
        return clock_time(self.start_ms)


def clock_time(milliseconds: int) -> str:
    """As a player shows it: ``0:07``, ``12:34``, ``1:02:03``."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def decode(data: bytes) -> str:
    """A caption file's text: UTF-8, UTF-16 with its mark, or the Korean code page. Raises CaptionsRefused."""
    if len(data) > MOST_BYTES:
        raise CaptionsRefused([_("The file is larger than 1 MB, which no captions are. Please choose another file.")])
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp949"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CaptionsRefused([_("The file is not a text. Please save it as UTF-8 (.vtt or .srt).")])


def read_captions(text: str, *, length_ms: int | None = None) -> list[Cue]:
    """The cues of a WebVTT or SRT text in their order. Raises CaptionsRefused with every fault, each by its line.

    ``length_ms`` is how long the recording is; None where that is not asked.
    """
    cues, faults = _parse(text)
    faults += find_faults(cues, length_ms=length_ms)
    if not cues and not faults:
        faults.append((0, _("There is no line with a time. Please write or paste the captions.")))
    if faults:
        raise CaptionsRefused([words for _line, words in sorted(faults, key=lambda fault: fault[0])])
    return cues


def read_webvtt(text: str) -> list[Cue]:
    """The cues of a text that ``write_webvtt`` wrote; what was checked once is not checked again."""
    return _parse(text)[0]


def find_faults(cues: Sequence[Cue], *, length_ms: int | None) -> list[tuple[int, str]]:
    """What is wrong between the cues and with their times: (line, sentence)."""
    faults: list[tuple[int, str]] = []
    before: Cue | None = None
    for cue in cues:
        if cue.end_ms <= cue.start_ms:
            faults.append(_fault(cue.line, _("it ends before it begins.")))
        elif before is not None and cue.start_ms < before.end_ms:
            text = _("it begins at %(begins)s, while the one before lasts until %(until)s.")
            times = {"begins": _exact(cue.start_ms), "until": _exact(before.end_ms)}
            faults.append(_fault(cue.line, text % times))
        if length_ms is not None and cue.end_ms > length_ms + TOLERANCE_MS:
            text = _("it lasts until %(until)s, but the recording ends at %(end)s.")
            faults.append(_fault(cue.line, text % {"until": _exact(cue.end_ms), "end": _exact(length_ms)}))
        before = cue
    return faults


def write_webvtt(cues: Sequence[Cue]) -> str:
    """A WebVTT text that says the same."""
    parts = ["WEBVTT"]
    for cue in cues:
        voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        parts.append(f"{_exact(cue.start_ms)} --> {_exact(cue.end_ms)}\n{voice}{html.escape(cue.text, quote=False)}")
    return "\n\n".join(parts) + "\n"


def _exact(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _parse(text: str) -> tuple[list[Cue], list[tuple[int, str]]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    faults: list[tuple[int, str]] = []
    for number, block in _blocks(lines):
        head = block[0].strip()
        if (number == 1 and re.match(r"WEBVTT(\s|$)", head)) or re.match(r"NOTE(\s|$)", head):
            continue
        if head.split(" ")[0] in {"STYLE", "REGION"}:
            faults.append(_fault(number, _("styles and regions cannot be used. Please delete this part.")))
            continue
        skip = 1 if len(block) > 1 and "-->" not in block[0] and "-->" in block[1] else 0
        found = _cue(number + skip, block[skip:], faults)
        if found is not None:
            cues.append(found)
    return cues, faults


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str], faults: list[tuple[int, str]]) -> Cue | None:
    timing = _TIMING.fullmatch(block[0].strip())
    if timing is None:
        example = "00:00:01.000 --> 00:00:04.000"
        faults.append(_fault(number, _("this is no time. Please write it as %(example)s.") % {"example": example}))
        return None
    start, end = (_milliseconds(timing.groups()[at : at + 4]) for at in (0, 4))
    said = " ".join(line.strip() for line in block[1:])
    voice = _VOICE.match(said)
    speaker = html.unescape(voice.group(1)).strip() if voice else ""
    words = said[voice.end() :].removesuffix("</v>") if voice else said
    if _TAG.search(words) or _CONTROL.search(words):
        faults.append(_fault(number + 1, _("markup such as <b> cannot be used. Please leave only the words.")))
    words = " ".join(html.unescape(words).split())
    if not words:
        faults.append(_fault(number, _("there are no words under this time.")))
    elif len(words) > MOST_LETTERS:
        text = _("it is longer than %(most)d letters. Please divide it.")
        faults.append(_fault(number, text % {"most": MOST_LETTERS}))
    if len(speaker) > MOST_SPEAKER_LETTERS:
        text = _("the speaker's name is longer than %(most)d letters.")
        faults.append(_fault(number, text % {"most": MOST_SPEAKER_LETTERS}))
    return Cue(start, end, words, speaker, number)


def _milliseconds(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(each or 0) for each in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _fault(number: int, words: str) -> tuple[int, str]:
    return number, _("Line %(line)d: %(fault)s") % {"line": number, "fault": words}
