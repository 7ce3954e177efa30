"""What runs by itself, with a sentence about what it did."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from .services import send_due
from .smtp import Outcome

__all__ = ["send_due_notices"]


def send_due_notices(*, at: datetime) -> str:
    """Plan what was told and send what is due."""
    done = send_due(at=at)
    sent = done.mails[Outcome.SENT]
    counts = {"planned": done.planned, "sent": sent, "not_sent": done.mails.total() - sent}
    said = _("%(planned)s planned, %(sent)s sent, %(not_sent)s not sent") % counts
    return _("%(said)s; the mail server is in trouble and was given time") % {"said": said} if done.is_paused else said
