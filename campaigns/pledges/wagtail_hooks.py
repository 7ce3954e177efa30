"""Where pledges join Wagtail's admin."""

from .staff import menu, signing_hooks

__all__ = ["menu", "signing_hooks"]
