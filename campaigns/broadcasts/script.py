"""대본: what of a script is spoken, by whom, and how long that takes. Pure: no database, no clock.

A line may begin with its speaker and a colon (``직원: 어서 오십시오.``); what stands in square brackets is done or
heard, not said (``[웃음]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

__all__ = ["Line", "read_script", "seconds_for", "sentences", "spoken_words", "syllables", "time_words"]

_SPEAKER = re.compile(r"^\s*([^\s:\[\]]{1,10})\s*:\s+(?=\S)")
_DIRECTION = re.compile(r"\[[^\]]*\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\d\.)\s+|(?<=[.!?…][’”\"'])\s+")
_TOKEN = re.compile(
    r"(?P<code>\d+(?:-\d+)+)|(?P<number>\d[\d,]*(?:\.\d+)?)(?P<counter>\s?[가-힣]{1,2})?|(?P<latin>[A-Za-z]+)"
    r"|(?P<hangul>[가-힣])|(?P<sign>[%℃㎞㎡㎏])"
)
#: How many syllables the name of a letter has: 에이, 비, 씨 …
_LETTERS = dict.fromkeys("BCDEGLMNOPQRTU", 1) | dict.fromkeys("AFIJKSVXYZ", 2) | {"H": 3, "W": 3}
_SIGNS = {"%": 3, "℃": 1, "㎞": 4, "㎡": 4, "㎏": 4}
#: Counted with 하나 둘 셋; everything else is read with 일 이 삼.
_NATIVE_COUNTERS = ("시", "명", "개", "살", "번", "통", "장", "가지", "마리", "권", "대", "곳", "분께", "사람", "잔")
_NATIVE_TENS = (0, 1, 2, 2, 2, 1, 2, 2, 2, 2)  # 열 스물 서른 마흔 쉰 예순 일흔 여든 아흔
_NATIVE_ONES = (0, 1, 1, 1, 1, 2, 2, 2, 2, 2)  # 한 두 세 네 다섯 여섯 일곱 여덟 아홉


@dataclass(frozen=True)
class Line:
    """What one speaker says without a break; ``speaker`` is empty where the script names none."""

    speaker: str
    text: str


def read_script(script: str) -> list[Line]:
    """The lines of a script in order, directions included."""
    found = []
    for row in script.splitlines():
        speaker = _SPEAKER.match(row)
        text = " ".join((row[speaker.end() :] if speaker else row).split())
        if text:
            found.append(Line(speaker.group(1) if speaker else "", text))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark."""
    return [each for each in _SENTENCE_END.split(text.strip()) if each]


def spoken_words(script: str) -> str:
    """Only what is heard: without names of speakers and without directions."""
    return " ".join(_DIRECTION.sub(" ", line.text).strip() for line in read_script(script)).strip()


def syllables(text: str) -> int:
    """How many syllables a Korean voice speaks: numbers as they are read, Latin letters by their names.

    >>> syllables("2026년 3월 5일"), syllables("5명"), syllables("KRDS"), syllables("051-000-0000")
    (10, 3, 6, 10)
    """
    return sum(_token_syllables(found) for found in _TOKEN.finditer(text))


def seconds_for(script: str, *, per_minute: int) -> int:
    """How long a presenter of that pace (syllables a minute, breathing included) needs for a script."""
    return round(syllables(spoken_words(script)) * 60 / per_minute)


def time_words(seconds: int) -> str:
    """``3분 20초``, ``45초``, ``2분``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    if not rest:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


def _token_syllables(found: re.Match[str]) -> int:
    if found["hangul"]:
        return 1
    if found["code"]:
        return sum(each.isdigit() for each in found["code"])
    if found["latin"]:
        return _latin(found["latin"])
    if found["sign"]:
        return _SIGNS[found["sign"]]
    counter = (found["counter"] or "").strip()
    return _number(found["number"], counter) + len(counter)


def _latin(word: str) -> int:
    """An abbreviation letter by letter; a word by its vowels, roughly as Korean spells it."""
    if word.isupper() or len(word) == 1:
        return sum(_LETTERS[letter] for letter in word.upper())
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))


def _number(written: str, counter: str) -> int:
    whole, _point, fraction = written.replace(",", "").partition(".")
    value = int(whole)
    if fraction:
        return _sino(value) + 1 + len(fraction)
    if 0 < value < 100 and counter.startswith(_NATIVE_COUNTERS):
        return _NATIVE_TENS[value // 10] + _NATIVE_ONES[value % 10]
    return _sino(value)


def _sino(value: int) -> int:
    """일 이 삼: 이천이십육 has five. Above 만 every four digits are read with their own word."""
    if value == 0:
        return 1
    groups: Iterable[int] = (value // 10_000**place % 10_000 for place in range((len(str(value)) + 3) // 4))
    return sum(_four_digits(each, place) + (1 if place else 0) for place, each in enumerate(groups) if each)


def _four_digits(group: int, myriads: int) -> int:
    if group == 1 and myriads == 1:
        return 0  # 만, not 일만
    count = 0
    for place, digit in enumerate(reversed(str(group))):
        if digit != "0":
            # 십, 백, 천 carry no 일 before them.
            count += (1 if place else 0) + (0 if place and digit == "1" else 1)
    return count
