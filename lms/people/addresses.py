"""What rooms register: a kind of address that opens something without sign-in.

addresses.register(AddressKind(key="podcast_feed", …))     # in AppConfig.ready()
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

__all__ = ["AddressKind", "find", "personal_kinds", "register"]


@dataclass(frozen=True)
class AddressKind:
    """``key`` stands in rows: never rename it. ``url_name`` is an address with the secret as its one argument.

    A ``is_personal`` kind belongs to one person each and is offered on the page of their settings, with ``description``
    saying what whoever has the address can read.
    """

    key: str
    title: str | Promise
    description: str | Promise
    url_name: str
    is_personal: bool = False


_kinds: dict[str, AddressKind] = {}


def register(kind: AddressKind) -> None:
    """Make a kind known. Registering the same key again replaces it."""
    _kinds[kind.key] = kind


def find(key: str) -> AddressKind | None:
    """The kind, or None where no room registered it."""
    return _kinds.get(key)


def personal_kinds() -> list[AddressKind]:
    """What a person may open for themselves, by key."""
    return [_kinds[key] for key in sorted(_kinds) if _kinds[key].is_personal]
