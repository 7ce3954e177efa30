"""대화 시나리오 as plain data: between the editor's blocks, the exchange file, the frozen edition and the engine.

Frozen dataclasses with ``from_document`` and ``as_document``. The reading checks shapes, bounds, keys and plain text;
whether the graph can be played (unknown scenes, dead ends, …) is a question for findings. Pure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _

from .kinds import (
    ACTIONS,
    FORMAT,
    FORMAT_VERSION,
    LONGEST,
    MOODS,
    MOST_REPLIES,
    MOST_SCENES,
    MOST_STEPS,
    SETTING_NAMES,
    Action,
    Channel,
    Ending,
    Is,
    Speaker,
    What,
)
from .reading import BadDocument, Reader
from .scenes import Condition, Line, Reply, Scene, read_conditions

__all__ = [
    "ACTIONS",
    "FORMAT",
    "LONGEST",
    "MOODS",
    "MOST_REPLIES",
    "MOST_SCENES",
    "SETTING_NAMES",
    "Action",
    "BadDocument",
    "Channel",
    "Citizen",
    "Condition",
    "Ending",
    "Graph",
    "Is",
    "Line",
    "Minima",
    "Reply",
    "Scene",
    "Speaker",
    "Start",
    "Step",
    "What",
]


@dataclass(frozen=True)
class Citizen:
    """민원인: which drawing, what the page calls them, and one line about them."""

    key: str
    name: str
    about: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read the citizen."""
        reader.only({"key", "name", "about"})
        return cls(
            key=reader.key("key"),
            name=reader.text("name", LONGEST["title"], is_required=True),
            about=reader.text("about", LONGEST["about"]),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {"key": self.key, "name": self.name, "about": self.about}


@dataclass(frozen=True)
class Start:
    """Where the conversation begins, in which mood, with which scales."""

    scene: str
    mood: int = 3
    safety: int = 50
    procedure: int = 50
    empathy: int = 50

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read the beginning. Without a scene it begins with the first one."""
        reader.only({"scene", "mood", "safety", "procedure", "empathy"})
        return cls(
            scene=reader.key("scene"),
            mood=reader.number("mood", 0, 5, default=3),
            safety=reader.number("safety", 0, 100, default=50),
            procedure=reader.number("procedure", 0, 100, default=50),
            empathy=reader.number("empathy", 0, 100, default=50),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {
            "scene": self.scene,
            "mood": self.mood,
            "safety": self.safety,
            "procedure": self.procedure,
            "empathy": self.empathy,
        }


@dataclass(frozen=True)
class Minima:
    """What each scale must reach."""

    safety: int = 60
    procedure: int = 60
    empathy: int = 50

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read the minima."""
        reader.only({"safety", "procedure", "empathy"})
        return cls(
            safety=reader.number("safety", 0, 100, default=60),
            procedure=reader.number("procedure", 0, 100, default=60),
            empathy=reader.number("empathy", 0, 100, default=50),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {"safety": self.safety, "procedure": self.procedure, "empathy": self.empathy}


@dataclass(frozen=True)
class Step:
    """절차 단계: what the protocol asks for, and when it does not apply."""

    key: str
    title: str
    rule: str = ""
    not_applicable: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read one step."""
        reader.only({"key", "title", "rule", "not_applicable"})
        return cls(
            key=reader.key("key"),
            title=reader.text("title", LONGEST["title"], is_required=True),
            rule=reader.text("rule", LONGEST["rule"]),
            not_applicable=read_conditions(reader, "not_applicable"),
        )

    def as_document(self) -> dict[str, Any]:
        """As the file writes it."""
        return {
            "key": self.key,
            "title": self.title,
            "rule": self.rule,
            "not_applicable": [condition.as_document() for condition in self.not_applicable],
        }


@dataclass(frozen=True)
class Graph:
    """The whole scenario."""

    slug: str
    title: str
    summary: str
    channel: Channel
    minutes: int
    citizen: Citizen
    situation: str
    content_notice: str
    start: Start
    minima: Minima
    protocol: tuple[Step, ...]
    scenes: tuple[Scene, ...]

    @cached_property
    def by_key(self) -> dict[str, Scene]:
        """Scenes by their key; of two with one key the first."""
        return {scene.key: scene for scene in reversed(self.scenes)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document: the same graph, the same digest."""
        canonical = json.dumps(self.as_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def scene(self, key: str) -> Scene | None:
        """The scene of that key."""
        return self.by_key.get(key)

    def step(self, key: str) -> Step | None:
        """The protocol step of that key."""
        return next((step for step in self.protocol if step.key == key), None)

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """Read a document. Raises BadDocument with every fault by its place."""
        graph, errors = cls.read(document)
        if errors:
            raise BadDocument(errors)
        return graph

    @classmethod
    def read(cls, document: Any) -> tuple[Self, list[tuple[str, str]]]:
        """The graph of what could be read, and every fault by its place."""
        errors: list[tuple[str, str]] = []
        reader = Reader.of(document, "", errors)
        reader.only(
            {"format", "version", "slug", "title", "summary", "channel", "minutes", "citizen", "situation"}
            | {"content_notice", "start", "pass", "protocol", "scenes"}
        )
        if reader.data.get("format") != FORMAT or reader.data.get("version") != FORMAT_VERSION:
            reader.fault("format", _("This is not a scenario file of a version that can be read."))
        graph = cls(
            slug=reader.key("slug"),
            title=reader.text("title", LONGEST["title"], is_required=True),
            summary=reader.text("summary", LONGEST["summary"]),
            channel=Channel(reader.choice("channel", Channel.values)),
            minutes=reader.number("minutes", 1, 120, default=5),
            citizen=Citizen.read(reader.object("citizen")),
            situation=reader.text("situation", LONGEST["situation"]),
            content_notice=reader.text("content_notice", LONGEST["situation"]),
            start=Start.read(reader.object("start")),
            minima=Minima.read(reader.object("pass")),
            protocol=tuple(Step.read(each) for each in reader.objects("protocol", MOST_STEPS)),
            scenes=tuple(Scene.read(each) for each in reader.objects("scenes", MOST_SCENES)),
        )
        reader.unique("protocol", [step.key for step in graph.protocol])
        reader.unique("scenes", [scene.key for scene in graph.scenes])
        return graph, errors

    def as_document(self) -> dict[str, Any]:
        """The document that ``from_document`` reads back."""
        return {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "slug": self.slug,
            "title": self.title,
            "summary": self.summary,
            "channel": self.channel.value,
            "minutes": self.minutes,
            "citizen": self.citizen.as_document(),
            "situation": self.situation,
            "content_notice": self.content_notice,
            "start": self.start.as_document(),
            "pass": self.minima.as_document(),
            "protocol": [step.as_document() for step in self.protocol],
            "scenes": [scene.as_document() for scene in self.scenes],
        }
