"""Whether this reader sees abusive words. The institution may mask them for everybody; else each person chooses."""

from __future__ import annotations

from django.http import HttpRequest

from .models import ScenarioSettings

__all__ = ["choose", "is_masked", "may_choose"]

_KEY = "scenarios.words"


def may_choose(request: HttpRequest) -> bool:
    """Whether the institution leaves it to the reader."""
    return not ScenarioSettings.for_request(request).mask_abuse


def is_masked(request: HttpRequest) -> bool:
    """Masked unless both the institution and this reader want the words; forgotten at sign-out."""
    return not (may_choose(request) and request.session.get(_KEY) == "plain")


def choose(request: HttpRequest, *, masked: bool) -> None:
    """Keep the reader's choice for this sign-in."""
    request.session[_KEY] = "masked" if masked else "plain"
