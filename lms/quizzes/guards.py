"""Why a quiz cannot be deleted: what people were asked is kept as it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import ngettext
from wagtail.models import Page

from .models import QuestionVersion

__all__ = ["questions_kept"]


def questions_kept(pages: Iterable[Page]) -> list[str]:
    """A sentence when some of these pages are quizzes whose questions went live."""
    frozen = QuestionVersion.objects.filter(quiz__in=[page.pk for page in pages])
    count = frozen.values("quiz").distinct().count()
    if not count:
        return []
    text = ngettext(
        "It holds %(n)s quiz whose questions went live. They are kept as they were asked. Unpublish it instead.",
        "It holds %(n)s quizzes whose questions went live. They are kept as they were asked. Unpublish it instead.",
        count,
    )
    return [text % {"n": count}]
