"""How a scenario is laid out in Wagtail's editor: the form, and beside it the map with what was found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from .forms import MOST_IN_FORM, is_too_large

__all__ = ["CONTENT_PANELS", "Workbench"]


class Workbench(MultiFieldPanel):
    """The scenes, and beside them a board that a script keeps in step with what is typed."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "scenarios/admin/workbench.html"

        def is_shown(self) -> bool:
            """Always: where the form has no room for the scenes, the board says so and where to go."""
            return True

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds where the form is checked and where files go out and in."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            scenario = self.instance
            if scenario.pk:
                check = reverse("scenarios_admin:check_draft", args=[scenario.pk])
            else:
                parent = self.request.resolver_match.kwargs.get("parent_page_id", 0)
                check = reverse("scenarios_admin:check_new", args=[parent])
            return context | {
                "check_address": check,
                "scenario": scenario,
                "is_too_large": is_too_large(scenario),
                "most_in_form": MOST_IN_FORM,
                "scene_count": len(scenario.scenes),
            }

        @property
        def media(self) -> forms.Media:
            """The board's script and look."""
            return super().media + forms.Media(
                js=[forms.Script("js/scenario_admin/board.js", type="module")],  # type: ignore[list-item]
                css={"all": ["css/scenario_admin.css"]},
            )


CONTENT_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("channel"),
            FieldRowPanel([FieldPanel("citizen"), FieldPanel("citizen_name")]),
            FieldPanel("citizen_about"),
            FieldPanel("situation"),
            FieldPanel("content_notice"),
        ],
        _("Situation"),
        icon="user",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start_scene"), FieldPanel("start_mood")]),
            FieldRowPanel([FieldPanel("start_safety"), FieldPanel("start_procedure"), FieldPanel("start_empathy")]),
            FieldRowPanel([FieldPanel("pass_safety"), FieldPanel("pass_procedure"), FieldPanel("pass_empathy")]),
        ],
        _("Beginning and passing"),
        icon="sliders",
    ),
    FieldPanel("protocol"),
    Workbench([FieldPanel("scenes")], _("Scenes and map"), icon="comment"),
]
