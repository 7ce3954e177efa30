"""What the services of this room refuse, in sentences a person can act on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["AddressRefused", "PeopleRefused", "PeriodRefused", "UnitRefused"]


class PeopleRefused(Exception):
    """A change that would make the organisation contradict itself. ``message`` says what, why and what to do."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(str(message))

    def __str__(self) -> str:
        return str(self.message)


class UnitRefused(PeopleRefused):
    """A unit cannot be opened, revised, closed or joined like this."""


class PeriodRefused(PeopleRefused):
    """A dated period cannot lie there."""


class AddressRefused(PeopleRefused):
    """An address without sign-in that opens nothing: never made, revoked, or of somebody who left."""

    def __init__(self) -> None:
        super().__init__(_("This address is not valid any more. Please ask whoever gave it to you for a new one."))
