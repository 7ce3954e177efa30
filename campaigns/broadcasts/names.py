"""Colleagues' names in a short text: what looks like one, and which of these the staff register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lms.people.models import Person

__all__ = ["NamePlace", "candidates", "find_names"]

_WORD = re.compile(r"[가-힣]+|[A-Za-z]+(?: [A-Za-z]+)?")
#: Family name and given name: 김솔 to 남궁하늘빛; longer names do not occur in the register.
_SHORTEST, _LONGEST = 2, 5
#: What may follow a name within its word.
_ENDINGS = (
    *"은는이가을를의께와과랑도만님씨아야라로였",
    "에게", "한테", "입니다", "으로", "보다", "처럼", "까지", "부터",
    "주무관", "팀장", "과장", "국장", "계장", "실장", "동장", "소장", "센터장", "담당", "선배", "선생", "반장",
)  # fmt: skip


@dataclass(frozen=True)
class NamePlace:
    """A word that is somebody's name in the register, and where it stands."""

    start: int
    end: int
    name: str


def candidates(text: str) -> list[NamePlace]:
    """Every beginning of a word that could be a name and is followed by nothing, a particle or a title."""
    found = []
    for word in _WORD.finditer(text):
        letters = word.group()
        if not "가" <= letters[0] <= "힣":
            found.append(NamePlace(word.start(), word.end(), letters))
            continue
        for length in range(_SHORTEST, min(_LONGEST, len(letters)) + 1):
            rest = letters[length:]
            if not rest or rest.startswith(_ENDINGS):
                found.append(NamePlace(word.start(), word.start() + length, letters[:length]))
    return found


def find_names(text: str, *, but: Iterable[str] = ()) -> list[NamePlace]:
    """The names of staff in a text, in order, each place once; not those in ``but`` (one's own, for example).

    One query, by the words of the text and not by the names of the city.
    """
    left_out = set(but)
    possible = [each for each in candidates(text) if each.name not in left_out]
    if not possible:
        return []
    wanted = {each.name for each in possible}
    known = set(Person.objects.filter(name__in=wanted, is_active=True).order_by().values_list("name", flat=True))
    found: list[NamePlace] = []
    for each in sorted(possible, key=lambda place: (place.start, -place.end)):
        if each.name in known and (not found or each.start >= found[-1].end):
            found.append(each)
    return found
