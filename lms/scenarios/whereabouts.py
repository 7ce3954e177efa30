"""Where a finding is, in words an author reads and as the field of the editor's form. Pure."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .findings import Finding

__all__ = ["place_words"]

_SCENE = re.compile(r"scenes\[(\d+)\]")
_REPLY = re.compile(r"\.replies\[(\d+)\]")
_STEP = re.compile(r"protocol\[(\d+)\]")


def place_words(finding: Finding) -> str:
    """“Scene d2 · reply b”, by number where a key is missing; “whole scenario” where it concerns everything."""
    if scene := _SCENE.match(finding.place):
        parts = [_("Scene %(key)s") % {"key": finding.scene or f"#{int(scene[1]) + 1}"}]
        if reply := _REPLY.search(finding.place):
            parts.append(_("reply %(key)s") % {"key": finding.reply or f"#{int(reply[1]) + 1}"})
        return " · ".join(parts)
    if step := _STEP.match(finding.place):
        return _("Protocol step %(number)s") % {"number": int(step[1]) + 1}
    if finding.place.startswith("start"):
        return _("Beginning")
    return _("Whole scenario")
