"""The session engine: Django's, plus when the session was last renewed, so that a page can say when it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession

from lms.core import clock

__all__ = ["SessionStore", "seconds_left"]

RENEWED_AT = "renewed_at"


class SessionStore(cached_db.SessionStore):
    """Every save starts the time of a session anew; the session notes when that was."""

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """What is about to be saved, to the database and to the cache, with the moment."""
        data[RENEWED_AT] = int(clock.now().timestamp())
        return super().create_model_instance(data)


def seconds_left(session: SessionBase, *, at: datetime) -> int:
    """How long the session lasts from that moment if nothing renews it."""
    lasts = session.get_expiry_age()
    renewed_at = session.get(RENEWED_AT)
    return lasts if renewed_at is None else max(0, lasts - (int(at.timestamp()) - renewed_at))
