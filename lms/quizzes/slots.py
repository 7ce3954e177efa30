"""What a person sees of a quiz before a sitting. The page itself asks for no learner."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from lms.learning.state import course_state

from .models import Quiz
from .standing import standing_of

__all__ = ["quiz_start"]


def quiz_start(context: dict[str, Any], *, page: Quiz, **kwargs: Any) -> str:
    """The start panel: what is asked, attempts left, earlier results, and the one button."""
    request = context["request"]
    state = course_state(request, page.course.pk)
    standing = None
    if state.enrolment is not None:
        standing = standing_of(quiz=page, enrolment=state.enrolment, progress=state.progress)
    shown = {"quiz": page, "question_count": len(page.questions), "standing": standing}
    return render_to_string("quizzes/start.html", shown, request=request)
