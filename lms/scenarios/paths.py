"""Every way through a scenario, counted: where they end and how they score. Bounded, and says where it stopped. Pure.

Plays that have come to the same moment are counted together: what nothing looks at any more is left out of the moment,
so that a scenario of thirty scenes is counted to the last of its hundred thousand paths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .engine import Readings, Settings, State, answer, begin, offered, verdict
from .graph import Graph
from .kinds import Ending, What
from .scenes import Condition

__all__ = ["Survey", "explore", "settings_to_try", "survey"]

#: Moments followed before counting stops; replies in one play.
MOST_MOMENTS = 20_000
MOST_MOVES = 60
BUCKETS = 10


@dataclass
class Survey:
    """What became of all paths. ``unfollowed`` were not counted to their end: ``is_complete`` says there are none."""

    paths: int = 0
    unfollowed: int = 0
    passed: int = 0
    moments: int = 0
    fewest_moves: int = 0
    most_moves: int = 0
    by_scene: Counter[str] = field(default_factory=Counter)
    by_ending: Counter[Ending] = field(default_factory=Counter)
    #: How many paths score 0–9, 10–19, … 90–100.
    buckets: list[int] = field(default_factory=lambda: [0] * BUCKETS)
    best: int = 0
    worst: int = 100
    visited: set[str] = field(default_factory=set)
    given: set[tuple[str, str]] = field(default_factory=set)

    @property
    def is_complete(self) -> bool:
        """Whether every path was followed to its end."""
        return not self.unfollowed

    @property
    def most_in_a_bucket(self) -> int:
        """The longest bar of the distribution."""
        return max(self.buckets)

    def count(self, graph: Graph, state: State, times: int, moves: int) -> None:
        """Take down ``times`` paths that end in ``state``."""
        found = verdict(graph, state)
        if found is None:  # a draft's dead end
            self.unfollowed += times
            return
        self.fewest_moves = moves if not self.paths else min(self.fewest_moves, moves)
        self.most_moves = max(self.most_moves, moves)
        self.paths += times
        self.passed += times * found.is_passed
        self.by_scene[found.scene] += times
        self.by_ending[found.ending] += times
        self.buckets[min(found.score_percent // 10, BUCKETS - 1)] += times
        self.best, self.worst = max(self.best, found.score_percent), min(self.worst, found.score_percent)


def survey(
    graph: Graph, settings: Settings, *, most_moments: int = MOST_MOMENTS, most_moves: int = MOST_MOVES
) -> Survey:
    """Count every path from the start. Raises CannotGoOn for a graph with unknown scenes."""
    looked_at = _looked_at(graph) | {What.SAFETY, What.PROCEDURE, What.EMPATHY}
    return _walk(graph, settings, looked_at, most_moments=most_moments, most_moves=most_moves, each_once=False)


def explore(graph: Graph, settings: Settings, *, most_moments: int) -> Survey:
    """Which scenes and replies some play comes to; its counts of passes and scores mean nothing."""
    return _walk(graph, settings, _looked_at(graph), most_moments=most_moments, most_moves=most_moments, each_once=True)


def settings_to_try(graph: Graph) -> list[Settings]:
    """The usual settings, and the other way of recording where the scenario asks about it."""
    usual = Settings()
    if any(each.what is What.SETTING and each.name == "always_record" for each in _conditions(graph)):
        return [usual, replace(usual, always_record=not usual.always_record)]
    return [usual]


def _walk(
    graph: Graph, settings: Settings, looked_at: set[What], *, most_moments: int, most_moves: int, each_once: bool
) -> Survey:
    found = Survey()
    flags, steps = _names(graph, What.FLAG), _names(graph, What.STEP)

    def plain(state: State) -> State:
        return _without_the_past(state, looked_at, flags, steps)

    now: dict[State, int] = {plain(begin(graph, settings)): 1}
    seen: set[State] = set()
    moves = 0
    while now:
        later: Counter[State] = Counter()
        for state, times in now.items():
            found.visited.add(state.scene)
            if found.moments >= most_moments or moves > most_moves:
                found.unfollowed += times
                continue
            found.moments += 1
            replies = offered(graph, state, settings)
            if not replies:
                found.count(graph, state, times, moves)
            for reply in replies:
                found.given.add((state.scene, reply.key))
                after = plain(answer(graph, state, reply.key, settings))
                if not each_once or after not in seen:
                    later[after] += times
                    seen.add(after)
        now, moves = later, moves + 1
    return found


def _without_the_past(state: State, looked_at: set[What], flags: frozenset[str], steps: frozenset[str]) -> State:
    """The same moment with nothing in it that no condition and no score asks about."""
    was = state.readings
    kept = Readings(
        mood=was.mood if What.MOOD in looked_at else 0,
        safety=was.safety if What.SAFETY in looked_at else 0,
        procedure=was.procedure if What.PROCEDURE in looked_at else 0,
        empathy=was.empathy if What.EMPATHY in looked_at else 0,
        seconds=was.seconds if What.SECONDS in looked_at else 0,
        warnings=was.warnings if What.WARNINGS in looked_at else 0,
    )
    done = tuple(
        replace(each, second=0, move=0)
        for each in sorted(state.steps_done, key=lambda each: each.step)
        if each.step in steps
    )
    return State(scene=state.scene, readings=kept, flags=state.flags & flags, steps_done=done)


def _conditions(graph: Graph) -> Iterator[Condition]:
    """Conditions that steer the way; those of a line only decide what is said."""
    for scene in graph.scenes:
        yield from scene.when
        for reply in scene.replies:
            yield from reply.when


def _looked_at(graph: Graph) -> set[What]:
    return {condition.what for condition in _conditions(graph)}


def _names(graph: Graph, what: What) -> frozenset[str]:
    return frozenset(condition.name for condition in _conditions(graph) if condition.what is what)
