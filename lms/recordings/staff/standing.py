"""Where a recording stands, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import clock

from .. import rules
from ..captions import clock_time
from ..models import Captions, Recording, Upload
from ..services import current_captions, waiting_upload

__all__ = ["Standing", "length_in_words", "standing_of", "state_words"]


@dataclass(frozen=True)
class Standing:
    """Everything the screens of one recording say about its state."""

    recording: Recording
    captions: Captions | None
    upload: Upload | None
    waiting: Upload | None
    obstacles: list[str]

    @property
    def is_in_work(self) -> bool:
        return self.upload is not None and self.upload.state in Upload.IN_WORK

    @property
    def failure(self) -> str:
        """Why the latest file could not be used; empty when it could."""
        return self.upload.failure if self.upload and self.upload.state == Upload.State.FAILED else ""

    @property
    def length(self) -> str:
        return length_in_words(self.recording)

    @property
    def is_expired(self) -> bool:
        return not self.recording.is_licensed(on=clock.today())


def standing_of(recording: Recording) -> Standing:
    """Three queries."""
    captions = current_captions([recording.pk]).get(recording.pk)
    upload = Upload.objects.filter(recording=recording).order_by("-started_at").first()
    return Standing(recording, captions, upload, waiting_upload(recording), rules.obstacles(recording, captions))


def length_in_words(recording: Recording) -> str:
    """``3:20``, or a dash while nothing is there to measure."""
    return clock_time(recording.duration_ms) if recording.duration_ms else "–"


def state_words(recording: Recording) -> str:
    """For lists: the one thing that matters; no query."""
    if not recording.file:
        return _("File in preparation")
    if not recording.is_licensed(on=clock.today()):
        return _("Licence ended")
    return pgettext("recording", "Published") if recording.published_at else pgettext("recording", "Not published")
