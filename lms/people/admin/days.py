"""Days that HR writes down: within a working life, so that no typing slip runs out of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

__all__ = ["DayOfRecord"]

_WHY = _("This day cannot be recorded: it lies before 1950 or after 2100. Please correct the year.")
_WITHIN: list[Callable[[Any], None]] = [
    MinValueValidator(date(1950, 1, 1), _WHY),
    MaxValueValidator(date(2100, 12, 31), _WHY),
]


class DayOfRecord(forms.DateField):
    """A day from 1950 to 2100. What lasts until further notice has no last day, rather than one in the year 9999."""

    default_validators = _WITHIN
