"""Which courses and runs a member of staff may look into: trainers those they may edit, HR officers all."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from lms.courses.models import CoursePage, CourseRun
from lms.people.models import Person
from lms.people.requests import person_of

from ..models import Enrolment, MistakeReport

__all__ = ["course_or_403", "enrolment_or_403", "may_see_rosters", "reports_for", "run_or_403", "runs_for", "sees_all"]

SEE_ALL = "people.view_all_people"


def sees_all(person: Person) -> bool:
    """Whether the person sees everybody's records."""
    return person.has_perm(SEE_ALL)


def may_see_rosters(person: Person) -> bool:
    """Whether the menu is there at all; which rosters there are is decided by ``runs_for``."""
    return person.has_perm("learning.view_enrolment")


def editable_pages(person: Person) -> QuerySet[Page]:
    """Pages that the person may edit."""
    return PagePermissionPolicy().instances_user_has_permission_for(person, "change")


def runs_for(person: Person) -> QuerySet[CourseRun]:
    """The runs whose people the person may see."""
    if not may_see_rosters(person):
        return CourseRun.objects.none()
    runs = CourseRun.objects.select_related("course")
    return runs if sees_all(person) else runs.filter(course__in=editable_pages(person).values("pk"))


def reports_for(person: Person) -> QuerySet[MistakeReport]:
    """The mistake reports that the person may answer."""
    if not person.has_perm("learning.change_mistakereport"):
        return MistakeReport.objects.none()
    reports = MistakeReport.objects.select_related("person", "lesson", "resolved_by")
    return reports if sees_all(person) else reports.filter(lesson__in=editable_pages(person).values("pk"))


def run_or_403(request: HttpRequest, run_id: int) -> CourseRun:
    """The run, or PermissionDenied: whether it exists is not told to who may not see it."""
    run = runs_for(person_of(request)).filter(pk=run_id).first()
    if run is None:
        raise PermissionDenied
    return run


def course_or_403(request: HttpRequest, course_id: int) -> CoursePage:
    """A course that the person may edit, or PermissionDenied."""
    course = CoursePage.objects.filter(pk=course_id).first()
    if course is None or not course.permissions_for_user(person_of(request)).can_edit():
        raise PermissionDenied
    return course


def enrolment_or_403(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """A real enrolment on a run that the person may see, or PermissionDenied."""
    rows = Enrolment.objects.real().select_related("run__course", "person", "enrolled_by", "withdrawn_by")
    enrolment = rows.filter(pk=enrolment_id, run__in=runs_for(person_of(request)).values("pk")).first()
    if enrolment is None:
        raise PermissionDenied
    return enrolment
