"""Korean text rules: particles, search n-grams, masked names, durations."""

from __future__ import annotations

import re

__all__ = ["format_minutes", "josa", "mask_name", "mentions", "ngrams", "without_particle"]

_WORD = re.compile(r"[^\W_]+")
#: Particles that close a noun; where several fit, the longest does.
_CLOSING = re.compile(
    r"(?<=.)(?:은|는|이|가|을|를|의|에|와|과|도|만|로|께|랑|나|야|요"
    r"|으로|에서|에게|께서|까지|부터|처럼|마다|보다|조차|이나|이랑|하고|에는|에도|로서|로써|으로서|에게는|에게도)$"
)
_PARTICLES = {"을": "를", "이": "가", "은": "는", "과": "와", "으로": "로"}


def josa(word: str, with_final: str) -> str:
    """The particle that fits ``word``: ``josa("과정", "을") == "을"``, ``josa("차시", "을") == "를"``.

    ``with_final`` is the form after a final consonant (을 이 은 과 으로). A word that does not end in Hangul gets
    the form without one; 으로 also becomes 로 after ㄹ. Raises KeyError for an unknown particle.
    """
    without = _PARTICLES[with_final]
    last = word[-1:] or " "
    if not "가" <= last <= "힣":
        return without
    final = (ord(last) - 0xAC00) % 28
    if final == 0 or (with_final == "으로" and final == 8):
        return without
    return with_final


def ngrams(text: str) -> str:
    """Overlapping two-letter pieces of every word, joined by spaces; a one-letter word stays itself.

    Index and query are cut the same way, so that 교육 finds 친절교육 and 민원 finds 민원인을 on every backend.
    """
    pieces: list[str] = []
    for word in _WORD.findall(text.lower()):
        pieces += [word[start : start + 2] for start in range(len(word) - 1)] or [word]
    return " ".join(pieces)


def without_particle(word: str) -> str:
    """A noun without the particle that closes it: 인사를 → 인사, 동료에게 → 동료. At least one letter stays."""
    return _CLOSING.sub("", word, count=1)


def mentions(text: str, word: str) -> bool:
    """Whether a text speaks of ``word``, whatever particle or ending follows: 인사를, 인사하겠습니다, 먼저 인사.

    It must begin a word of the text. A word of one letter must be the whole noun, so that 말 is not found in 말일.
    ``word`` may be several words, of which the last may go on: 끝까지 듣 finds 끝까지 듣겠습니다.
    """
    wanted, words = _WORD.findall(word.lower()), _WORD.findall(text.lower())
    if not wanted:
        return False
    *before, last = wanted
    for place in range(len(words) - len(before)):
        if words[place : place + len(before)] != before:
            continue
        found = words[place + len(before)]
        if found == last or (found.startswith(last) if before or len(last) > 1 else without_particle(found) == last):
            return True
    return False


def mask_name(name: str) -> str:
    """A name as the public may see it: 홍*동, 홍*, 남궁**; Latin names keep their first letter."""
    name = name.strip()
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    if len(name) == 3:
        return name[0] + "*" + name[2]
    if len(name) == 4 and re.fullmatch(r"[가-힣]{4}", name):
        return name[:2] + "**"
    return name[0] + "*" * (len(name) - 1)


def format_minutes(minutes: int) -> str:
    """Integer minutes as Korean writes them: ``7시간 30분``, ``2시간``, ``45분``."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return f"{hours}시간 {rest}분"
    return f"{hours}시간" if hours else f"{rest}분"
