"""What this room adds to the Wagtail admin."""

from .staff import rally_hooks

__all__ = ["rally_hooks"]
