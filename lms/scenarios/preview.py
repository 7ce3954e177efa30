"""A draft in Wagtail's preview: any scene, any path from it, played by the engine. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from .engine import CannotGoOn, NotOffered, Settings, State, answer, begin, checklist, offered, verdict
from .graph import Graph
from .scenes import Reply

if TYPE_CHECKING:
    from .models import Scenario

__all__ = ["context_of"]

#: A path longer than this is not tried on: an address would not hold it.
MOST_TRIED = 60


@dataclass(frozen=True)
class Offer:
    """A reply that can be tried, and the address that tries it."""

    reply: Reply
    address: str


def context_of(page: Scenario, request: HttpRequest) -> dict[str, Any]:
    """What the preview shows. The path stands in the address: ``from`` a scene, then the replies in order."""
    graph, errors = Graph.read(page.document())
    address = _address(page)
    chosen = str(getattr(request, "tried_from", "")) or graph.start.scene
    path = [key for key in str(getattr(request, "tried_path", "")).split(",") if key][:MOST_TRIED]
    settings = Settings()
    state = _tried(_from_here(graph, chosen), path, settings)
    context: dict[str, Any] = {
        "graph": graph,
        "is_unfinished": bool(errors),
        "starts": [(scene.key, scene.title, f"{address}?{urlencode({'from': scene.key})}") for scene in graph.scenes],
        "chosen": chosen,
        "state": state,
    }
    if state is None:
        return context
    walked = [move.reply.key for move in state.trail]

    def to(keys: list[str]) -> str:
        return f"{address}?{urlencode({'from': chosen, 'path': ','.join(keys)})}"

    scene = graph.scene(state.scene)
    return context | {
        "scene": scene,
        "offers": [Offer(reply, to([*walked, reply.key])) for reply in offered(graph, state, settings)],
        "back": to(walked[:-1]) if walked else "",
        "again": to([]),
        "verdict": verdict(graph, state),
        "steps": checklist(graph, state, settings),
        "spoken": state.trail[-1].spoken if state.trail else state.opening,
    }


def _address(page: Scenario) -> str:
    if page.pk:
        return reverse("scenarios_admin:try_path", args=[page.pk])
    return reverse("scenarios_admin:try_new", args=["scenarios", "scenario", page.course.pk])


def _from_here(graph: Graph, key: str) -> Graph:
    """The same graph, begun at a scene."""
    return replace(graph, start=replace(graph.start, scene=key))


def _tried(graph: Graph, path: list[str], settings: Settings) -> State | None:
    """As far as the path leads; a draft may end it early."""
    try:
        state = begin(graph, settings)
    except CannotGoOn:
        return None
    for key in path:
        try:
            state = answer(graph, state, key, settings)
        except (CannotGoOn, NotOffered):
            break
    return state
