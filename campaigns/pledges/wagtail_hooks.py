"""Where pledges join Wagtail's admin."""

from .staff import habit_hooks, menu

__all__ = ["habit_hooks", "menu"]
