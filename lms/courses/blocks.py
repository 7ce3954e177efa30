"""Blocks that only course pages use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock

__all__ = ["ObjectivesBlock"]


class ObjectivesBlock(StreamBlock):
    """What one can do after the course, one sentence each."""

    objective = CharBlock(max_length=120, label=_("objective"), icon="tick")
