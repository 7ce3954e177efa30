"""Where scenarios join Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from lms.people.models import Person

from .admin_views import may_add_scenarios
from .findings import faults, findings, is_playable
from .graph import Graph
from .models import Scenario

#: The screens beside a scenario: words, address, icon, place among Wagtail's own buttons.
SCREENS = [
    (gettext_lazy("Self-test"), "show_survey", "tasks", 13),
    (gettext_lazy("How people played"), "show_played", "history", 14),
    (gettext_lazy("Export"), "export_scenario", "download", 15),
    (gettext_lazy("Replace by a file"), "replace_draft", "upload", 16),
]


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """The screens beside a scenario."""
    return [path("scenarios/", include("lms.scenarios.admin_urls"))]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def add_scenario_buttons(page: Page, user: Person, **kwargs: Any) -> Iterator[Button]:
    """From a scenario to its screens, for who may edit it; from a course to the import."""
    if may_add_scenarios(page.specific_deferred, user):
        address = reverse("scenarios_admin:import_new", args=[page.pk])
        yield Button(_("Import a scenario"), address, icon_name="upload", priority=14)
    elif isinstance(page.specific_deferred, Scenario) and page.permissions_for_user(user).can_edit():
        for words, name, icon, priority in SCREENS:
            yield Button(words, reverse(f"scenarios_admin:{name}", args=[page.pk]), icon_name=icon, priority=priority)


@hooks.register("before_bulk_action")
def publish_playable_scenarios_only(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once passes by the editor's form; a scenario with errors is held back here too."""
    if action_type != "publish":
        return None
    with_all_below = action.cleaned_form.cleaned_data.get("include_descendants", False)
    concerned: dict[int, Scenario] = {}
    for page in objects:
        below = Scenario.objects.descendant_of(page, inclusive=True) if with_all_below else Scenario.objects.page(page)
        concerned |= {each.pk: each for each in below}
    held_back = []
    for scenario in concerned.values():
        graph, errors = Graph.read(scenario.get_latest_revision_as_object().document())
        if not is_playable([*faults(errors, graph), *findings(graph)]):
            held_back.append(scenario.get_admin_display_title())
    if not held_back:
        return None
    said = _("Nothing was published: %(titles)s cannot be played yet. Open it and mend what the editor lists.")
    messages.error(request, said % {"titles": ", ".join(f"‘{title}’" for title in held_back)})
    return redirect(action.next_url)
