"""What is wrong with a scenario, and what is only unwise. Errors stop publishing, warnings do not. Pure.

A finding names its place in the document (``scenes[3].replies[1].next``), so that an author is led to the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from .engine import CannotGoOn, Settings, State, checklist, model_path, verdict
from .graph import Graph
from .kinds import SETTING_NAMES, Ending, What
from .paths import explore, settings_to_try
from .portraits import CITIZENS
from .reach import Reach
from .scenes import Condition, Reply, Scene

__all__ = ["Finding", "Level", "faults", "findings", "is_playable"]

#: Moments followed to learn whether conditions leave a scene without a way to it, and scenes for which it is tried.
MOST_MOMENTS = 1_500
MOST_EXPLORED = 200
#: The right reply gives itself away when it is so many times as long as the next longest, and so many letters longer.
LONGER, BY_LETTERS = 1.8, 20

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_IN_SCENE = re.compile(r"scenes\[(\d+)\](?:\.replies\[(\d+)\])?")


class Level(StrEnum):
    """Whether a finding stops publishing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing found. ``scene`` and ``reply`` are keys; empty where it concerns the whole."""

    level: Level
    code: str
    message: str
    place: str = ""
    scene: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Place:
    """A scene, or a reply in it, by its position."""

    scene: Scene
    at: str
    reply: Reply | None = None

    def error(self, code: str, message: str, field: str = "key") -> Finding:
        """An error here."""
        return self._found(Level.ERROR, code, message, field)

    def warning(self, code: str, message: str, field: str = "key") -> Finding:
        """A warning here."""
        return self._found(Level.WARNING, code, message, field)

    def _found(self, level: Level, code: str, message: str, field: str) -> Finding:
        return Finding(level, code, message, f"{self.at}.{field}", self.scene.key, self.reply.key if self.reply else "")


def findings(graph: Graph) -> list[Finding]:
    """Everything found, errors first, each group in the order of the document."""
    reach = Reach(graph)
    found = [finding for rule in RULES for finding in rule(graph, reach)]
    return sorted(found, key=lambda each: (each.level, _position(each.place)))


def faults(errors: Iterable[tuple[str, str]], graph: Graph) -> list[Finding]:
    """What the reader of a document noted, as findings."""
    found = []
    for place, message in errors:
        scene = reply = ""
        if (inside := _IN_SCENE.match(place)) and int(inside[1]) < len(graph.scenes):
            read = graph.scenes[int(inside[1])]
            scene = read.key
            if inside[2] and int(inside[2]) < len(read.replies):
                reply = read.replies[int(inside[2])].key
        found.append(Finding(Level.ERROR, "fault", message, place, scene, reply))
    return found


def is_playable(found: Iterable[Finding]) -> bool:
    """Whether nothing stops publishing."""
    return not any(each.level is Level.ERROR for each in found)


def _position(place: str) -> tuple[int, int, str]:
    inside = _IN_SCENE.match(place)
    return (int(inside[1]), int(inside[2] or -1), place) if inside else (-1, -1, place)


def _scenes(graph: Graph) -> Iterator[Place]:
    for position, scene in enumerate(graph.scenes):
        yield Place(scene, f"scenes[{position}]")


def _replies(graph: Graph) -> Iterator[tuple[Place, Reply]]:
    for here in _scenes(graph):
        for position, reply in enumerate(here.scene.replies):
            yield Place(here.scene, f"{here.at}.replies[{position}]", reply), reply


def _beginning(graph: Graph, reach: Reach) -> Iterator[Finding]:
    if not graph.scenes:
        yield Finding(Level.ERROR, "no_scenes", _("There is no scene yet. Add the first one."), "scenes")
    elif graph.start.scene not in graph.by_key:
        message = _("The scenario starts at “%(key)s”, but there is no such scene. Name an existing one.")
        yield Finding(Level.ERROR, "no_start", message % {"key": graph.start.scene}, "start.scene")
    if graph.scenes and not any(scene.is_ending for scene in graph.scenes):
        message = _("There is no ending. Add at least one, so that the dialogue can end.")
        yield Finding(Level.ERROR, "no_ending", message, "scenes")


def _face(graph: Graph, reach: Reach) -> Iterator[Finding]:
    key = graph.citizen.key
    if key and key not in CITIZENS:
        message = _("There is no drawing for the face “%(key)s”; a silhouette is shown instead. Choose another face.")
        yield Finding(Level.WARNING, "no_drawing", message % {"key": key}, "citizen.key")


def _ways(graph: Graph, reach: Reach) -> Iterator[Finding]:
    for here, reply in _replies(graph):
        if not reply.next:
            yield here.error("leads_nowhere", _("The reply leads nowhere. Name the next scene."), "next")
        for key in reply.next:
            if key not in graph.by_key:
                message = _("There is no scene “%(key)s”. Correct the key or add the scene.")
                yield here.error("unknown_next", message % {"key": key}, "next")
    for here in _scenes(graph):
        if not here.scene.is_ending and not here.scene.replies:
            yield here.error(
                "dead_end", _("Nothing can be answered here. Add replies or make it an ending."), "replies"
            )
    by_key = {here.scene.key: here for here in reversed(list(_scenes(graph)))}
    for loop in reach.loops_without_exit:
        message = _("One goes round here for ever: %(keys)s. Add a reply that leads to an ending.")
        yield by_key[loop[0]].error("endless_loop", message % {"keys": " → ".join([*loop[:6], loop[0]])}, "replies")


def _arriving(graph: Graph, reach: Reach) -> Iterator[Finding]:
    if not reach.from_start:
        return
    never = _never_by_conditions(graph, reach)
    for here in _scenes(graph):
        key = here.scene.key
        if not key or (key in reach.from_start and key not in never):
            continue
        if key in never:
            message = _("Nobody gets here: the conditions on the way never hold. Change them.")
        else:
            message = _("Nobody gets here from the beginning. Lead a reply here or delete the scene.")
        if here.scene.is_ending:
            yield here.error("unreachable_ending", message)
        else:
            yield here.error("unreachable_scene", message)


def _never_by_conditions(graph: Graph, reach: Reach) -> frozenset[str]:
    """Scenes that ways lead to, but conditions keep from everybody; none where that would take too long to learn."""
    is_conditional = any(scene.when or any(reply.when for reply in scene.replies) for scene in graph.scenes)
    if not is_conditional or len(graph.scenes) > MOST_EXPLORED:
        return frozenset()
    visited: set[str] = set()
    try:
        for settings in settings_to_try(graph):
            seen = explore(graph, settings, most_moments=MOST_MOMENTS)
            if seen.moments >= MOST_MOMENTS:
                return frozenset()
            visited |= seen.visited
    except CannotGoOn:  # said already, by the place of the reply
        return frozenset()
    return frozenset(reach.from_start - visited)


def _references(graph: Graph, reach: Reach) -> Iterator[Finding]:
    steps = {step.key for step in graph.protocol}
    flags = {flag for _here, reply in _replies(graph) for flag in reply.sets}

    def check(here: Place, conditions: Iterable[Condition], field: str) -> Iterator[Finding]:
        for condition in conditions:
            if condition.what is What.STEP and condition.name not in steps:
                message = _("The protocol has no step “%(key)s”. Correct the key or add the step.")
                yield here.error("unknown_step", message % {"key": condition.name}, field)
            elif condition.what is What.FLAG and condition.name not in flags:
                message = _("No reply sets the mark “%(key)s”, so this never changes anything.")
                yield here.warning("flag_never_set", message % {"key": condition.name}, field)

    for here in _scenes(graph):
        yield from check(here, here.scene.when, "when")
        for position, line in enumerate(here.scene.lines):
            yield from check(here, line.when, f"lines[{position}].when")
    for here, reply in _replies(graph):
        yield from check(here, reply.when, "when")
        if reply.step is not None and reply.step not in steps:
            message = _("The protocol has no step “%(key)s”. Correct the key or add the step.")
            yield here.error("unknown_step", message % {"key": reply.step}, "step")
    carried_out = {reply.step for _here, reply in _replies(graph)}
    for position, step in enumerate(graph.protocol):
        if step.key not in carried_out:
            message = _("No reply carries out the step “%(title)s”.") % {"title": step.title}
            yield Finding(Level.WARNING, "step_never_done", message, f"protocol[{position}].key")


def _reasons(graph: Graph, reach: Reach) -> Iterator[Finding]:
    for here, reply in _replies(graph):
        if not reply.reason:
            message = _("The reason is missing. Write why the reply is good or bad.")
            yield here.error("reason_missing", message, "reason")
    for here in _scenes(graph):
        if here.scene.ending is Ending.DANGER and not (here.scene.why and here.scene.what_happened):
            message = _("A dangerous ending says what would have happened and why. Write both.")
            yield here.warning("danger_without_why", message, "why" if here.scene.what_happened else "what_happened")


def _model(graph: Graph, reach: Reach) -> Iterator[Finding]:
    by_key = {here.scene.key: here for here in reversed(list(_scenes(graph)))}
    if graph.start.scene not in by_key:
        return
    told: set[tuple[str, str]] = set()
    for settings in settings_to_try(graph):
        try:
            state = model_path(graph, settings)
        except CannotGoOn:
            return
        for finding in _judge_model(graph, state, by_key[state.scene], settings):
            if (finding.code, finding.place) not in told:
                told.add((finding.code, finding.place))
                yield finding


def _judge_model(graph: Graph, state: State, here: Place, settings: Settings) -> Iterator[Finding]:
    result = verdict(graph, state)
    if result is None:
        if any(reply.is_model for reply in here.scene.replies):
            yield here.error("model_loops", _("The model path comes back here and never ends."), "replies")
        elif here.scene.replies:
            message = _("The model path stops here. Mark the best reply as part of it.")
            yield here.error("model_gap", message, "replies")
        return
    if result.ending is not Ending.MODEL:
        yield here.warning("model_ends_elsewhere", _("The model path does not lead to a model ending."), "ending")
    if not result.is_passed:
        message = _(
            "The model path ends here and does not pass: safety %(safety)s of %(least_safety)s, "
            "procedure %(procedure)s of %(least_procedure)s, empathy %(empathy)s of %(least_empathy)s."
        )
        numbers = {name: getattr(result, name) for name in ("safety", "procedure", "empathy")}
        numbers |= {f"least_{name}": getattr(graph.minima, name) for name in ("safety", "procedure", "empathy")}
        yield here.error("model_does_not_pass", message % numbers)
    missed = [each.title for each in checklist(graph, state, settings) if each.status == "missed"]
    if missed:
        message = _("The model path leaves out steps of the protocol: %(steps)s.") % {"steps": ", ".join(missed)}
        yield Finding(Level.WARNING, "model_misses_step", message, "protocol")


def _choices(graph: Graph, reach: Reach) -> Iterator[Finding]:
    safe = reach.leading_to([Ending.MODEL, Ending.PARTIAL])
    good = reach.leading_to([Ending.MODEL])
    has_wrong = has_detour = False
    for here in _scenes(graph):
        wrong = [reply for reply in here.scene.replies if not reply.is_model]
        right = [reply for reply in here.scene.replies if reply.is_model]
        if not wrong or not right:
            continue
        has_wrong = True
        has_detour |= any(not good.isdisjoint(reply.next) and not _ends_at_once(graph, reply) for reply in wrong)
        if all(safe.isdisjoint(reply.next) for reply in wrong):
            message = _("Whoever chooses wrongly here cannot repair it. Let one wrong reply lead back.")
            yield here.warning("no_recovery", message, "replies")
        longest = max(len(reply.text) for reply in right)
        others = max(len(reply.text) for reply in wrong)
        if longest > LONGER * others and longest - others >= BY_LETTERS:
            message = _("The right reply is by far the longest: its length gives the answer away.")
            yield here.warning("length_gives_away", message, "replies")
    if has_wrong and not has_detour:
        message = _("No wrong reply can be repaired on the way to the model ending. Add one that can.")
        yield Finding(Level.WARNING, "no_detour", message, "scenes")


def _ends_at_once(graph: Graph, reply: Reply) -> bool:
    return all(scene.is_ending for key in reply.next if (scene := graph.scene(key)))


def _words(graph: Graph, reach: Reach) -> Iterator[Finding]:
    for here in _scenes(graph):
        if not here.scene.lines:
            yield here.warning("nothing_said", _("Nobody says anything in this scene."), "lines")
        for position, line in enumerate(here.scene.lines):
            yield from _placeholders(here, line.text, f"lines[{position}].text")
        for name in ("note", "what_happened", "why"):
            yield from _placeholders(here, getattr(here.scene, name), name)
    for here, reply in _replies(graph):
        yield from _placeholders(here, reply.text, "text")
        yield from _placeholders(here, reply.reason, "reason")


def _placeholders(here: Place, text: str, field: str) -> Iterator[Finding]:
    for name in _PLACEHOLDER.findall(text):
        if name not in SETTING_NAMES:
            message = _("“{%(name)s}” is no institution setting and would be shown as it stands.") % {"name": name}
            yield here.warning("unknown_word", message, field)
    if text.count("[[") != text.count("]]"):
        yield here.warning("unclosed_mask", _("The words to be masked need both [[ and ]]."), field)


RULES: list[Callable[[Graph, Reach], Iterator[Finding]]] = [
    _beginning,
    _face,
    _ways,
    _arriving,
    _references,
    _reasons,
    _model,
    _choices,
    _words,
]
