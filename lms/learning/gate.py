"""The door of every lesson: only who takes the course goes in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.core import clock
from lms.courses.models import Lesson
from lms.courses.services import course_of, open_runs
from lms.people.requests import person_of

from .state import course_state
from .trials import may_try

__all__ = ["keep_lessons_for_learners"]


def keep_lessons_for_learners(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> HttpResponse | None:
    """``before_serve_page``: somebody who is not enrolled is led to the course page, where the enrol button stands.

    Once a run is over those who took part may still read; before it opens nobody does. Editors may look at any time.
    """
    if not isinstance(page, Lesson) or not request.user.is_authenticated:
        return None
    course = course_of(page)
    enrolment = course_state(request, course.pk).enrolment
    if enrolment is not None:
        opens_on = enrolment.run.opens_on
        is_early = opens_on is not None and clock.today() < opens_on and not enrolment.is_trial
        if opens_on is None or not is_early or may_try(person_of(request), page):
            return None
        text = _("This lesson is not open yet. The run opens on %(day)s.")
        messages.info(request, text % {"day": date_format(opens_on, "Y. n. j.")})
    elif may_try(person_of(request), page):
        return None
    elif open_runs(course, clock.today()):
        messages.info(
            request, _("This lesson can be read by those who take the course. Please enrol first; the button is below.")
        )
    else:
        messages.info(request, _("This lesson can be read by those who take the course. Enrolment is not open today."))
    return HttpResponseRedirect(course.url or "/")
