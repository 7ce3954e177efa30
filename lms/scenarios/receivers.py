"""What others announce and this room answers."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from lms.core import clock

from .errors import NothingToPlay
from .models import Scenario
from .services import freeze_version

__all__ = ["connect"]


def freeze_published_scenario(sender: type[Scenario], instance: Scenario, **kwargs: Any) -> None:
    """Whatever goes live is frozen, so that an edition exists before the first person meets it."""
    try:
        freeze_version(scenario=instance, at=clock.now())
    except NothingToPlay:
        # Published past the editor, with errors: the page says that it cannot be played yet.
        return


def connect() -> None:
    """Called once, when the applications are ready."""
    page_published.connect(
        freeze_published_scenario, sender=Scenario, dispatch_uid="scenarios.freeze_published_scenario"
    )
