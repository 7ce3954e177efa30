"""Telling people, planning and sending mail, and what people and staff decide about it.

Rooms above call ``notify`` and ``notify_many``; the worker calls ``send_due``.
"""

from .mending import clear_bounce, mark_arrived, send_again
from .planning import plan_notices
from .preferences import renew_key, set_preferences, unsubscribe
from .sending import Sent, send_due, send_test
from .telling import Message, mark_all_read, mark_read, notify, notify_many, told

__all__ = [
    "Message",
    "Sent",
    "clear_bounce",
    "mark_all_read",
    "mark_arrived",
    "mark_read",
    "notify",
    "notify_many",
    "plan_notices",
    "renew_key",
    "send_again",
    "send_due",
    "send_test",
    "set_preferences",
    "told",
    "unsubscribe",
]
