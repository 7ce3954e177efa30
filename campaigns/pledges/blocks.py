"""What a campaign's story is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StreamBlock

from lms.recordings.blocks import RecordingBlock

__all__ = ["CampaignStoryBlock"]


class CampaignStoryBlock(StreamBlock):
    """Text and recordings; a picture stands in a field of its own."""

    text = RichTextBlock(label=_("Text"), features=["h3", "bold", "ul", "ol", "link"])
    recording = RecordingBlock()
