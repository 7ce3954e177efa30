"""Where broadcasts join Wagtail's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .services.airing import CANCELLED, UNDONE


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What an episode's history says about being taken off."""
    actions.register_action(CANCELLED, _("Take off"), _("Taken off"))
    actions.register_action(UNDONE, _("Put back"), _("Put back"))
