"""What a person sees of a play: who said what, the citizen's face, the dials, the replies on offer.

Templates get these and nothing else, so that no reason and no hint at the model reply slips into a play that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .engine import SCALES, Move, Readings, Settings
from .kinds import Action, Channel, Speaker
from .plays import Play
from .portraits import CITIZENS, NOBODY_KNOWN
from .scenes import Line, Reply
from .wording import (
    Piece,
    action_icon,
    clock_text,
    face_words,
    is_told_as_deed,
    mood_word,
    pieces,
    spoken_clock,
)

__all__ = [
    "Change",
    "Dial",
    "OfferedReply",
    "Stage",
    "Told",
    "Utterance",
    "conversation",
    "last_exchange",
    "offers",
    "stage",
]

#: A flag by which a scenario says that the recording runs, beside the action of announcing it.
RECORDING_FLAG = "recording"


@dataclass(frozen=True)
class Change:
    """How far a reply moved a dial. ``by`` is what really moved, after the bounds."""

    name: str
    label: str
    by: int


@dataclass(frozen=True)
class Told:
    """What is told about a reply that was given: in practice at once, else in the debrief."""

    reason: tuple[Piece, ...]
    rule: str
    is_model: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Utterance:
    """One line of the conversation. ``heard``: how mood and scales moved, for whoever does not see face and dials."""

    speaker: str
    who: str
    pieces: tuple[Piece, ...]
    action: str = ""
    icon: str = "speech"
    told: Told | None = None
    heard: str = ""


@dataclass(frozen=True)
class Dial:
    """One of the three scales."""

    name: str
    label: str
    value: int
    minimum: int
    change: int = 0

    @property
    def is_short(self) -> bool:
        """Whether it lies below its minimum."""
        return self.value < self.minimum


@dataclass(frozen=True)
class Stage:
    """The situation above the conversation."""

    channel: str
    channel_icon: str
    clock_label: str
    clock: str
    spoken_clock: str
    recording: str
    is_recorded: bool
    note: str
    name: str
    face: str
    mood: int
    mood_word: str
    mood_change: int
    face_alt: str
    dials: tuple[Dial, ...] = ()


@dataclass(frozen=True)
class OfferedReply:
    """A reply that may be given now. Nothing about what it does.

    ``is_action``: something done, one of the named deeds or told in parentheses. ``is_quoted``: nothing but words.
    """

    key: str
    is_action: bool
    is_quoted: bool
    label: str
    icon: str
    pieces: tuple[Piece, ...]


def conversation(play: Play, *, is_masked: bool, tells: bool = False) -> tuple[Utterance, ...]:
    """Everything said so far, in order."""
    found = tuple(_spoken(play, play.state.opening, is_masked=is_masked))
    for move in play.state.trail:
        found += exchange(play, move, is_masked=is_masked, tells=tells and move.number > play.copied)
    return found


def last_exchange(play: Play, *, is_masked: bool, tells: bool = False) -> tuple[Utterance, ...]:
    """What the last reply added."""
    return exchange(play, play.state.trail[-1], is_masked=is_masked, tells=tells) if play.state.trail else ()


def exchange(play: Play, move: Move, *, is_masked: bool, tells: bool) -> tuple[Utterance, ...]:
    """One reply and what is said on it."""
    reply = move.reply
    own = Utterance(
        speaker=Speaker.CLERK.value,
        who=_("I"),
        pieces=pieces(reply.text, play.settings, is_masked=is_masked),
        action="" if reply.action is None else str(reply.action.label),
        icon=action_icon(reply.action),
        told=told(play, move, is_masked=is_masked) if tells else None,
        heard=_heard(play, move.before, move.after),
    )
    return (own, *_spoken(play, move.spoken, is_masked=is_masked))


def told(play: Play, move: Move, *, is_masked: bool) -> Told:
    """The reason of a reply, and what it moved."""
    return Told(
        reason=pieces(move.reply.reason, play.settings, is_masked=is_masked),
        rule=move.reply.rule,
        is_model=move.reply.is_model,
        changes=changes(move.before, move.after),
    )


def changes(before: Readings, after: Readings) -> tuple[Change, ...]:
    """The scales that a move really moved."""
    labels = scale_labels()
    moved = [(name, getattr(after, name) - getattr(before, name)) for name in SCALES]
    return tuple(Change(name, labels[name], by) for name, by in moved if by)


def scale_labels() -> dict[str, str]:
    """The three scales by name."""
    return {
        "safety": pgettext("scale", "Safety"),
        "procedure": pgettext("scale", "Procedure"),
        "empathy": pgettext("scale", "Empathy"),
    }


def dials(play: Play) -> tuple[Dial, ...]:
    """The three scales as they stand, each with what the last reply moved."""
    now = play.state.readings
    before = play.state.trail[-1].before if play.state.trail else now
    return tuple(
        Dial(
            name,
            label,
            getattr(now, name),
            getattr(play.graph.minima, name),
            getattr(now, name) - getattr(before, name),
        )
        for name, label in scale_labels().items()
    )


def stage(play: Play) -> Stage:
    """Channel, clock, recording, face and dials."""
    graph, state = play.graph, play.state
    is_recorded, recording = recording_state(play)
    mood_before = state.trail[-1].before.mood if state.trail else state.mood
    return Stage(
        channel=str(graph.channel.label),
        channel_icon={Channel.PHONE: "phone", Channel.COUNTER: "person", Channel.ONLINE: "devices"}[graph.channel],
        clock_label=clock_label(graph.channel),
        clock=clock_text(state.seconds),
        spoken_clock=spoken_clock(state.seconds),
        recording=recording,
        is_recorded=is_recorded,
        note=play.scene.note,
        name=graph.citizen.name,
        face=face(graph.citizen.key, state.mood),
        mood=state.mood,
        mood_word=mood_word(state.mood),
        mood_change=state.mood - mood_before,
        face_alt=face_words(graph.citizen.name, state.mood),
        dials=dials(play),
    )


def face(citizen: str, mood: int) -> str:
    """The drawing of a citizen in a mood. Files bring keys of any kind along, so there is a drawing for all of them."""
    return f"img/citizens/{citizen if citizen in CITIZENS else NOBODY_KNOWN}-{mood}.svg"


def clock_label(channel: Channel) -> str:
    """What the scenario's clock counts."""
    if channel is Channel.PHONE:
        return _("On the line")
    return _("At the counter") if channel is Channel.COUNTER else _("Time spent")


def recording_state(play: Play) -> tuple[bool, str]:
    """Whether the conversation is recorded by now, and the words for it."""
    channel = play.graph.channel
    if channel is Channel.ONLINE:
        return True, _("what is written stays")
    if channel is Channel.PHONE and play.settings.always_record:
        return True, _("every call is recorded")
    announced = RECORDING_FLAG in play.state.flags or any(
        move.reply.action is Action.RECORD_NOTICE for move in play.state.trail
    )
    if announced:
        return True, _("recording, announced")
    return False, _("recording not announced")


def offers(play: Play, *, is_masked: bool) -> tuple[OfferedReply, ...]:
    """The replies to choose from."""
    return tuple(offer(reply, play.settings, is_masked=is_masked) for reply in play.replies)


def offer(reply: Reply, settings: Settings, *, is_masked: bool) -> OfferedReply:
    """One reply as it is offered."""
    is_deed = reply.action is not None or is_told_as_deed(reply.text)
    return OfferedReply(
        key=reply.key,
        is_action=is_deed,
        is_quoted=not is_deed and not reply.text.startswith("("),
        label=str(reply.action.label) if reply.action else _("Do") if is_deed else _("Say"),
        icon="person" if is_deed and reply.action is None else action_icon(reply.action),
        pieces=pieces(reply.text, settings, is_masked=is_masked),
    )


def _spoken(play: Play, lines: tuple[Line, ...], *, is_masked: bool) -> Iterator[Utterance]:
    for line in lines:
        yield Utterance(
            speaker=line.speaker.value,
            who=_who(play, line.speaker),
            pieces=pieces(line.text, play.settings, is_masked=is_masked),
        )


def _who(play: Play, speaker: Speaker) -> str:
    if speaker is Speaker.CITIZEN:
        return play.graph.citizen.name
    if speaker is Speaker.CLERK:
        return _("I")
    return "" if speaker is Speaker.NARRATOR else str(speaker.label)


def _heard(play: Play, before: Readings, after: Readings) -> str:
    if before.mood == after.mood:
        mood = _("The mood stays: %(mood)s.") % {"mood": mood_word(after.mood)}
    else:
        mood = _("The mood goes from %(before)s to %(after)s.") % {
            "before": mood_word(before.mood),
            "after": mood_word(after.mood),
        }
    labels = scale_labels()
    values = ", ".join(f"{labels[name]} {getattr(after, name)}" for name in SCALES)
    return f"{mood} {values}. {clock_label(play.graph.channel)} {spoken_clock(after.seconds)}."
