"""The block by which a page holds a recording, and what a body must say before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChooserBlock, StreamValue, StructBlock, StructBlockValidationError

from lms.core import clock

from .errors import NotPublishable
from .models import Recording
from .services import check_playable

__all__ = ["RecordingBlock", "RecordingChooserBlock", "recording_ids"]


class RecordingChooserBlock(ChooserBlock):
    """Wagtail's own chooser, over recordings."""

    @cached_property
    def target_model(self) -> type[Recording]:
        return Recording

    @cached_property
    def widget(self) -> Any:
        from .staff.choosers import recording_chooser  # noqa: PLC0415 - widgets need the admin, models must not

        return recording_chooser.widget_class()

    class Meta:
        icon = "media"


class RecordingBlock(StructBlock):
    """A video or audio with its captions and transcript. Publishing asks whether both are there."""

    recording = RecordingChooserBlock(label=_("Recording"))
    caption = CharBlock(label=_("Sentence below"), required=False, max_length=200)

    def clean(self, value: Any) -> Any:
        """A draft may hold a recording that is still being captioned; a published page may not."""
        cleaned = super().clean(value)
        if self.is_deferred_validation or cleaned["recording"] is None:
            return cleaned
        try:
            check_playable([cleaned["recording"].pk], on=clock.today())
        except NotPublishable as refusal:
            errors = {"recording": ValidationError(refusal.messages)}
            raise StructBlockValidationError(block_errors=errors) from refusal
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video or audio")
        group = _("Pictures, tables, files")
        description = _("A recording with captions and a transcript that follows.")
        template = "recordings/block.html"
        preview_template = "recordings/block_preview.html"
        preview_value: ClassVar = {"caption": _("How the first ten seconds at the counter go")}


def recording_ids(body: StreamValue) -> list[int]:
    """The recordings that a body shows, each once, in order; nothing is loaded."""
    return list(dict.fromkeys(_ids(body.get_prep_value())))


def _ids(stored: Any) -> Iterator[int]:
    for block in stored:
        if block["type"] == "recording" and block["value"].get("recording"):
            yield int(block["value"]["recording"])
