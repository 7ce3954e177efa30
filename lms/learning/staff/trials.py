"""시험 수강 in the admin: start walking a course as a learner, or remove what the walk left."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.requests import person_of

from ..models import Enrolment
from .entitlement import course_or_403

__all__ = ["show_trial"]


@require_safe
def show_trial(request: HttpRequest, course_id: int) -> HttpResponse:
    """What a trial is, and the buttons that begin and end one's own."""
    course = course_or_403(request, course_id)
    trial = Enrolment.objects.living().for_person(person_of(request)).filter(run__course=course, is_trial=True).first()
    context = {
        "course": course,
        "trial": trial,
        "visited": trial.progress.count() if trial else 0,
        "header_title": course.title,
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_pages:edit", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Trial")},
        ],
    }
    return TemplateResponse(request, "learning/staff/trial.html", context)
