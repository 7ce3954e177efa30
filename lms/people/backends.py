"""What a unit's head may do follows from position and unit, not from a group."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from lms.core import clock

from .services import led_units

__all__ = ["UNIT_HEAD_PERMISSIONS", "UnitManagerBackend"]

UNIT_HEAD_PERMISSIONS = frozenset({"people.view_unit_people", "wagtailadmin.access_admin"})


class UnitManagerBackend(BaseBackend):
    """Grants the permissions of a unit's head for as long as the person leads a unit. Signs nobody in."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The head's permissions, or none. Asked of the database once per request and person."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        known = getattr(user_obj, "_unit_head_permissions", None)
        if known is None:
            leads = bool(user_obj.position) and led_units(user_obj, clock.today()).exists()
            known = user_obj._unit_head_permissions = UNIT_HEAD_PERMISSIONS if leads else frozenset()
        return set(known)
