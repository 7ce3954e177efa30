"""What a page shows of a recording."""

from __future__ import annotations

from typing import Any

from django import template

from lms.core import clock

from .. import rules
from ..captions import clock_time
from ..models import Recording
from ..services import current_captions

register = template.Library()


@register.simple_tag
def shown_recording(recording: Recording | None) -> dict[str, Any]:
    """``{% shown_recording value.recording as shown %}``: what ``components/recording_player.html`` wants; one query.

    ``is_playable`` is the last word of the rule: whatever way a page went live, without captions nothing plays.
    """
    if recording is None:
        return {"is_playable": False}
    captions = current_captions([recording.pk]).get(recording.pk)
    return {
        "id": recording.pk,
        "is_playable": not rules.reasons_against_playing(recording, captions, on=clock.today()),
        "title": recording.title,
        "is_video": recording.is_video,
        "language": recording.language,
        "language_label": recording.get_language_display(),
        "length": clock_time(recording.duration_ms),
        "note": recording.voice_note,
        "has_poster": bool(recording.thumbnail),
        "cues": captions.cues if captions else [],
    }
