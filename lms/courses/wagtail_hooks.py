"""What courses add to the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lms.core.guards import reasons_against_deleting

from . import dashboard, services
from .models import CoursePage, CourseRun, Lesson
from .permissions import CourseRunPermissionPolicy
from .viewsets import CourseGroup, run_list_url

register_permission_policy(CourseRun, CourseRunPermissionPolicy(CourseRun))
register_snippet(CourseGroup)


@hooks.register("construct_homepage_panels")
def arrange_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Drafts, reviews, courses."""
    dashboard.arrange(request, panels)


@hooks.register("after_create_page")
def open_first_run(request: HttpRequest, page: Page) -> None:
    """A new course appears with its self-paced run."""
    if isinstance(page, CoursePage):
        services.open_self_paced_run(page)


@hooks.register("after_edit_page")
def reopen_first_run(request: HttpRequest, page: Page) -> None:
    """A course that came in another way (an import, a restored backup) and has no run yet gets it when it is edited."""
    if isinstance(page, CoursePage) and not page.runs.exists():
        services.open_self_paced_run(page)


@hooks.register("after_copy_page")
def open_runs_of_copies(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copied course, or every course of a copied section."""
    for course in CoursePage.objects.descendant_of(new_page, inclusive=True):
        services.open_self_paced_run(course)


@hooks.register("before_move_page")
def keep_lesson_in_its_course(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A lesson with records stays in the course whose enrolments they belong to; its order may change."""
    if not isinstance(page, Lesson) or page.get_parent().pk == destination.pk:
        return None
    reasons = reasons_against_deleting([page])
    if not reasons:
        return None
    what = _("Not moved: ‘%(title)s’.") % {"title": page.title}
    then = _("Copy it into the other course instead.")
    messages.error(request, " ".join([what, *reasons, then]))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_lessons_in_their_course(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for lessons ticked in a listing."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    lessons = [page.specific for page in objects if issubclass(page.specific_class or Page, Lesson)]
    for lesson in lessons:
        response = keep_lesson_in_its_course(request, lesson, destination)
        if response is not None:
            return redirect(action.next_url)
    return None


@hooks.register("register_page_header_buttons")
def run_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a course to its runs."""
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Runs"), run_list_url(page), icon_name="calendar-alt", priority=12)


@hooks.register("register_page_listing_more_buttons")
def run_listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From a course in a listing to its runs."""
    yield from run_button(page, user, "listing", next_url)
