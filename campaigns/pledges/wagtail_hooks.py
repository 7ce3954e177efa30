"""Where pledges join Wagtail's admin."""

from .staff import habit_hooks, menu, signing_hooks

__all__ = ["habit_hooks", "menu", "signing_hooks"]
