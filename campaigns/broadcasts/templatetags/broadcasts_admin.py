"""What the staff screens of broadcasts say about an episode."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.clock import local_day
from lms.core.working_days import holiday_name, is_working_day
from lms.recordings.captions import clock_time

from ..models import Cancellation, Episode
from ..services.planning import Standing

register = template.Library()


@register.filter
def standing_words(standing: Standing) -> str:
    """Where an episode is, in words."""
    return {
        Standing.APPROVED: _("approved"),
        Standing.IN_REVIEW: _("in review"),
        Standing.DRAFT: _("being written"),
        Standing.TAKEN_OFF: _("taken off"),
        Standing.AIRED: _("broadcast"),
    }[standing]


@register.filter
def standing_status(standing: Standing) -> str:
    """The class of Wagtail's status tag: filled for what is certain."""
    return "primary" if standing in (Standing.APPROVED, Standing.AIRED) else "secondary"


@register.simple_tag
def episode_facts(episode: Episode) -> dict[str, Any]:
    """The moment, what day that is, how long it is planned and how long it is."""
    at = clock.now()
    day = local_day(episode.airs_at) if episode.airs_at else None
    planned = sum(block.value["planned_seconds"] or 0 for block in episode.segments)
    recording = episode.recording
    cancellation = Cancellation.objects.filter(episode=episode.pk).select_related("replaced_by").first()
    return {
        "airs_at": episode.airs_at,
        "is_past": episode.airs_at is not None and episode.airs_at <= at,
        "day_off": "" if day is None or is_working_day(day) else holiday_name(day) or _("a weekend"),
        "planned": clock_time(planned * 1000) if planned else "",
        "length": clock_time(recording.duration_ms) if recording and recording.duration_ms else "",
        "cancellation": cancellation if episode.pk else None,
        "is_spare": episode.airs_at is None,
    }
