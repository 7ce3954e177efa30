"""How a scenario is played: from a graph, settings and replies to mood, scales, clock, steps and ending.

Pure and immutable: the same graph, settings and replies give the same play on any day. Nobody keeps what is computed
here; only the replies are kept.

A person is never stuck where the author left a door: when the conditions of every reply fail, all are offered, and when
those of every next scene fail, the last one named is entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from .conditions import all_hold, setting_number
from .graph import Graph
from .kinds import SETTING_NAMES, Action, Ending
from .scenes import Line, Reply, Scene

__all__ = [
    "CannotGoOn",
    "CheckedStep",
    "Move",
    "NotOffered",
    "Readings",
    "Settings",
    "State",
    "StepDone",
    "Verdict",
    "answer",
    "begin",
    "checklist",
    "model_path",
    "offered",
    "pass_mark_percent",
    "replay",
    "verdict",
]


class NotOffered(ValueError):
    """The reply is not among those that are offered at this moment."""


class CannotGoOn(ValueError):
    """The graph names no scene that exists: a draft with an error; nothing published is like that."""


@dataclass(frozen=True)
class Settings:
    """What an institution sets. Copied onto each play."""

    warn_count: int = 1
    notice_after_minutes: int = 15
    call_limit_minutes: int = 20
    always_record: bool = False

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """What was copied onto a play, read back."""
        return cls(**{name: document[name] for name in SETTING_NAMES if name in document})

    def as_document(self) -> dict[str, Any]:
        """Plain data to copy onto a play."""
        return asdict(self)


@dataclass(frozen=True)
class Readings:
    """The dials at one moment. ``seconds`` is the scenario's own clock."""

    mood: int
    safety: int
    procedure: int
    empathy: int
    seconds: int = 0
    warnings: int = 0


@dataclass(frozen=True)
class StepDone:
    """A protocol step that was carried out, when, and by which move."""

    step: str
    second: int
    move: int


@dataclass(frozen=True)
class Move:
    """One reply that was given. ``spoken`` is what is said on arriving at ``arrived``."""

    number: int
    scene: str
    reply: Reply
    before: Readings
    after: Readings
    arrived: str
    spoken: tuple[Line, ...]


@dataclass(frozen=True)
class State:
    """A moment of a play."""

    scene: str
    readings: Readings
    opening: tuple[Line, ...] = ()
    opened_with: str = ""
    flags: frozenset[str] = frozenset()
    steps_done: tuple[StepDone, ...] = ()
    trail: tuple[Move, ...] = ()

    @property
    def mood(self) -> int:
        """0 relieved … 5 furious."""
        return self.readings.mood

    @property
    def safety(self) -> int:
        """안전, 0–100."""
        return self.readings.safety

    @property
    def procedure(self) -> int:
        """절차, 0–100."""
        return self.readings.procedure

    @property
    def empathy(self) -> int:
        """공감, 0–100."""
        return self.readings.empathy

    @property
    def seconds(self) -> int:
        """Seconds on the scenario's clock."""
        return self.readings.seconds

    @property
    def warnings(self) -> int:
        """Warnings given so far."""
        return self.readings.warnings

    @property
    def done(self) -> frozenset[str]:
        """Keys of the protocol steps carried out."""
        return frozenset(each.step for each in self.steps_done)

    @property
    def move_number(self) -> int:
        """The number the next reply will have, from 1."""
        return len(self.trail) + 1


@dataclass(frozen=True)
class CheckedStep:
    """A protocol step as it stands: ``done``, ``missed`` or ``not_applicable``; and whether it kept the order."""

    key: str
    title: str
    rule: str
    status: str
    second: int | None = None
    move: int | None = None
    is_in_order: bool = True


@dataclass(frozen=True)
class Verdict:
    """How a play ended. ``short_of`` names the scales below their minimum."""

    ending: Ending
    scene: str
    safety: int
    procedure: int
    empathy: int
    short_of: tuple[str, ...]
    is_passed: bool
    score_percent: int


SCALES = ("safety", "procedure", "empathy")


def begin(graph: Graph, settings: Settings) -> State:
    """The first moment. Raises CannotGoOn when the first scene does not exist."""
    start = graph.start
    scene = graph.scene(start.scene)
    if scene is None:
        raise CannotGoOn(start.scene)
    readings = Readings(start.mood, start.safety, start.procedure, start.empathy)
    state = State(scene=scene.key, readings=_entering(scene, readings, settings), opened_with=scene.key)
    return replace(state, opening=_spoken(scene, state, settings))


def offered(graph: Graph, state: State, settings: Settings) -> tuple[Reply, ...]:
    """The replies one may give now; none at an ending."""
    scene = graph.scene(state.scene)
    if scene is None:
        return ()
    fitting = tuple(reply for reply in scene.replies if all_hold(reply.when, state, settings))
    return fitting or scene.replies


def answer(graph: Graph, state: State, reply_key: str, settings: Settings) -> State:
    """The moment after a reply. Raises NotOffered, and CannotGoOn for a draft whose next scene does not exist."""
    reply = next((each for each in offered(graph, state, settings) if each.key == reply_key), None)
    if reply is None:
        raise NotOffered(f"{state.scene}: {reply_key}")
    before = state.readings
    moved = Readings(
        mood=_within(before.mood + reply.mood, 5),
        safety=_within(before.safety + reply.safety, 100),
        procedure=_within(before.procedure + reply.procedure, 100),
        empathy=_within(before.empathy + reply.empathy, 100),
        seconds=before.seconds + reply.seconds,
        warnings=before.warnings + (reply.action is Action.WARN),
    )
    number = state.move_number
    steps = state.steps_done
    if reply.step and reply.step not in state.done:
        steps = (*steps, StepDone(reply.step, moved.seconds, number))
    flags = (state.flags | set(reply.sets)) - set(reply.clears)
    after = replace(state, readings=moved, flags=flags, steps_done=steps)
    scene = _next_scene(graph, reply, after, settings)
    after = replace(after, scene=scene.key, readings=_entering(scene, moved, settings))
    move = Move(number, state.scene, reply, before, after.readings, scene.key, _spoken(scene, after, settings))
    return replace(after, trail=(*state.trail, move))


def replay(graph: Graph, steps: Iterable[Mapping[str, str]], settings: Settings) -> State:
    """The moment that the kept replies lead to. Raises NotOffered where one does not follow from those before."""
    state = begin(graph, settings)
    for step in steps:
        if step["scene"] != state.scene:
            raise NotOffered(f"{step['scene']} is not {state.scene}")
        state = answer(graph, state, step["reply"], settings)
    return state


def verdict(graph: Graph, state: State) -> Verdict | None:
    """How the play ended; None while it goes on.

    Passed: the ending is not dangerous and every scale reaches its minimum. The score is the mean of the scales,
    rounded down; of a play that did not pass it stays below the pass mark.
    """
    scene = graph.scene(state.scene)
    if scene is None or scene.ending is None:
        return None
    values = [getattr(state, name) for name in SCALES]
    short = tuple(name for name in SCALES if getattr(state, name) < getattr(graph.minima, name))
    is_passed = scene.ending is not Ending.DANGER and not short
    mean, mark = sum(values) // len(values), pass_mark_percent(graph)
    score = max(mean, mark) if is_passed else min(mean, mark - 1)
    return Verdict(
        ending=scene.ending,
        scene=scene.key,
        safety=state.safety,
        procedure=state.procedure,
        empathy=state.empathy,
        short_of=short,
        is_passed=is_passed,
        score_percent=score,
    )


def pass_mark_percent(graph: Graph) -> int:
    """The mean of the minima, rounded down: whoever reaches all of them reaches it. Never 0, or nobody could fail."""
    minima = graph.minima
    return max(1, (minima.safety + minima.procedure + minima.empathy) // 3)


def checklist(graph: Graph, state: State, settings: Settings) -> list[CheckedStep]:
    """The protocol in its order, each step as it stands now."""
    done = {each.step: each for each in state.steps_done}
    latest = 0
    checked = []
    for step in graph.protocol:
        found = done.get(step.key)
        if found is not None:
            checked.append(
                CheckedStep(
                    step.key, step.title, step.rule, "done", found.second, found.move, is_in_order=found.move >= latest
                )
            )
            latest = max(latest, found.move)
            continue
        is_spared = bool(step.not_applicable) and all_hold(step.not_applicable, state, settings)
        status = "not_applicable" if is_spared else "missed"
        checked.append(CheckedStep(step.key, step.title, step.rule, status))
    return checked


def model_path(graph: Graph, settings: Settings) -> State:
    """The play of somebody who always gives the model reply, as far as it leads."""
    state = begin(graph, settings)
    for _ in range(2 * len(graph.scenes)):
        model = next((reply for reply in offered(graph, state, settings) if reply.is_model), None)
        if model is None:
            break
        state = answer(graph, state, model.key, settings)
    return state


def _next_scene(graph: Graph, reply: Reply, state: State, settings: Settings) -> Scene:
    known = [scene for scene in map(graph.scene, reply.next) if scene is not None]
    if not known:
        raise CannotGoOn(reply.key)
    return next((scene for scene in known if all_hold(scene.when, state, settings)), known[-1])


def _entering(scene: Scene, readings: Readings, settings: Settings) -> Readings:
    clock = scene.clock if scene.clock is not None else 0
    least = setting_number(settings, clock, in_seconds=True) if isinstance(clock, str) else clock
    return replace(
        readings,
        mood=readings.mood if scene.mood is None else scene.mood,
        seconds=max(readings.seconds, least),
    )


def _spoken(scene: Scene, state: State, settings: Settings) -> tuple[Line, ...]:
    return tuple(line for line in scene.lines if all_hold(line.when, state, settings))


def _within(value: int, most: int) -> int:
    return max(0, min(most, value))
