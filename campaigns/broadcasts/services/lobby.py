"""로비 화면: the one address under which a screen of the lobby shows the broadcast. It belongs to nobody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lms.people.addresses import AddressKind
from lms.people.errors import AddressRefused
from lms.people.models import Person, RevocableAddress
from lms.people.services import find_address, open_address, renew_address, revoke_address

__all__ = ["LOBBY", "is_lobby", "lobby_address", "open_lobby", "renew_lobby", "revoke_lobby"]

LOBBY = AddressKind(
    key="lobby_screen",
    title=_("Lobby screen"),
    description=_("The broadcast of the day with its captions and its sound, while it is on the air."),
    url_name="broadcasts:show_lobby",
)


def lobby_address() -> RevocableAddress | None:
    """The living address, with who opened it; None where no screen is open."""
    return RevocableAddress.objects.living().filter(person=None, kind=LOBBY.key).select_related("made_by").first()


def open_lobby(*, by: Person, at: datetime) -> RevocableAddress:
    """Give the screen an address. A second click finds the one there is."""
    return open_address(person=None, kind=LOBBY.key, by=by, at=at)


def renew_lobby(*, by: Person, at: datetime) -> RevocableAddress:
    """Give the screen another address; the one before no longer leads anywhere."""
    address = lobby_address()
    if address is None:
        return open_lobby(by=by, at=at)
    return renew_address(address=address, by=by, at=at)


def revoke_lobby(*, by: Person, at: datetime) -> bool:
    """Take the address away; whether there was one."""
    address = lobby_address()
    return address is not None and revoke_address(address=address, by=by, at=at)


def is_lobby(key: str, *, at: datetime) -> bool:
    """Whether the screen has that address now. One query."""
    try:
        find_address(key, kind=LOBBY.key, at=at)
    except AddressRefused:
        return False
    return True
