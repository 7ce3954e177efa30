"""``{% quiz_start page %}``: what a person sees before a sitting. The page itself asks for no learner.

``{% sample_paper questions %}``: the paper without a sitting, for editors.
"""

from __future__ import annotations

import random
from typing import Any

from django import template

from lms.learning.state import course_state

from ..models import Quiz
from ..questions import Question
from ..rules import compose_paper
from ..sheets import PaperQuestion, paper
from ..standing import standing_of

register = template.Library()


@register.inclusion_tag("quizzes/start.html", takes_context=True)
def quiz_start(context: template.Context, page: Quiz) -> dict[str, Any]:
    """The start panel: what is asked, attempts left, earlier results, and the one button."""
    request = context["request"]
    state = course_state(request, page.course.pk)
    standing = None
    if state.enrolment is not None:
        standing = standing_of(quiz=page, enrolment=state.enrolment, progress=state.progress)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "quiz": page,
        "question_count": len(page.questions),
        "standing": standing,
    }


@register.simple_tag
def sample_paper(questions: list[Question]) -> list[PaperQuestion]:
    """The questions as a learner gets them, in the author's order: for the preview of a draft."""
    by_number = dict(enumerate(questions))
    content = compose_paper(
        list(by_number.items()),
        shuffle_questions=False,
        shuffle_choices=False,
        rng=random.Random(0),  # noqa: S311
    )
    return paper(content, by_number, saved={}, given={})
