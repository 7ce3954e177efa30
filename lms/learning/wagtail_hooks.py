"""Where learning joins Wagtail: the gate before lessons, the menu, the buttons on a course."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from lms.courses.models import CoursePage

from .gate import keep_lessons_for_learners
from .staff import urls

hooks.register("before_serve_page", keep_lessons_for_learners)


class PermittedItem(MenuItem):
    """A line of the menu for those who hold a permission."""

    def __init__(self, label: Any, address: str, *, permission: str, icon_name: str, name: str, order: int) -> None:
        super().__init__(label, reverse(address), name=name, icon_name=icon_name, order=order)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def register_staff_urls() -> list[URLResolver]:
    return [path("learning/", include((urls.urlpatterns, urls.app_name)))]


@hooks.register("register_admin_menu_item")
def register_learning_menu() -> SubmenuMenuItem:
    """학습: rosters, completions, mistake reports."""
    items: list[MenuItem] = [
        PermittedItem(
            _("Rosters"),
            "learning_staff:runs",
            permission="learning.view_enrolment",
            icon_name="group",
            name="learning-rosters",
            order=10,
        ),
        PermittedItem(
            _("Completions"),
            "learning_staff:completions",
            permission="learning.view_completion",
            icon_name="tick-inverse",
            name="learning-completions",
            order=20,
        ),
        PermittedItem(
            _("Mistake reports"),
            "learning_staff:mistakes",
            permission="learning.change_mistakereport",
            icon_name="warning",
            name="learning-mistakes",
            order=30,
        ),
    ]
    return SubmenuMenuItem(_("Learning"), Menu(items=items), name="learning", icon_name="clipboard-list", order=250)


@hooks.register("register_page_header_buttons")
def course_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a course: its rosters, and walking it as a trial."""
    if not isinstance(page, CoursePage) or page.pk is None or not page.permissions_for_user(user).can_edit():
        return
    if user.has_perm("learning.view_enrolment"):
        rosters = f"{reverse('learning_staff:runs')}?course={page.pk}"
        yield Button(_("Rosters"), url=rosters, icon_name="group", priority=80)
    trial = reverse("learning_staff:trial", args=[page.pk])
    yield Button(_("Walk as a trial"), url=trial, icon_name="view", priority=81)
