"""분기: the quarter of a day, its neighbours, and how long a unit may still change what it promised. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Quarter"]


@dataclass(frozen=True, order=True)
class Quarter:
    """``number`` 1 to 4 of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    def may_change(self, *, on: date) -> bool:
        """During the quarter and the one after it, in which what came of it is written down."""
        return Quarter.of(on) in (self, self.after)
