"""The board beside the form: what was found, the map, and the scenes as a list. From a page, saved or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .drawing import draw
from .findings import Finding, Level, faults, findings
from .graph import Graph
from .layout import place

if TYPE_CHECKING:
    from .models import Scenario

__all__ = ["Board", "board_of", "take_in"]

#: Parts of the document that the board shows; what else is wrong, the form says at its own fields.
SHOWN = ("scenes", "protocol", "start", "pass")
NUMBERS = (
    *("start_mood", "start_safety", "start_procedure", "start_empathy"),
    *("pass_safety", "pass_procedure", "pass_empathy"),
)


@dataclass(frozen=True)
class Board:
    """What stands beside the form."""

    graph: Graph
    found: list[Finding]
    svg: str

    @property
    def errors(self) -> list[Finding]:
        """What stops publishing."""
        return [each for each in self.found if each.level is Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        """What is only unwise."""
        return [each for each in self.found if each.level is Level.WARNING]


def board_of(document: Mapping[str, Any], *, link: str = "#scene-") -> Board:
    """Read, judge and draw a document that may be half written."""
    graph, errors = Graph.read(document)
    found = [*faults([each for each in errors if each[0].startswith(SHOWN)], graph), *findings(graph)]
    title = _("Map of %(title)s") % {"title": graph.title} if graph.title else _("Map of the scenario")
    return Board(graph, found, draw(place(graph), title=title, found=found, start=graph.start.scene, link=link))


def take_in(page: Scenario, data: Mapping[str, Any]) -> None:
    """Write what stands in a form, unchecked, into a page that nobody saves. Raises ValueError for another's form."""
    for name in NUMBERS:
        if str(data.get(name, "")).strip().isdecimal():
            setattr(page, name, int(data[name]))
    page.start_scene = str(data.get("start_scene", page.start_scene))
    page.title = str(data.get("title", page.title))
    for name in ("protocol", "scenes"):
        if f"{name}-count" in data:
            block = page._meta.get_field(name).stream_block
            try:
                setattr(page, name, block.value_from_datadict(data, {}, name))
            except (KeyError, TypeError, AttributeError) as error:
                raise ValueError(name) from error
