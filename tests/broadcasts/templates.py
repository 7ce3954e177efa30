"""The weekdays of the demo series, as raw stream data."""

from __future__ import annotations

from campaigns.broadcasts.blocks import STANDARD_PARTS

THEMES = ["고객만족", "명언", "건강", "관계", "문화"]
PARTS = [{"kind": kind, "title": "", "planned_seconds": seconds} for kind, seconds in STANDARD_PARTS]
WEEKDAYS = [
    {"type": "weekday", "value": {"weekday": str(number), "theme": theme, "parts": PARTS}}
    for number, theme in enumerate(THEMES)
]
