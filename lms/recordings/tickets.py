"""표: a short signed word that lets one person fetch one file for a while. The room that shows the file mints it.

A room that can take back what it gave registers a gate and names it in its tickets:

tickets.register_gate("broadcasts.episode", may_still_be_heard)     # in AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from .errors import TicketRefused
from .models import Recording

__all__ = [
    "SECONDS",
    "Gate",
    "Ticket",
    "check_ticket",
    "file_address",
    "mint_ticket",
    "poster_address",
    "register_gate",
]

SALT = "recordings.file"
#: Longer than a lecture: a player asks for the rest of a file with the ticket it began with.
SECONDS = 4 * 3600

#: Whether what has that number may be fetched at that moment. Every piece of a file asks: it must be cheap.
Gate = Callable[[int, datetime], bool]
_gates: dict[str, Gate] = {}


class Ticket:
    """What a ticket says once its signature was checked."""

    def __init__(self, name: str, etag: str, file_type: str) -> None:
        self.name, self.etag, self.file_type = name, etag, file_type


def register_gate(name: str, gate: Gate) -> None:
    """Make a gate known. ``name`` stands in tickets that people hold: renaming it closes them."""
    _gates[name] = gate


def mint_ticket(
    *,
    name: str,
    digest: str,
    file_type: str,
    person_id: int,
    at: datetime,
    seconds: int = SECONDS,
    gate: tuple[str, int] | None = None,
) -> str:
    """A ticket for the file ``name`` of the recordings' storage. It holds all that serving needs: no query.

    ``gate`` names a registered gate and the number it is asked about whenever the ticket is shown.
    """
    until = int(at.timestamp()) + seconds
    return signing.dumps([name, digest[:32], file_type, person_id, until, *(gate or ())], salt=SALT)


def file_address(recording: Recording, *, person_id: int, at: datetime) -> str:
    """Where that person finds the file for the next hours. Whether they may is for the caller to know."""
    ticket = mint_ticket(
        name=str(recording.file.name),
        digest=recording.file_digest,
        file_type=recording.file_type,
        person_id=person_id,
        at=at,
    )
    return reverse("recordings:serve_file", args=[ticket])


def poster_address(name: str, *, person_id: int, at: datetime) -> str:
    """The same for a poster."""
    ticket = mint_ticket(name=name, digest=quote(name), file_type="image/jpeg", person_id=person_id, at=at)
    return reverse("recordings:serve_file", args=[ticket])


def check_ticket(word: str, *, person_id: int | None, at: datetime) -> Ticket:
    """Raises TicketRefused for a word that is not ours, is somebody else's, has run out, or whose gate has closed."""
    try:
        name, digest, file_type, owner, until, *gate = signing.loads(word, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TicketRefused(_("This address is not valid. Please open the page with the recording again.")) from error
    if owner != person_id or at.timestamp() > until:
        raise TicketRefused(_("This address has run out. Please open the page with the recording again."))
    if gate and not (gate[0] in _gates and _gates[gate[0]](gate[1], at)):
        raise TicketRefused(
            _("This recording is not available any more. Please open the page with the recording again.")
        )
    return Ticket(name, f'"{digest}"', file_type)
