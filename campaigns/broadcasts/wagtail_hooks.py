"""Where broadcasts join Wagtail's admin: the menu, the day that was asked for, the buttons on an episode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from lms.core.clock import local_day
from lms.core.dates import day_words
from lms.core.working_days import holiday_name, is_working_day

from .desk import hooks as desk_hooks  # noqa: F401 - registers what belongs to making
from .models import Episode
from .reach import hooks as reach_hooks  # noqa: F401 - registers who was reached
from .services.airing import CANCELLED, UNDONE
from .staff import urls
from .staff.entitlement import is_planner, may_take_off
from .staff.listing import episode_listing


class PlanItem(MenuItem):
    """Shown to those who plan."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_planner(request)


@hooks.register("register_admin_urls")
def register_staff_urls() -> list[URLResolver]:
    return [path("broadcasts/", include((urls.urlpatterns, urls.app_name)))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [episode_listing]


@hooks.register("register_broadcasts_menu_item")
def register_plan_item() -> MenuItem:
    return PlanItem(
        gettext_lazy("Broadcast plan"),
        reverse("broadcasts_staff:plan"),
        name="broadcast-plan",
        icon_name="calendar-alt",
        order=10,
    )


@hooks.register("register_broadcasts_menu_item")
def register_episodes_item() -> MenuItem:
    return PlanItem(
        gettext_lazy("Episodes"), reverse("episode_listing:index"), name="episodes", icon_name="media", order=20
    )


@hooks.register("register_broadcasts_menu_item")
def register_lobby_item() -> MenuItem:
    return PlanItem(
        gettext_lazy("Lobby screen"),
        reverse("broadcasts_staff:lobby"),
        name="lobby-screen",
        icon_name="desktop",
        order=40,
    )


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """친절방송. What else belongs there registers with ``register_broadcasts_menu_item``."""
    menu = Menu(register_hook_name="register_broadcasts_menu_item")
    return SubmenuMenuItem(gettext_lazy("Kindness broadcast"), menu, name="broadcasts", icon_name="media", order=270)


@hooks.register("before_create_page")
def remember_asked_day(request: HttpRequest, parent_page: Page, page_class: type[Page]) -> None:
    """From a day of the plan: the form begins with it. A word that is no day counts as not asked."""
    if page_class is Episode:
        try:
            parent_page.asked_day = date.fromisoformat(request.GET.get("day", ""))
        except ValueError:
            parent_page.asked_day = None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_days_off(request: HttpRequest, page: Page) -> None:
    """A moment on a day off is allowed; whoever hands it on is told."""
    is_handed_on = request.POST.keys() & {"action-submit", "action-publish"}
    if not isinstance(page, Episode) or page.airs_at is None or not is_handed_on:
        return
    day = local_day(page.airs_at)
    if not is_working_day(day):
        name = holiday_name(day) or _("a weekend")
        said = _("%(day)s is a day off (%(name)s). Few people will listen; change the moment if that was not meant.")
        messages.warning(request, said % {"day": day_words(day), "name": name})


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_a_lost_moment(request: HttpRequest, page: Page) -> None:
    """Two drafts took one moment at the same instant: whoever came second is told before anybody relies on it."""
    if not isinstance(page, Episode) or page.live or page.airs_at is None:
        return
    if not Episode.objects.filter(pk=page.pk, airs_at=page.airs_at).exists():
        said = _(
            "The draft was saved, but its moment was not: somebody else chose the same one at the same time. "
            "Choose another moment and save again."
        )
        messages.error(request, said)


@hooks.register("register_page_header_buttons")
def episode_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On an episode: hear it alone as it will be on the air, and take it off."""
    if not isinstance(page, Episode) or page.pk is None:
        return
    if page.permissions_for_user(user).can_edit():
        rehearsal = reverse("broadcasts:rehearse", args=[page.pk])
        yield Button(_("Rehearse alone"), url=rehearsal, icon_name="media", priority=80)
    if page.live and page.airs_at is not None and may_take_off(user, page):
        take_off = reverse("broadcasts_staff:take_off", args=[page.pk])
        yield Button(_("Take off or replace"), url=take_off, icon_name="cross", priority=81)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What an episode's history says about being taken off."""
    actions.register_action(CANCELLED, gettext_lazy("Take off"), gettext_lazy("Taken off"))
    actions.register_action(UNDONE, gettext_lazy("Put back"), gettext_lazy("Put back"))
