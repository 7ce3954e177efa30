"""Reading a document that anybody may have written: every fault is noted by its place, none stops the reading.

Knows nothing of scenarios. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["KEY", "BadDocument", "Reader"]

#: How scenes, replies, steps and flags are named.
KEY = re.compile(r"[a-z0-9-]{1,40}")

#: The beginning of a tag. Texts are plain; a sign that only compares ("3 < 5") may stand.
_MARKUP = re.compile(r"<[A-Za-z/!?]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadDocument(ValueError):
    """A document that cannot be read; ``errors`` are (place, message) pairs in the order of the document."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {message}" for place, message in errors))
        self.errors = errors


@dataclass
class Reader:
    """One object of a document at its ``place``. What is missing or wrong is noted and read as empty."""

    data: Mapping[str, Any]
    place: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, data: Any, place: str, errors: list[tuple[str, str]]) -> Reader:
        """A reader of ``data``, which may turn out to be no object at all."""
        if not isinstance(data, Mapping):
            errors.append((place, _("An object is expected here.")))
            data = {}
        return cls(data, place, errors)

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, message: str) -> None:
        """Note a fault of a field."""
        self.errors.append((self.at(name), message))

    def only(self, names: Collection[str]) -> None:
        """Note fields that nobody will read: a slip of the pen would otherwise vanish silently."""
        for name in self.data:
            if name not in names:
                self.fault(str(name)[:60], _("There is no such field."))

    def text(self, name: str, longest: int, *, is_required: bool = False) -> str:
        """Plain text, trimmed."""
        value = self.data.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.fault(name, _("Text is expected here."))
            return ""
        value = value.strip()
        if is_required and not value:
            self.fault(name, _("Text is missing."))
        if len(value) > longest:
            self.fault(name, _("The text is longer than %(most)s letters.") % {"most": longest})
        if _MARKUP.search(value):
            self.fault(name, _("Markup is not allowed. Only plain text is."))
        if _CONTROL.search(value):
            self.fault(name, _("The text holds characters that cannot be shown."))
        return value

    def key(self, name: str) -> str:
        """A key; missing or malformed ones are faults."""
        value = self.data.get(name)
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.fault(name, _("A key of small letters, digits and hyphens is expected, 40 at most."))
            return ""
        return value

    def number(self, name: str, low: int, high: int, *, default: int = 0) -> int:
        """A whole number within bounds."""
        value = self.data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(name, _("A whole number from %(low)s to %(high)s is expected.") % {"low": low, "high": high})
            return default
        return value

    def yes(self, name: str) -> bool:
        """True or false; false when it is left out."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.fault(name, _("True or false is expected."))
            return False
        return value

    def choice(self, name: str, choices: Collection[str], *, default: str | None = None) -> str:
        """One of the given words."""
        value = self.data.get(name, default)
        if not isinstance(value, str) or value not in choices:
            self.fault(name, _("One of these is expected: %(choices)s.") % {"choices": ", ".join(choices)})
            return default or next(iter(choices))
        return value

    def keys(self, name: str, most: int) -> tuple[str, ...]:
        """A list of keys."""
        found = []
        for position, value in enumerate(self._list(name, most)):
            if isinstance(value, str) and KEY.fullmatch(value):
                found.append(value)
            else:
                self.fault(
                    f"{name}[{position}]", _("A key of small letters, digits and hyphens is expected, 40 at most.")
                )
        return tuple(found)

    def object(self, name: str) -> Reader:
        """The object in a field."""
        return Reader.of(self.data.get(name), self.at(name), self.errors)

    def objects(self, name: str, most: int) -> Iterator[Reader]:
        """The objects of a list, each with its place."""
        for position, value in enumerate(self._list(name, most)):
            yield Reader.of(value, f"{self.at(name)}[{position}]", self.errors)

    def unique(self, name: str, keys: Collection[str]) -> None:
        """Note keys that a list holds twice."""
        seen: set[str] = set()
        for position, key in enumerate(keys):
            if key and key in seen:
                self.fault(f"{name}[{position}].key", _("The key “%(key)s” is used twice.") % {"key": key})
            seen.add(key)

    def _list(self, name: str, most: int) -> list[Any]:
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, _("A list is expected here."))
            return []
        if len(value) > most:
            self.fault(name, _("The list is longer than %(most)s entries.") % {"most": most})
        return value[:most]
