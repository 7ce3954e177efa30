"""돌아보기: a play that has ended, told with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from .engine import CheckedStep, Move, Settings, Verdict, begin, model_path
from .kinds import Ending
from .picture import Picture, picture_of
from .plays import Play
from .telling import (
    Dial,
    OfferedReply,
    Told,
    Utterance,
    conversation,
    dials,
    exchange,
    face,
    offer,
    scale_labels,
    told,
)
from .wording import Piece, clock_text, fill, mood_word, pieces

__all__ = ["Debrief", "Reading", "Turn", "debrief"]


@dataclass(frozen=True)
class Turn:
    """One moment: what was on the table, what was said or done, why it was good or not, what would have been better."""

    number: int
    title: str
    clock: str
    mood: int
    mood_word: str
    face: str
    heard: tuple[Utterance, ...]
    given: Utterance
    told: Told
    better: OfferedReply | None
    better_reason: tuple[Piece, ...]


@dataclass(frozen=True)
class Reading:
    """The scales after a move; move 0 is the beginning."""

    move: int
    clock: str
    mood: int
    mood_word: str
    safety: int
    procedure: int
    empathy: int


@dataclass(frozen=True)
class StepMark:
    """A protocol step on the time line."""

    title: str
    rule: str
    status: str
    clock: str
    move: int | None
    is_in_order: bool


@dataclass(frozen=True)
class Debrief:
    """Everything the debrief page shows."""

    verdict: Verdict
    ending: Ending
    ending_title: str
    closing: tuple[Utterance, ...]
    what_happened: tuple[Piece, ...]
    why: tuple[Piece, ...]
    dials: tuple[Dial, ...]
    readings: list[Reading]
    picture: Picture
    steps: list[StepMark]
    turns: list[Turn]
    model: tuple[Utterance, ...]
    is_model_path: bool
    settings: Settings


def debrief(play: Play, *, is_masked: bool) -> Debrief:
    """The debrief of a play that has ended. Raises ValueError for one that goes on."""
    verdict = play.verdict
    if verdict is None:
        raise ValueError("the conversation goes on")
    state, settings = play.state, play.settings
    readings = _readings(play)
    model = Play(play.graph, settings, model_path(play.graph, settings))
    return Debrief(
        verdict=verdict,
        ending=verdict.ending,
        ending_title=play.scene.title,
        closing=_lines(play, state.trail[-1], is_masked) if state.trail else (),
        what_happened=pieces(play.scene.what_happened, settings, is_masked=is_masked),
        why=pieces(play.scene.why, settings, is_masked=is_masked),
        dials=dials(play),
        readings=readings,
        picture=picture_of(readings, scale_labels()),
        steps=[_mark(step, settings) for step in play.checklist],
        turns=_turns(play, is_masked=is_masked),
        model=conversation(model, is_masked=is_masked, tells=True),
        is_model_path=[move.reply.key for move in state.trail] == [move.reply.key for move in model.state.trail],
        settings=settings,
    )


def _mark(step: CheckedStep, settings: Settings) -> StepMark:
    clock = "" if step.second is None else clock_text(step.second)
    return StepMark(fill(step.title, settings), step.rule, step.status, clock, step.move, step.is_in_order)


def _lines(play: Play, move: Move, is_masked: bool) -> tuple[Utterance, ...]:
    return exchange(play, move, is_masked=is_masked, tells=False)[1:]


def _readings(play: Play) -> list[Reading]:
    trail = play.state.trail
    points = [trail[0].before, *(move.after for move in trail)] if trail else [play.state.readings]
    return [
        Reading(
            move=number,
            clock=clock_text(point.seconds),
            mood=point.mood,
            mood_word=mood_word(point.mood),
            safety=point.safety,
            procedure=point.procedure,
            empathy=point.empathy,
        )
        for number, point in enumerate(points)
    ]


def _turns(play: Play, *, is_masked: bool) -> list[Turn]:
    graph, settings = play.graph, play.settings
    at = Play(graph, settings, begin(graph, settings), play.copied)
    heard = conversation(at, is_masked=is_masked)
    turns = []
    for move in play.state.trail:
        better = None if move.reply.is_model else next((each for each in at.replies if each.is_model), None)
        said = exchange(play, move, is_masked=is_masked, tells=False)
        turns.append(
            Turn(
                number=move.number,
                title=at.scene.title,
                clock=clock_text(move.before.seconds),
                mood=move.before.mood,
                mood_word=mood_word(move.before.mood),
                face=face(graph.citizen.key, move.before.mood),
                heard=heard,
                given=said[0],
                told=told(play, move, is_masked=is_masked),
                better=None if better is None else offer(better, settings, is_masked=is_masked),
                better_reason=() if better is None else pieces(better.reason, settings, is_masked=is_masked),
            )
        )
        heard = said[1:]
        at = at.after(move.reply.key)
    return turns
