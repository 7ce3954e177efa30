"""Where making joins Wagtail's admin; imported by ``wagtail_hooks``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ..models import Episode
from . import urls
from .queue import MAY_READ

__all__ = ["StoriesItem"]


class StoriesItem(MenuItem):
    """Shown to those who read stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_READ)


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLResolver]:
    return [path("broadcasts/", include((urls.urlpatterns, urls.app_name)))]


@hooks.register("register_broadcasts_menu_item")
def register_stories_item() -> MenuItem:
    return StoriesItem(
        pgettext_lazy("the queue", "Stories"),
        reverse("broadcasts_desk:stories"),
        name="stories",
        icon_name="mail",
        order=30,
    )


@hooks.register("register_page_header_buttons")
def desk_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On an episode: its desk and its prompter."""
    if not isinstance(page, Episode) or page.pk is None or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Making desk"), url=reverse("broadcasts_desk:desk", args=[page.pk]), icon_name="edit", priority=70)
    prompter = reverse("broadcasts_desk:prompter", args=[page.pk])
    yield Button(_("Prompter"), url=prompter, icon_name="view", priority=71)
