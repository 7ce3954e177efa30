"""Wagtail asks here before it deletes, withdraws, moves or publishes: a clear message instead of an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from .guards import reasons_against_deleting, reasons_against_unpublishing
from .scheduling import screens
from .scheduling.jobs import RUN_REQUESTED
from .scheduling.tasks import TASK_RETRIED


def _refuse(request: HttpRequest, what: str, reasons: Sequence[str], then: str, buttons: Sequence[Any] = ()) -> None:
    """What happened, why, what to do next."""
    messages.error(request, " ".join([what, *reasons, then]).strip(), buttons=list(buttons))


def _refuse_deletion(request: HttpRequest, objects: Sequence[Model], reasons: Sequence[str]) -> None:
    titles = ", ".join(f"‘{each}’" for each in objects)
    what = _("Not deleted: %(titles)s.") % {"titles": titles}
    page = objects[0] if len(objects) == 1 and isinstance(objects[0], Page) else None
    if page is None or not page.live:
        _refuse(request, what, reasons, _("Keep it: what it is the proof of must stay."))
        return
    button = messages.button(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish"))
    _refuse(
        request, what, reasons, _("Unpublish it instead: learners no longer see it and the records stay."), [button]
    )


class PermittedItem(MenuItem):
    """A line of the menu for those who hold a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("insert_editor_js")
def hand_in_after_autosave() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/staff/autosave_first.js"))


@hooks.register("register_admin_urls")
def register_job_urls() -> list[URLResolver]:
    addresses = [
        path("", screens.JobsView.as_view(), name="show_jobs"),
        path("<str:name>/run/", screens.run_job, name="run_job"),
        path("tasks/<uuid:task_id>/retry/", screens.retry_task, name="retry_task"),
    ]
    return [path("jobs/", include((addresses, "scheduling")))]


@hooks.register("register_settings_menu_item")
def register_jobs_item() -> MenuItem:
    """설정 › 정기 작업."""
    return PermittedItem(
        gettext_lazy("Periodic jobs"),
        reverse_lazy("scheduling:show_jobs"),
        name="jobs",
        icon_name="time",
        order=900,
        permission=screens.MAY_SEE,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The audit log names who started a job or a task by hand."""
    actions.register_action(RUN_REQUESTED, gettext_lazy("Run a periodic job"), gettext_lazy("Run by hand"))
    actions.register_action(TASK_RETRIED, gettext_lazy("Try a task again"), gettext_lazy("Tried again by hand"))


@hooks.register("construct_help_menu")
def keep_help_in_the_house(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's guides and news are on another host: a closed network cannot open them."""
    menu_items[:] = [item for item in menu_items if not str(item.url).startswith("http")]


@hooks.register("construct_main_menu")
def leave_out_snippets(request: HttpRequest, menu_items: list[Any]) -> None:
    """Every kind of snippet stands in the menu of its own room, under a name that officers know."""
    menu_items[:] = [item for item in menu_items if item.name != "snippets"]


@hooks.register("construct_reports_menu")
def leave_out_page_types(request: HttpRequest, menu_items: list[Any]) -> None:
    """The report on page types names them by their code: it helps programmers, not editors."""
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("before_delete_page")
def guard_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Both the question and the act: an editor is told before being asked for confirmation."""
    if not (reasons := reasons_against_deleting([page])):
        return None
    _refuse_deletion(request, [page], reasons)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", *([parent.pk] if parent else []))


@hooks.register("before_delete_snippet")
def guard_snippets(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Categories, runs, audiences: whatever is managed as a snippet."""
    if not (reasons := reasons_against_deleting(instances)):
        return None
    _refuse_deletion(request, instances, reasons)
    return redirect(instances[0].snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]


@hooks.register("before_bulk_action")
def guard_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """The same for what is ticked in a listing."""
    if action_type == "delete":
        if not (reasons := reasons_against_deleting(objects)):
            return None
        _refuse_deletion(request, objects, reasons)
    elif action_type == "unpublish":
        if not (reasons := reasons_against_unpublishing([each for each in objects if isinstance(each, Page)])):
            return None
        _refuse(request, _("Not unpublished."), reasons, "")
    else:
        return None
    return redirect(action.next_url)


@hooks.register("before_unpublish_page")
def guard_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Only the front door is held open."""
    if not (reasons := reasons_against_unpublishing([page])):
        return None
    _refuse(request, _("Not unpublished: ‘%(title)s’.") % {"title": page.title}, reasons, "")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_unpublish_page")
def tell_about_records(request: HttpRequest, page: Page) -> None:
    """A page with records may be withdrawn; whoever does it should know what that means for learners."""
    if reasons := reasons_against_deleting([page]):
        then = _("The records stay. Learners no longer see the page until it is published again.")
        messages.info(request, " ".join([*reasons, then]))
