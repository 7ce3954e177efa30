"""Whether a condition holds at a moment of a play, under an institution's settings. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .kinds import MINUTE_SETTINGS, Is, What
from .scenes import Condition

__all__ = ["Readable", "SettingValues", "all_hold", "holds", "setting_number"]


class Readable(Protocol):
    """What a condition may look at."""

    @property
    def mood(self) -> int: ...
    @property
    def safety(self) -> int: ...
    @property
    def procedure(self) -> int: ...
    @property
    def empathy(self) -> int: ...
    @property
    def seconds(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def flags(self) -> frozenset[str]: ...
    @property
    def done(self) -> frozenset[str]: ...


class SettingValues(Protocol):
    """The institution settings a scenario is played under."""

    @property
    def warn_count(self) -> int: ...
    @property
    def notice_after_minutes(self) -> int: ...
    @property
    def call_limit_minutes(self) -> int: ...
    @property
    def always_record(self) -> bool: ...


def setting_number(settings: SettingValues, name: str, *, in_seconds: bool = False) -> int:
    """A setting as a number; one that counts minutes as seconds where seconds are compared."""
    value = int(getattr(settings, name))
    return value * 60 if in_seconds and name in MINUTE_SETTINGS else value


def holds(condition: Condition, state: Readable, settings: SettingValues) -> bool:
    """Whether the condition holds. A comparison with nothing holds never."""
    what = condition.what
    if what in {What.FLAG, What.STEP}:
        found = condition.name in (state.flags if what is What.FLAG else state.done)
        return found is (condition.comparison is Is.SET)
    number = setting_number(settings, condition.name) if what is What.SETTING else getattr(state, what.value)
    if condition.comparison in {Is.SET, Is.NOT_SET}:
        return bool(number) is (condition.comparison is Is.SET)
    if condition.value is None:
        return False
    wanted = condition.value
    if isinstance(wanted, str):
        wanted = setting_number(settings, wanted, in_seconds=what is What.SECONDS)
    return number >= wanted if condition.comparison is Is.AT_LEAST else number <= wanted


def all_hold(conditions: Iterable[Condition], state: Readable, settings: SettingValues) -> bool:
    """Whether every condition holds; none is none too many."""
    return all(holds(condition, state, settings) for condition in conditions)
