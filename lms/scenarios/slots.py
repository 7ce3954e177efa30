"""What scenarios say on pages that know no learner."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from lms.learning.state import course_state

from . import words
from .doors import lesson_after
from .models import Scenario, ScenarioSettings
from .standing import standing_of
from .telling import face
from .wording import face_words, pieces

__all__ = ["scenario_start"]


def scenario_start(context: dict[str, Any], *, page: Scenario, **kwargs: Any) -> str:
    """The situation, the content notice with its way past, earlier plays, and the one button."""
    request = context["request"]
    state = course_state(request, page.course.pk)
    standing = None
    if state.enrolment is not None:
        standing = standing_of(scenario=page, enrolment=state.enrolment, progress=state.progress)
    settings = ScenarioSettings.for_request(request)
    masked = words.is_masked(request)
    shown = {
        "csrf_token": context.get("csrf_token"),
        "scenario": page,
        "has_scenes": bool(page.scenes),
        "face": face(page.citizen, page.start_mood),
        "face_alt": face_words(page.citizen_name, page.start_mood),
        "situation": pieces(page.situation, settings.played_under, is_masked=masked),
        "notice": pieces(page.content_notice, settings.played_under, is_masked=masked),
        "standing": standing,
        "next_lesson": lesson_after(page.course, page.pk),
        "course": page.course,
        "contacts": settings.support_contacts,
        "may_choose_words": words.may_choose(request),
        "is_masked": masked,
    }
    return render_to_string("scenarios/start.html", shown, request=request)
