"""성명순: names in the order of a Korean dictionary, on every engine and whatever the database's own collation."""

from __future__ import annotations

from django.db import connection
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Collate, Concat

__all__ = ["name_order"]

BINARY = {"postgresql": "C", "sqlite": "BINARY"}


def name_order(field: str = "name") -> Collate:
    """An expression to sort by: Hangul first, in the order of its syllables, which is that of their codes."""
    turn = Case(When(**{f"{field}__gte": "가", f"{field}__lt": "힤", "then": Value("0")}), default=Value("1"))
    return Collate(Concat(turn, F(field), output_field=CharField()), BINARY[connection.vendor])
