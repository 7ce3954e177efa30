"""표: a short signed word that lets one person fetch one file for a while. The room that shows the file mints it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from .errors import TicketRefused
from .models import Recording

__all__ = ["SECONDS", "Ticket", "check_ticket", "file_address", "mint_ticket", "poster_address"]

SALT = "recordings.file"
#: Longer than a lecture: a player asks for the rest of a file with the ticket it began with.
SECONDS = 4 * 3600


class Ticket:
    """What a ticket says once its signature was checked."""

    def __init__(self, name: str, etag: str, file_type: str) -> None:
        self.name, self.etag, self.file_type = name, etag, file_type


def mint_ticket(*, name: str, digest: str, file_type: str, person_id: int, at: datetime, seconds: int = SECONDS) -> str:
    """A ticket for the file ``name`` of the recordings' storage. It holds all that serving needs: no query."""
    until = int(at.timestamp()) + seconds
    return signing.dumps([name, digest[:32], file_type, person_id, until], salt=SALT)


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
    """Raises TicketRefused for a word that is not ours, is somebody else's, or has run out."""
    try:
        name, digest, file_type, owner, until = signing.loads(word, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TicketRefused(_("This address is not valid. Please open the page with the recording again.")) from error
    if owner != person_id or at.timestamp() > until:
        raise TicketRefused(_("This address has run out. Please open the page with the recording again."))
    return Ticket(name, f'"{digest}"', file_type)
