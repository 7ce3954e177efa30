"""Template tags of the trainer's side."""

from __future__ import annotations

from django import template

from ..models import CoursePage
from ..viewsets import run_list_url

register = template.Library()


@register.simple_tag
def course_runs_url(course: CoursePage) -> str:
    """``{% course_runs_url course %}``: the runs of a course in the admin."""
    return run_list_url(course)
