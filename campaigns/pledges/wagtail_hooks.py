"""Where pledges join Wagtail's admin."""

from .staff import habit_hooks, menu, rally_hooks, signing_hooks

__all__ = ["habit_hooks", "menu", "rally_hooks", "signing_hooks"]
