"""Where pledges join Wagtail's admin."""

from .staff import menu, rally_hooks, signing_hooks

__all__ = ["menu", "rally_hooks", "signing_hooks"]
