"""``{% sample_paper questions %}``: the paper without a sitting, for editors."""

from __future__ import annotations

import random

from django import template

from ..questions import Question
from ..rules import compose_paper
from ..sheets import PaperQuestion, paper

register = template.Library()


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
