"""나의 한 줄 다짐: what a line may be. Pure.

Others read it, so it holds no numbers by which somebody can be found and no abuse; it is one line, and what cannot be
seen is not in it.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from .errors import PromiseRefused
from .models.signing import LONGEST_PROMISE

__all__ = ["clean_promise", "letters"]

#: Marks that steer the direction of letters, and spaces without width. Joiners stay where emoji and scripts need them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINER, _SKIN = "\u200d", range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)

_PERSONAL = (
    (re.compile(r"\d{6}\s*[-–]\s*[1-8]\d{6}"), "resident"),
    (re.compile(r"(?<!\d)0\d{1,2}[\s.\-–)]*\d{3,4}[\s.\-–]*\d{4}(?!\d)"), "telephone"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "mail"),
    (re.compile(r"(?<!\d)\d{2,6}-\d{2,6}-\d{2,8}(?!\d)"), "account"),
    (re.compile(r"https?://|www\.", re.I), "address"),
)
_ABUSE = re.compile(
    r"시\s*[이1!]?\s*발|씨\s*[이1!]?\s*발|ㅅ\s*ㅂ|ㅆ\s*ㅂ|병\s*신|ㅂ\s*ㅅ|지\s*랄|개\s*새\s*끼|새\s*끼|미\s*친\s*(?:놈|년|것)|꺼\s*져|닥\s*쳐|좆|쌍\s*년|(?<![a-z])(?:fuck|shit|bitch)",
    re.I,
)
#: Ordinary words that hold the letters of an abusive one.
_HARMLESS = re.compile(
    r"시발점|시발역|새끼손가락|출발|다시\s*발|즉시\s*발|반드시\s*발|잠시\s*발|혹시\s*발|시\s*발(?:급|행|표|생|견|송|전|달|굴|언|걸음|판|신|령)"
)


def letters(text: str) -> int:
    """How many letters a reader sees: an emoji made of five code points is one, 각 as three conjoining Jamo is one."""
    count, joined, flags = 0, False, 0
    previous = ""
    for each in unicodedata.normalize("NFC", text):
        if each == _JOINER:
            joined = True
            continue
        is_part = (
            unicodedata.category(each) in {"Mn", "Me", "Mc", "Cf"}
            or ord(each) in _SKIN
            or (0x1160 <= ord(each) <= 0x11FF and previous != "" and 0x1100 <= ord(previous) <= 0x11FF)
        )
        if ord(each) in _FLAG:
            flags += 1
            is_part = flags % 2 == 0
        else:
            flags = 0
        if not is_part and not (joined and count):
            count += 1
        joined = False
        previous = each
    return count


def clean_promise(typed: str) -> str:
    """The line as it is kept: composed, without what cannot be seen, spaces made one. Empty for nothing.

    Raises PromiseRefused with what is wrong, why, and what to do. Markup is text like any other.
    """
    text = unicodedata.normalize("NFC", typed)
    text = "".join(each for each in _UNSEEN.sub("", text) if each.isspace() or unicodedata.category(each) != "Cc")
    text = " ".join(text.split())
    if not text.replace(_JOINER, "").replace("\ufe0f", "").strip():
        return ""
    if (length := letters(text)) > LONGEST_PROMISE or len(text) > LONGEST_PROMISE * 8:
        raise PromiseRefused(
            _("The line has %(length)d letters. Up to %(most)d fit on a leaf. Please make it shorter.")
            % {"length": length, "most": LONGEST_PROMISE}
        )
    plain = unicodedata.normalize("NFKC", text)
    for pattern, kind in _PERSONAL:
        if pattern.search(plain):
            raise PromiseRefused(_why_personal(kind))
    if _ABUSE.search(_HARMLESS.sub(" ", plain)):
        raise PromiseRefused(_("The line has a word that may hurt whoever reads it. Please say it in other words."))
    return text


def _why_personal(kind: str) -> str:
    found = {
        "resident": _("something like a resident registration number"),
        "telephone": _("something like a telephone number"),
        "mail": _("something like a mail address"),
        "account": _("something like an account or registration number"),
        "address": _("the address of a web page"),
    }[kind]
    return _("The line has %(what)s. Others will read it. Please leave it out.") % {"what": found}
