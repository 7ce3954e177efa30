"""What stories show on the pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from lms.people.requests import person_of

from ..models import Story

__all__ = ["my_stories"]


def my_stories(context: dict[str, Any], **kwargs: Any) -> str:
    """The section of 나의 학습: the way to one's stories, once one was sent."""
    if not Story.objects.filter(sender=person_of(context["request"])).exists():
        return ""
    return render_to_string("broadcasts/stories/my.html", {}, request=context["request"])
