"""Blocks that only course pages use, and the body of a lesson."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock

from lms.core import blocks
from lms.recordings.blocks import RecordingBlock

__all__ = ["LessonBodyBlock", "ObjectivesBlock"]


class LessonBodyBlock(blocks.LessonBodyBlock):
    """What every body may hold, and recordings."""

    recording = RecordingBlock(template="courses/recording_block.html")


class ObjectivesBlock(StreamBlock):
    """What one can do after the course, one sentence each."""

    objective = CharBlock(max_length=120, label=_("objective"), icon="tick")
