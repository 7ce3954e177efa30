"""A play as it stands: the edition, the settings and the replies that were kept, replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .engine import CheckedStep, Settings, State, Verdict, answer, checklist, offered, replay, verdict
from .graph import Graph
from .models import Practice, ScenarioVersion
from .models.versions import graph_of_version
from .scenes import Reply, Scene

__all__ = ["Play", "content_of", "play_of_practice", "play_of_steps", "step_key"]

Steps = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Play:
    """One conversation. ``copied``: how many moves a practice took over from an earlier play."""

    graph: Graph
    settings: Settings
    state: State
    copied: int = 0

    @property
    def scene(self) -> Scene:
        """The scene in which it stands."""
        return self.graph.by_key[self.state.scene]

    @property
    def move_number(self) -> int:
        """The number that the next reply must carry."""
        return self.state.move_number

    @property
    def has_ended(self) -> bool:
        """Whether the conversation is over."""
        return self.scene.is_ending

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What may be said or done now."""
        return offered(self.graph, self.state, self.settings)

    @property
    def verdict(self) -> Verdict | None:
        """How it ended; None while it goes on."""
        return verdict(self.graph, self.state)

    @property
    def checklist(self) -> list[CheckedStep]:
        """The protocol, step by step."""
        return checklist(self.graph, self.state, self.settings)

    def steps(self, *, before: int | None = None) -> list[dict[str, str]]:
        """The replies given so far as they are kept; those ``before`` a move, if one is named."""
        trail = self.state.trail if before is None else self.state.trail[: max(0, before - 1)]
        return [{"scene": move.scene, "reply": move.reply.key} for move in trail]

    def after(self, reply_key: str) -> Play:
        """The play after one more reply. Raises NotOffered."""
        return replace(self, state=answer(self.graph, self.state, reply_key, self.settings))

    def has_given(self, move: int, reply_key: str) -> bool:
        """Whether that very reply was given at that move: the same click, sent twice."""
        return 0 < move <= len(self.state.trail) and self.state.trail[move - 1].reply.key == reply_key


def step_key(move: int) -> str:
    """The key under which a move is kept; keys sort as the moves do."""
    return f"{move:04d}"


def content_of(version: ScenarioVersion, settings: Settings) -> dict[str, Any]:
    """What a play keeps of what it is played from."""
    return {"version": version.pk, "digest": version.digest, "settings": settings.as_document()}


def play_of_steps(content: Mapping[str, Any], steps: Mapping[str, Mapping[str, str]]) -> Play:
    """The play of an attempt: its content and its kept steps by key."""
    return _play(content, [steps[key] for key in sorted(steps)])


def play_of_practice(practice: Practice) -> Play:
    """The play of a practice."""
    return _play(practice.content, practice.moves, copied=practice.content.get("copied", 0))


def _play(content: Mapping[str, Any], steps: Steps, *, copied: int = 0) -> Play:
    graph = graph_of_version(content["version"], content["digest"])
    settings = Settings.from_document(content["settings"])
    return Play(graph, settings, replay(graph, steps, settings), copied)
