"""The editor's form of a scenario, and the form that takes a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .blocks import scenes_of, steps_of
from .exchange import MOST_BYTES
from .findings import Level, faults, findings
from .graph import Graph
from .portraits import CITIZENS
from .whereabouts import place_words

__all__ = ["MOST_IN_FORM", "ImportForm", "ScenarioForm", "is_too_large"]

#: Larger scenarios are written in a file: the editor could show them, but nobody could find anything there.
MOST_IN_FORM = 200
#: So many errors are named above the form; the list beside it has them all.
NAMED = 10


class ScenarioForm(WagtailAdminPageForm):
    """Refuses to publish, or to submit for review, what could not be played. A draft may hold anything."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large(self.instance):
            self.fields.pop("scenes", None)
        if "citizen" in self.fields:
            self.fields["citizen"].widget = forms.Select(choices=_faces(self.instance.citizen))

    @cached_property
    def changed_data(self) -> list[str]:
        """Without scenes that say the same as before: Wagtail compares numbers with what was typed, "20" with 20.

        The editor saves by itself, and whoever only opened a scene has changed nothing.
        """
        told = {"scenes": scenes_of, "protocol": steps_of}
        return [
            name
            for name in super().changed_data
            if name not in told or told[name](self[name].initial or ()) != told[name](self[name].data or ())
        ]

    def _post_clean(self) -> None:
        """After the instance has what was typed: judge the whole scenario."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        graph, errors = Graph.read(self.instance.document())
        found = [*faults(errors, graph), *findings(graph)]
        stopping = [each for each in found if each.level is Level.ERROR]
        if stopping:
            named = [f"{place_words(each)}: {each.message}" for each in stopping[:NAMED]]
            if len(stopping) > NAMED:
                named.append(str(_("… and %(count)s more errors.") % {"count": len(stopping) - NAMED}))
            field = "scenes" if "scenes" in self.fields else None
            self.add_error(field, named)


def _faces(kept: str) -> list[tuple[str, Any]]:
    """The citizens that are drawn. A key that a file brought along stays, so that nothing is lost by saving."""
    faces = [("", "---------"), *((key, citizen.label) for key, citizen in CITIZENS.items())]
    return faces if not kept or kept in CITIZENS else [*faces, (kept, kept)]


def is_too_large(scenario: Any) -> bool:
    """Whether the scenes have outgrown the editor."""
    return len(scenario.scenes) > MOST_IN_FORM


class ImportForm(forms.Form):
    """One file. What stands in it is judged by ``exchange``."""

    file = forms.FileField(
        label=_("Scenario file"),
        help_text=_("A JSON file of at most %(most)s MB, as the export makes it.")
        % {"most": MOST_BYTES // 1024 // 1024},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def content(self) -> bytes:
        """The file, as far as it is looked at: one byte more than may be tells that it is too large."""
        uploaded = self.cleaned_data["file"]
        return bytes(uploaded.read(MOST_BYTES + 1))
