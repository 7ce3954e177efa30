"""Rotating codes: a screen in a room shows a code that changes every few seconds; who can type it is in the room.

A code binds a subject ("rally:12") and a window of time, nothing else: no row is written to show or to check one. It
is traded for a claim, which lasts long enough to sign in. Who holds a claim for five minutes could hand it on: it
proves that somebody saw the screen, not who. Guessing is for the caller to slow down (``core.ratelimit``).
"""

from __future__ import annotations

import hmac
import unicodedata
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

__all__ = [
    "CLAIM_SECONDS",
    "CODE_LENGTH",
    "WINDOW_SECONDS",
    "ClaimRefused",
    "CodeRefused",
    "code_at",
    "is_current",
    "key_for",
    "normalise_code",
    "read_claim",
    "scan_word_at",
    "seconds_left",
    "trade",
]

WINDOW_SECONDS = 15
CLAIM_SECONDS = 300
CODE_LENGTH = 6
#: Neither vowels (no words) nor look-alikes: 0 1 A B E G I L O S U Z are missing. 24⁶ is 191 million.
LETTERS = "23456789CDFHJKMNPQRTVWXY"
SALT = "core.rotating.claim"
#: 16 of the 32 bytes of a digest, in URL-safe Base64 without padding.
SCAN_BYTES = 16


class CodeRefused(Exception):
    """The code is not, or no longer, the one on the screen. ``str()`` is a sentence for the person."""


class ClaimRefused(Exception):
    """The claim is not ours or has run out. ``str()`` is a sentence for the person."""


def key_for(purpose: str) -> bytes:
    """The key of one purpose ("rally", "roll-call"), from ``SECRET_KEY``: codes of two purposes never fit."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"core.rotating:{purpose}".encode(), sha256)


def _digest(subject: str, window: int, key: bytes) -> bytes:
    return hmac.digest(key, f"{window}:{subject}".encode(), sha256)


def _code(digest: bytes) -> str:
    number = int.from_bytes(digest[:8], "big")
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def _scan_word(digest: bytes) -> str:
    return urlsafe_b64encode(digest[-SCAN_BYTES:]).rstrip(b"=").decode()


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW_SECONDS)


def code_at(subject: str, at: datetime, *, key: bytes) -> str:
    """The code to be typed at an aware moment: six capital letters and digits."""
    return _code(_digest(subject, _window(at), key))


def scan_word_at(subject: str, at: datetime, *, key: bytes) -> str:
    """The same for a QR code: 22 URL-safe characters, which nobody guesses."""
    return _scan_word(_digest(subject, _window(at), key))


def seconds_left(at: datetime) -> int:
    """Whole seconds, 1 to 15, until the screen shows the next code."""
    return WINDOW_SECONDS - int(at.timestamp() % WINDOW_SECONDS)


def normalise_code(typed: str) -> str:
    """What was typed, as ``code_at`` writes it: capitals, half-width, without spaces and hyphens."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())


def is_current(code: str, subject: str, at: datetime, *, key: bytes) -> bool:
    """Whether ``code``, typed or scanned, is that of this window or of the one before (somebody needs time to type)."""
    typed, scanned = (text.encode(errors="replace") for text in (normalise_code(code), code.strip()))
    fits = False
    for window in (_window(at), _window(at) - 1):
        digest = _digest(subject, window, key)
        fits |= hmac.compare_digest(typed, _code(digest).encode())
        fits |= hmac.compare_digest(scanned, _scan_word(digest).encode())
    return fits


def trade(code: str, subject: str, at: datetime, *, key: bytes) -> str:
    """A claim on the subject for a current code, typed or scanned: URL-safe, five minutes, says nothing of a person.

    Raises CodeRefused.
    """
    if not is_current(code, subject, at, key=key):
        raise CodeRefused(_("This code is not the one on the screen any more. Please enter the code shown now."))
    # Not signing.dumps: its timestamp is the machine's, ours is the clock's.
    return signing.Signer(salt=SALT).sign_object([subject, int(at.timestamp()) + CLAIM_SECONDS])


def read_claim(word: str, at: datetime) -> str:
    """The subject of a claim; the caller compares it with the one it stands for. Raises ClaimRefused."""
    try:
        subject, until = signing.Signer(salt=SALT).unsign_object(word)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ClaimRefused(_("This entry is not valid. Please enter the code on the screen again.")) from error
    if at.timestamp() > until:
        raise ClaimRefused(_("Five minutes have passed since the code was entered. Please enter the code shown now."))
    return str(subject)
