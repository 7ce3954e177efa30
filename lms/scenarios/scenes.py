"""장면과 응대: one moment of a conversation and what the clerk can say or do in it, as plain data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from .kinds import (
    ACTIONS,
    LONGEST,
    LONGEST_SECONDS,
    MINUTE_SETTINGS,
    MOST_CONDITIONS,
    MOST_LINES,
    MOST_REPLIES,
    SETTING_NAMES,
    Action,
    Ending,
    Is,
    Speaker,
    What,
)
from .reading import Reader

__all__ = ["Condition", "Line", "Reply", "Scene", "read_conditions"]


@dataclass(frozen=True)
class Condition:
    """One thing that must hold. ``value`` is a number or the name of an institution setting."""

    what: What
    name: str
    comparison: Is
    value: int | str | None = None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read one condition."""
        reader.only({"what", "name", "is", "value"})
        what = What(reader.choice("what", What.values))
        comparison = Is(reader.choice("is", Is.values))
        named = what in {What.FLAG, What.STEP}
        name = reader.key("name") if named else ""
        if what is What.SETTING:
            name = reader.choice("name", SETTING_NAMES)
        value: int | str | None = None
        if comparison in {Is.AT_LEAST, Is.AT_MOST}:
            if named:
                reader.fault("is", _("A flag or a step either is so or is not so."))
            elif isinstance(reader.data.get("value"), str):
                value = reader.choice("value", SETTING_NAMES)
            else:
                value = reader.number("value", 0, LONGEST_SECONDS)
        elif not named and what is not What.SETTING:
            reader.fault("is", _("A number is compared by at_least or at_most."))
        return cls(what, name, comparison, value)

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        document: dict[str, Any] = {"what": self.what.value, "is": self.comparison.value}
        if self.name:
            document["name"] = self.name
        if self.value is not None:
            document["value"] = self.value
        return document


def read_conditions(reader: Reader, name: str) -> tuple[Condition, ...]:
    return tuple(Condition.read(each) for each in reader.objects(name, MOST_CONDITIONS))


@dataclass(frozen=True)
class Line:
    """What somebody says on entering a scene, if its conditions hold."""

    speaker: Speaker
    text: str
    when: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read one line."""
        reader.only({"speaker", "text", "when"})
        return cls(
            speaker=Speaker(reader.choice("speaker", Speaker.values)),
            text=reader.text("text", LONGEST["line"], is_required=True),
            when=read_conditions(reader, "when"),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {
            "speaker": self.speaker.value,
            "text": self.text,
            "when": [condition.as_document() for condition in self.when],
        }


@dataclass(frozen=True)
class Reply:
    """응대: one thing the clerk can say or do, what it moves, where it leads, and why."""

    key: str
    text: str
    next: tuple[str, ...]
    action: Action | None = None
    mood: int = 0
    safety: int = 0
    procedure: int = 0
    empathy: int = 0
    seconds: int = 0
    step: str | None = None
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    is_model: bool = False
    reason: str = ""
    rule: str = ""

    @property
    def kind(self) -> str:
        """``say`` or ``act``."""
        return "say" if self.action is None else "act"

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read one reply. A reason may still be missing: that is a finding, not a fault of the file."""
        reader.only(
            {"key", "kind", "action", "text", "next", "mood", "safety", "procedure", "empathy", "seconds", "step"}
            | {"sets", "clears", "when", "is_model", "reason", "rule"}
        )
        kind = reader.choice("kind", ("say", "act"), default="say")
        action = None
        if kind == "act":
            action = Action(reader.choice("action", ACTIONS))
        elif reader.data.get("action") is not None:
            reader.fault("action", _("Only a reply of kind “act” has an action."))
        return cls(
            key=reader.key("key"),
            text=reader.text("text", LONGEST["reply"], is_required=True),
            next=reader.keys("next", MOST_REPLIES),
            action=action,
            mood=reader.number("mood", -5, 5),
            safety=reader.number("safety", -100, 100),
            procedure=reader.number("procedure", -100, 100),
            empathy=reader.number("empathy", -100, 100),
            seconds=reader.number("seconds", 0, LONGEST_SECONDS),
            step=None if reader.data.get("step") is None else reader.key("step"),
            sets=reader.keys("sets", MOST_CONDITIONS),
            clears=reader.keys("clears", MOST_CONDITIONS),
            when=read_conditions(reader, "when"),
            is_model=reader.yes("is_model"),
            reason=reader.text("reason", LONGEST["reason"]),
            rule=reader.text("rule", LONGEST["rule"]),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "action": None if self.action is None else self.action.value,
            "text": self.text,
            "next": list(self.next),
            "mood": self.mood,
            "safety": self.safety,
            "procedure": self.procedure,
            "empathy": self.empathy,
            "seconds": self.seconds,
            "step": self.step,
            "sets": list(self.sets),
            "clears": list(self.clears),
            "when": [condition.as_document() for condition in self.when],
            "is_model": self.is_model,
            "reason": self.reason,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class Scene:
    """장면: one moment; an ``ending`` is one without replies. ``clock``: at least so many seconds, or a setting."""

    key: str
    title: str
    lines: tuple[Line, ...]
    note: str = ""
    mood: int | None = None
    clock: int | str | None = None
    when: tuple[Condition, ...] = ()
    replies: tuple[Reply, ...] = ()
    ending: Ending | None = None
    what_happened: str = ""
    why: str = ""

    @property
    def is_ending(self) -> bool:
        """Whether the conversation ends here."""
        return self.ending is not None

    def reply(self, key: str) -> Reply | None:
        """The reply of that key."""
        return next((reply for reply in self.replies if reply.key == key), None)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read one scene."""
        reader.only(
            {"key", "kind", "title", "lines", "note", "mood", "clock", "when", "replies"}
            | {"ending", "what_happened", "why"}
        )
        is_ending = reader.choice("kind", ("scene", "ending"), default="scene") == "ending"
        clock: int | str | None = None
        if isinstance(reader.data.get("clock"), str):
            clock = reader.choice("clock", MINUTE_SETTINGS)
        elif reader.data.get("clock") is not None:
            clock = reader.number("clock", 0, LONGEST_SECONDS)
        replies = tuple(Reply.read(each) for each in reader.objects("replies", MOST_REPLIES))
        reader.unique("replies", [reply.key for reply in replies])
        if is_ending and replies:
            reader.fault("replies", _("An ending has no replies."))
        return cls(
            key=reader.key("key"),
            title=reader.text("title", LONGEST["title"]),
            lines=tuple(Line.read(each) for each in reader.objects("lines", MOST_LINES)),
            note=reader.text("note", LONGEST["title"]),
            mood=None if reader.data.get("mood") is None else reader.number("mood", 0, 5),
            clock=clock,
            when=read_conditions(reader, "when"),
            replies=replies,
            ending=Ending(reader.choice("ending", Ending.values)) if is_ending else None,
            what_happened=reader.text("what_happened", LONGEST["reason"]),
            why=reader.text("why", LONGEST["reason"]),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        document: dict[str, Any] = {
            "key": self.key,
            "kind": "ending" if self.is_ending else "scene",
            "title": self.title,
            "lines": [line.as_document() for line in self.lines],
            "note": self.note,
            "mood": self.mood,
            "clock": self.clock,
            "when": [condition.as_document() for condition in self.when],
        }
        if self.ending is not None:
            return document | {"ending": self.ending.value, "what_happened": self.what_happened, "why": self.why}
        return document | {"replies": [reply.as_document() for reply in self.replies]}
