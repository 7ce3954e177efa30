"""답안: what a browser sends, and answers that arrived after the session had ended.

A form carries two fields for each question: ``answer-<key>`` is what the person chose, ``saved-<key>`` what the server
had when the page was made. Only what differs was given on this page; the rest may be older than what another tab saved.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from .questions import MOST_CHOICES, MOST_QUESTIONS
from .rules import Answers

__all__ = [
    "drop_kept",
    "field_name",
    "keep_for_later",
    "kept_answers",
    "kept_attempt_ids",
    "own_kept_only",
    "read_answers",
    "saved_name",
]

#: Ids of questions and choices are UUIDs; nothing longer is ours.
LONGEST_ID = 64
#: Sittings whose answers one browser session keeps, the latest of them, and the letters each may fill.
MOST_ATTEMPTS = 3
MOST_LETTERS = 40_000

_ANSWER, _SAVED = "answer-", "saved-"
_SESSION_KEY = "quiz_answers"


def field_name(key: str) -> str:
    """The name of a question's inputs."""
    return f"{_ANSWER}{key}"


def saved_name(key: str) -> str:
    """The name of the hidden field that says what the server had."""
    return f"{_SAVED}{key}"


def read_answers(posted: QueryDict) -> dict[str, list[str]]:
    """The answers that were given on this page, by question key.

    ``field`` names what a partial form holds (autosave); without it the form is whole, and a question without a choice
    was left or taken back. Anything that no form of ours sends is passed over.
    """
    named = posted.getlist("field")
    names = named or [name for name in posted if name.startswith(_ANSWER)] + [
        _ANSWER + name.removeprefix(_SAVED) for name in posted if name.startswith(_SAVED)
    ]
    given: dict[str, list[str]] = {}
    for name in names:
        key = name.removeprefix(_ANSWER)
        if key == name or not 0 < len(key) <= LONGEST_ID or len(given) >= MOST_QUESTIONS:
            continue
        chosen = [choice for choice in posted.getlist(name)[:MOST_CHOICES] if 0 < len(choice) <= LONGEST_ID]
        saved = posted.get(_SAVED + key, "")
        if named or set(chosen) != set(saved.split()):
            given[key] = chosen
    return given


def keep_for_later(session: SessionBase, *, attempt_id: int, given: Answers, at: datetime) -> None:
    """Keep answers of a person whose session has ended until the same person has signed in again.

    They stay in the browser's session, not among the records: whose they are is only known after sign-in.
    """
    kept: dict[str, Any] = dict(session.get(_SESSION_KEY, {}))
    earlier = kept.pop(str(attempt_id), {}).get("answers", {})
    kept[str(attempt_id)] = {"at": at.isoformat(), "answers": _within(MOST_LETTERS, {**earlier, **given})}
    session[_SESSION_KEY] = dict(list(kept.items())[-MOST_ATTEMPTS:])


def kept_answers(session: SessionBase, *, attempt_id: int) -> tuple[dict[str, list[str]], datetime | None]:
    """The answers kept for a sitting and when they came; nothing and None when there are none."""
    entry = session.get(_SESSION_KEY, {}).get(str(attempt_id))
    if entry is None:
        return {}, None
    return entry["answers"], datetime.fromisoformat(entry["at"])


def drop_kept(session: SessionBase, *, attempt_id: int) -> None:
    """Forget what was kept for a sitting."""
    kept = dict(session.get(_SESSION_KEY, {}))
    if kept.pop(str(attempt_id), None) is not None:
        session[_SESSION_KEY] = kept


def own_kept_only(session: SessionBase, own_attempt_ids: set[int]) -> None:
    """Forget what was kept for sittings of somebody else: the next person at a shared computer."""
    kept = session.get(_SESSION_KEY, {})
    session[_SESSION_KEY] = {key: entry for key, entry in kept.items() if int(key) in own_attempt_ids}


def kept_attempt_ids(session: SessionBase) -> set[int]:
    """The sittings for which this session keeps answers."""
    return {int(key) for key in session.get(_SESSION_KEY, {})}


def _within(most: int, given: Answers) -> dict[str, list[str]]:
    """As many answers as fit; a paper of ours always does."""
    fitting = {}
    for key, chosen in given.items():
        most -= len(key) + sum(map(len, chosen))
        if most < 0:
            break
        fitting[key] = list(chosen)
    return fitting
