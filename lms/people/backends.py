"""What a unit manager may do follows from position and unit, not from a group."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend


class UnitManagerBackend(BaseBackend):
    """Grants the permissions of a unit's head for as long as the person leads a unit."""
