"""Whether a recording may be published and played. Decides from rows that were loaded; asks nothing."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Captions, Recording

__all__ = ["fits", "obstacles", "reasons_against_playing"]


def fits(captions: Captions | None, recording: Recording) -> bool:
    """Whether the captions were timed against the file that is there now."""
    return captions is not None and captions.file_digest == recording.file_digest


def obstacles(recording: Recording, captions: Captions | None) -> list[str]:
    """Whole sentences on what stands against publishing; empty when nothing does. No switch turns this off.

    Audio without a transcript and video without captions shut out whoever cannot hear, or sits at a counter.
    """
    if not recording.file:
        return [_("Its file is not ready yet. Please wait until the conversion has ended.")]
    if captions is None:
        if recording.is_video:
            return [_("The video has no captions. Please write them in the caption editor.")]
        return [_("The audio has no transcript. Please write it in the caption editor.")]
    if not fits(captions, recording):
        return [_("The captions were made for an earlier file. Please check them and save them again.")]
    return []


def reasons_against_playing(recording: Recording, captions: Captions | None, *, on: date) -> list[str]:
    """The same for a page that shows it on that day: it must also be published, and its licence must run."""
    found = obstacles(recording, captions)
    if not found and recording.published_at is None:
        found.append(_("It is not published yet. Please publish it on its own screen first."))
    if recording.licensed_until is not None and not recording.is_licensed(on=on):
        day = date_format(recording.licensed_until, "DATE_FORMAT")
        found.append(_("Its licence ended on %(day)s. Please choose another one or enter a new day.") % {"day": day})
    return found
