"""What certificates show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from lms.courses.models import CoursePage
from lms.learning.models import Completion

from .models import Certificate

LATEST = 3


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """The entry of the primary navigation."""
    return render_to_string("certificates/navigation.html", {}, request=context["request"])


def completion(context: dict[str, Any], completion: Completion, **kwargs: Any) -> str:
    """Number, date and document on the completion moment."""
    found = Certificate.objects.filter(completion=completion).first()
    return render_to_string(
        "certificates/completion.html", {"certificate": found, "completion": completion}, request=context["request"]
    )


def course_records(context: dict[str, Any], page: CoursePage, **kwargs: Any) -> str:
    """The certificates this person has received for the course."""
    found = list(Certificate.objects.standing().filter(person=context["request"].user, completion__run__course=page))
    if not found:
        return ""
    return render_to_string("certificates/course_records.html", {"certificates": found}, request=context["request"])


def home(context: dict[str, Any], **kwargs: Any) -> str:
    """The latest certificates."""
    printed = ("year", "sequence", "course_title_at_issue", "issued_at")
    found = list(Certificate.objects.standing().filter(person=context["request"].user).only(*printed)[:LATEST])
    if not found:
        return ""
    return render_to_string("certificates/home.html", {"certificates": found}, request=context["request"])


def my(context: dict[str, Any], **kwargs: Any) -> str:
    """The section of 나의 학습."""
    return home(context)
