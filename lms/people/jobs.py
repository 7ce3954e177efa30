"""What runs by itself, each with a sentence about what it did."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import ngettext

__all__ = ["clear_sessions"]


def clear_sessions(*, at: datetime) -> str:
    """Delete sessions that have ended, and from where and with what device they were opened."""
    count = Session.objects.filter(expire_date__lt=at).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ngettext("%(count)d ended session cleared", "%(count)d ended sessions cleared", count) % {"count": count}
