"""What follows from signals of the libraries under us."""

from __future__ import annotations

from typing import Any

from .models import Person
from .services import forgive_failures

__all__ = ["unlock_after_reset"]


def unlock_after_reset(*, user: Person, **kwargs: Any) -> None:
    """Who set a new password through the work mail need not wait for the lock to end."""
    forgive_failures(login=user.employee_number)
