"""절차 카드: the protocol of a scenario under an institution's settings, for the wall beside the telephone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .conditions import all_hold
from .engine import Settings, State, begin, model_path
from .graph import Graph, Step
from .wording import fill, plain

__all__ = ["Card", "CardStep", "card_of"]


@dataclass(frozen=True)
class CardStep:
    """One step. ``words``: what the model path says or does for it."""

    number: int
    title: str
    rule: str
    words: str
    is_applicable: bool


@dataclass(frozen=True)
class Card:
    """A card."""

    title: str
    channel: str
    steps: list[CardStep]


def card_of(graph: Graph, settings: Settings) -> Card:
    """The protocol in its order, with the words of the model path."""
    said = _said(graph, settings)
    at_start = begin(graph, settings)
    return Card(
        title=graph.title,
        channel=str(graph.channel.label),
        steps=[_step(number, step, at_start, said, settings) for number, step in enumerate(graph.protocol, start=1)],
    )


def _step(number: int, step: Step, state: State, said: dict[str, str], settings: Settings) -> CardStep:
    return CardStep(
        number=number,
        title=fill(step.title, settings),
        rule=step.rule,
        words=said.get(step.key, ""),
        is_applicable=not (step.not_applicable and all_hold(step.not_applicable, state, settings)),
    )


def _said(graph: Graph, settings: Settings) -> dict[str, str]:
    said: dict[str, str] = {}
    for move in model_path(graph, settings).trail:
        if move.reply.step:
            said.setdefault(move.reply.step, plain(move.reply.text, settings))
    return said
