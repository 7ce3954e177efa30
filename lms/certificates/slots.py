"""What certificates show on other rooms' pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string

from lms.core.parts import part
from lms.core.prepared import Columns, prepared
from lms.courses.models import CoursePage
from lms.learning.models import Completion
from lms.people.requests import person_of

from .models import Certificate

LATEST = 3
LISTED = Columns(Certificate, "id", "year", "sequence", "course_title_at_issue", "issued_at")


@dataclass(frozen=True)
class CertificateLine:
    """A certificate as ``certificates/list.html`` lists it."""

    pk: str
    number: str
    course_title_at_issue: str
    issued_at: datetime


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
    found = _listed(_of_course(person_of(context["request"]).pk, page.pk))
    return part("certificates/course_records.html", certificates=found) if found else ""


def home(context: dict[str, Any], **kwargs: Any) -> str:
    """The latest certificates."""
    found = _listed(_latest(person_of(context["request"]).pk))
    return part("certificates/home.html", certificates=found) if found else ""


def my(context: dict[str, Any], **kwargs: Any) -> str:
    """The section of 나의 학습."""
    return home(context)


def _listed(rows: list[tuple[Any, ...]]) -> tuple[CertificateLine, ...]:
    found = filter(None, map(LISTED.instance, rows))
    return tuple(
        CertificateLine(str(each.pk), each.number, each.course_title_at_issue, each.issued_at) for each in found
    )


@prepared
def _of_course(person_id: int, course_id: int) -> QuerySet[Any, Any]:
    found = Certificate.objects.standing().filter(person_id=person_id, completion__run__course_id=course_id)
    return found.values_list(*LISTED.names)


@prepared
def _latest(person_id: int) -> QuerySet[Any, Any]:
    return Certificate.objects.standing().filter(person_id=person_id).values_list(*LISTED.names)[:LATEST]
