"""Letters as people count them, and text as it looks: what hides in it, and how to read past disguises.

Clusters are those of Unicode Standard Annex 29 (``\\X``), emoji sequences those of Unicode Technical Standard 51: a
family joined by U+200D, a flag and a syllable of old Hangul written with conjoining jamo are one letter each.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

__all__ = ["Folded", "assemble", "count_letters", "find_hidden", "fold", "letters_of", "tidy"]

_CLUSTER = regex.compile(r"\X")
_PICTURE = r"\p{Extended_Pictographic}[\uFE0E\uFE0F\p{EMod}]*"
#: What may hold invisible characters: joined pictures, and flags spelled with tag characters.
_EMOJI = rf"\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F|{_PICTURE}(?:\u200D{_PICTURE})*"
_DIRECTION = r"[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]"
#: Control, format, private and broken characters, line separators, blank letters, marks piled on each other.
#: Fillers of old Hangul (U+115F, U+1160) are letters beside other jamo and blanks elsewhere.
_HIDDEN = (
    r"(?:(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u034F\u2800\u3164\uFFA0]"
    r"|(?<![\u1100-\u115E\uA960-\uA97C])\u1160(?![\u11A8-\u11FF])|\u115F(?![\u1161-\u11A7])|\p{Mn}{3,})+"
)
_SCAN = regex.compile(rf"(?P<emoji>{_EMOJI})|(?P<direction>{_DIRECTION}+)|(?P<hidden>{_HIDDEN})")

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
#: A conjoining jamo that stands alone is the same to the eye as a compatibility one.
_ALONE = {0x1100 + n: letter for n, letter in enumerate(_LEADS)}
_ALONE |= {0x1161 + n: letter for n, letter in enumerate(_VOWELS)}
_ALONE |= {0x11A8 + n: letter for n, letter in enumerate(_TAILS)}


def letters_of(text: str) -> list[str]:
    """The letters a reader sees: 뷁, a family of emoji, a flag and a line break are one each."""
    found: list[str] = _CLUSTER.findall(text)
    return found


def count_letters(text: str) -> int:
    """How many of them there are."""
    return len(letters_of(text))


def find_hidden(text: str) -> list[tuple[str, int, int]]:
    """(``"hidden"`` or ``"direction"``, start, end) of what cannot be seen, or turns the text around.

    Invisible characters inside an emoji sequence belong to the picture.
    """
    return [(m.lastgroup or "", m.start(), m.end()) for m in _SCAN.finditer(text) if m.lastgroup != "emoji"]


def tidy(text: str) -> str:
    """The text to be kept: composed (NFC), trimmed, line breaks as ``\\n``, without what ``find_hidden`` finds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    while True:
        seen = unicodedata.normalize("NFC", _SCAN.sub(lambda m: m[0] if m.lastgroup == "emoji" else "", text))
        # What stood on both sides of a hidden character may together be one.
        if seen == text:
            return seen.strip()
        text = seen


@dataclass(frozen=True)
class Folded:
    """A text made plain for searching; ``places`` tells for each of its characters where it stood before."""

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the text that was folded."""
        return self.places[start][0], self.places[end - 1][1]


def fold(text: str) -> Folded:
    """Small letters, plain digits, spaces and hyphens, syllables composed; invisible characters and marks dropped."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        for letter in _plain(cluster[0]):
            letters.append(letter)
            places.append(cluster.span())
    return Folded("".join(letters), tuple(places))


def _plain(cluster: str) -> list[str]:
    seen = "".join(letter for letter in cluster if unicodedata.category(letter) not in {"Cf", "Cs", "Co"})
    # Compatibility jamo stay: NFKC would make conjoining ones of them, which melt into their neighbours.
    if not "\u3131" <= seen[:1] <= "\u318e":
        seen = unicodedata.normalize("NFKC", seen)
    plain = [_plain_letter(letter) for each in seen for letter in _ALONE.get(ord(each), each).lower()]
    return [letter for letter in plain if letter]


def _plain_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if category in {"Mn", "Me", "Cc"} or letter in "\u3164\u1160\u115f\uffa0\u2800":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    return "-" if category == "Pd" or letter in "\u2212\u30fc" else letter


def assemble(folded: Folded) -> Folded:
    """Syllables that were taken apart, put together as a keyboard does: ㅂㅏㄹ and 바ㄹ become 발, ㅋㅋ stays."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    text, at = folded.text, 0
    while at < len(text):
        start, syllable = at, text[at]
        if syllable in _LEADS and text[at + 1 : at + 2] and text[at + 1] in _VOWELS:
            syllable = chr(0xAC00 + (_LEADS.index(syllable) * 21 + _VOWELS.index(text[at + 1])) * 28)
            at += 1
        if "가" <= syllable <= "힣" and (ord(syllable) - 0xAC00) % 28 == 0:
            tail, after = text[at + 1 : at + 2], text[at + 2 : at + 3]
            # Laughter and doubled jamo are no finals: 하ㅋㅋ.
            if tail and tail in _TAILS and tail != after and not (after and after in _VOWELS):
                syllable = chr(ord(syllable) + _TAILS.index(tail) + 1)
                at += 1
        letters.append(syllable)
        places.append(folded.place(start, at + 1))
        at += 1
    return Folded("".join(letters), tuple(places))
