"""Which scenes a graph leads to, and from which of them it can end. Conditions are taken as if any might hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .graph import Graph
from .kinds import Ending

__all__ = ["Reach"]

Ways = Mapping[str, list[str]]


@dataclass(frozen=True)
class Reach:
    """A graph as its scenes and the ways between them; ways to scenes that do not exist are left out."""

    graph: Graph

    @cached_property
    def ways(self) -> dict[str, list[str]]:
        """For every scene the scenes its replies lead to, each once, in the author's order."""
        known = self.graph.by_key
        return {
            key: list(dict.fromkeys(to for reply in scene.replies for to in reply.next if to in known))
            for key, scene in known.items()
        }

    @cached_property
    def ways_back(self) -> dict[str, list[str]]:
        """For every scene those that lead to it."""
        found: dict[str, list[str]] = {key: [] for key in self.ways}
        for key, there in self.ways.items():
            for to in there:
                found[to].append(key)
        return found

    @cached_property
    def from_start(self) -> frozenset[str]:
        """Scenes that some play may come to."""
        start = self.graph.start.scene
        return _follow(self.ways, [start] if start in self.ways else [])

    @cached_property
    def can_end(self) -> frozenset[str]:
        """Scenes from which an ending may be reached, the endings among them."""
        return self.leading_to(list(Ending))

    def leading_to(self, endings: Iterable[Ending]) -> frozenset[str]:
        """Scenes from which an ending of these kinds may be reached."""
        wanted = set(endings)
        return _follow(self.ways_back, [key for key, scene in self.graph.by_key.items() if scene.ending in wanted])

    @cached_property
    def loops_without_exit(self) -> list[list[str]]:
        """Scenes one goes round in for ever, loop by loop, in the author's order."""
        shut_in = {key for key in self.from_start if key not in self.can_end}
        loops: list[list[str]] = []
        taken: set[str] = set()
        for key in self.ways:
            if key in shut_in and key not in taken:
                ahead = _follow(self.ways, self.ways[key])
                if key in ahead:
                    behind = _follow(self.ways_back, [key])
                    loop = [each for each in self.ways if each in ahead and each in behind]
                    taken.update(loop)
                    loops.append(loop)
        return loops


def _follow(ways: Ways, begin: Iterable[str]) -> frozenset[str]:
    seen = set(begin)
    todo = list(seen)
    while todo:
        for to in ways[todo.pop()]:
            if to not in seen:
                seen.add(to)
                todo.append(to)
    return frozenset(seen)
