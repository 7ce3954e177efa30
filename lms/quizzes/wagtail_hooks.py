"""Where quizzes join Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from lms.people.models import Person

from .models import Quiz


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """The screens beside a quiz."""
    return [path("quizzes/", include("lms.quizzes.admin_urls"))]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def add_questions_button(page: Page, user: Person, **kwargs: Any) -> Iterator[Button]:
    """The way to a quiz's questions and keys, for who may edit it."""
    if isinstance(page.specific_deferred, Quiz) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Questions and keys"),
            reverse("quizzes_admin:show_questions", args=[page.pk]),
            icon_name="help",
            priority=12,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The history of a quiz names its corrections."""
    actions.register_action("quizzes.correct_key", _("Correct the key"), _("Key corrected"))
