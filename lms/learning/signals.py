"""What learning announces to the rooms above."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["enrolment_completed"]

#: Sent once per new completion, after its transaction has committed, with ``completion=``. A receiver that fails is
#: logged and healed by its own room's repeatable command; it never undoes the completion.
enrolment_completed = Signal()
