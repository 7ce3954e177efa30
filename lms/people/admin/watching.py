"""Admin views that show people leave an access record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from lms.core import clock

from ..models import AccessRecord
from ..requests import client_ip, person_of
from ..services import record_access

__all__ = ["record_view"]


def record_view(request: HttpRequest, asked: str, subject_ids: Iterable[int]) -> AccessRecord | None:
    """Write down that this request shows those people. Nobody is recorded for looking at themselves alone."""
    actor = person_of(request)
    others = set(subject_ids) - {actor.pk}
    if not others:
        return None
    written: Any = record_access(
        actor=actor,
        at=clock.now(),
        ip=client_ip(request),
        action=AccessRecord.Action.VIEW,
        asked=asked,
        subjects=others,
    )
    return written
