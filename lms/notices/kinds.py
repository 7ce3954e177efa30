"""What a room registers: a kind of notice, its words, and how it may be mailed.

kinds.register(NoticeKind(key="certificates.issued", …))     # in AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from .choices import Cadence

if TYPE_CHECKING:
    from lms.people.models import Person

    from .models import Notice

__all__ = ["Expected", "NoticeKind", "Words", "all_kinds", "find", "get", "register"]

Subject = Mapping[str, Any]
Text = str | Promise


@dataclass(frozen=True)
class Words:
    """What a notice says. Paragraphs are plain text; a mail puts title, paragraphs, facts and one button below it."""

    #: One sentence: the line in the list on the site and the subject of the mail.
    title: str
    paragraphs: Sequence[str] = ()
    #: Label and value, e.g. due date, course.
    facts: Sequence[tuple[str, str]] = ()
    #: The one thing to do: a noun or verb stem. It leads to the notice's link.
    action: str = ""


@dataclass(frozen=True)
class Expected:
    """Notices that a rule will give on a day to come, if nothing changes."""

    on: date
    topic: str
    why: str
    count: int


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice. ``key`` is ``room.what`` and stands in rows: never rename it."""

    key: str
    title: Text
    #: When it comes, for the person's settings and for staff.
    description: Text
    #: The words for one subject, in the language that is active.
    words: Callable[[Subject], Words]
    #: An example for previews and tests.
    sample: Callable[[], Subject]
    cadence: str = Cadence.AT_ONCE
    may_be_switched_off: bool = True
    #: Whole sentence, shown where it cannot be switched off.
    why_not: Text = ""
    #: Nobody is obliged to what it is about: staff see counts only, never names.
    is_voluntary: bool = False
    #: Whether a person can ever get it; settings do not offer what cannot concern them. None: everybody.
    concerns: Callable[[Person], bool] | None = None
    #: Of these notices, the ids of those that still hold; asked in batches right before sending.
    still_holds: Callable[[Sequence[Notice]], Iterable[Any]] | None = None
    #: What the kind's rule will give between two days, for the screen of planned sendings.
    expected: Callable[[date, date], Iterable[Expected]] | None = None

    def __post_init__(self) -> None:
        if not self.may_be_switched_off and not self.why_not:
            raise ValueError(f"{self.key} cannot be switched off and does not say why")


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Make a kind known. Registering the same key again replaces it."""
    _kinds[kind.key] = kind


def get(key: str) -> NoticeKind:
    """The kind. Raises KeyError for one that no room registered."""
    return _kinds[key]


def find(key: str) -> NoticeKind | None:
    """The kind, or None where its room is gone."""
    return _kinds.get(key)


def all_kinds() -> list[NoticeKind]:
    """Every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]
