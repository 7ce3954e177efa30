"""Every change of this room's rows, and the questions other rooms ask it."""

from .access import record_access
from .addresses import address_secret, find_address, open_address, renew_address, revoke_address
from .choosing import AudienceCount, count_audience, is_in_audience, people_in
from .organisation import close_unit, correct_unit, create_unit, revise_unit
from .personnel import move_person, set_employment
from .placement import current_unit, current_unit_label, is_executive, unit_label, units_of
from .sign_in import SignInLock, count_attempt, employment_lets_in, end_sessions, forgive_failures
from .supervision import led_units, may_see_person, visible_people

__all__ = [
    "AudienceCount",
    "SignInLock",
    "address_secret",
    "close_unit",
    "correct_unit",
    "count_attempt",
    "count_audience",
    "create_unit",
    "current_unit",
    "current_unit_label",
    "employment_lets_in",
    "end_sessions",
    "find_address",
    "forgive_failures",
    "is_executive",
    "is_in_audience",
    "led_units",
    "may_see_person",
    "move_person",
    "open_address",
    "people_in",
    "record_access",
    "renew_address",
    "revise_unit",
    "revoke_address",
    "set_employment",
    "unit_label",
    "units_of",
    "visible_people",
]
