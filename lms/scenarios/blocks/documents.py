"""Between blocks and document. Both ways lose nothing but spaces around words; what a draft leaves out reads as empty.

``steps_of`` and ``scenes_of`` take stream values, of a saved page as of a form that is being typed into;
``protocol_raw`` and ``scenes_raw`` make what a StreamField stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .scenes import SAY

__all__ = ["protocol_raw", "scenes_of", "scenes_raw", "steps_of"]

Document = dict[str, Any]
Raw = list[dict[str, Any]]
_NUMBER = re.compile(r"-?[0-9]{1,6}")


def steps_of(stream: Iterable[Any]) -> list[Document]:
    """The protocol of a stream value."""
    return [
        {
            "key": _words(child.value, "key"),
            "title": _words(child.value, "title"),
            "rule": _words(child.value, "rule"),
            "not_applicable": _conditions(child.value, "not_applicable"),
        }
        for child in stream
    ]


def scenes_of(stream: Iterable[Any]) -> list[Document]:
    """The scenes of a stream value, in its order."""
    return [_scene(child.block_type, child.value) for child in stream]


def _scene(kind: str, value: Mapping[str, Any]) -> Document:
    document: Document = {
        "key": _words(value, "key"),
        "kind": kind,
        "title": _words(value, "title"),
        "lines": [
            {"speaker": line.get("speaker"), "text": _words(line, "text"), "when": _conditions(line, "when")}
            for line in value.get("lines") or ()
        ],
        "note": _words(value, "note"),
        "mood": _number_or_name(_words(value, "mood")),
        "clock": _number_or_name(_words(value, "clock")),
        "when": _conditions(value, "when"),
    }
    if kind == "ending":
        return document | {
            "ending": value.get("ending"),
            "what_happened": _words(value, "what_happened"),
            "why": _words(value, "why"),
        }
    return document | {"replies": [_reply(reply) for reply in value.get("replies") or ()]}


def _reply(value: Mapping[str, Any]) -> Document:
    deed = value.get("deed") or SAY
    return {
        "key": _words(value, "key"),
        "kind": SAY if deed == SAY else "act",
        "action": None if deed == SAY else deed,
        "text": _words(value, "text"),
        "next": _keys(value, "next"),
        "mood": _number(value, "mood"),
        "safety": _number(value, "safety"),
        "procedure": _number(value, "procedure"),
        "empathy": _number(value, "empathy"),
        "seconds": _number(value, "seconds"),
        "step": _words(value, "step") or None,
        "sets": _keys(value, "sets"),
        "clears": _keys(value, "clears"),
        "when": _conditions(value, "when"),
        "is_model": bool(value.get("is_model")),
        "reason": _words(value, "reason"),
        "rule": _words(value, "rule"),
    }


def _conditions(value: Mapping[str, Any], name: str) -> list[Document]:
    return [_condition(each) for each in value.get(name) or ()]


def _condition(value: Mapping[str, Any]) -> Document:
    document: Document = {"what": value.get("what"), "is": value.get("relation")}
    if name := _words(value, "name"):
        document["name"] = name
    if (amount := _number_or_name(_words(value, "value"))) is not None:
        document["value"] = amount
    return document


def _words(value: Mapping[str, Any], name: str) -> str:
    """A text; a browser sends its line breaks as two characters."""
    return str(value.get(name) or "").replace("\r\n", "\n").strip()


def _keys(value: Mapping[str, Any], name: str) -> list[str]:
    return [key for each in _words(value, name).split(",") if (key := each.strip())]


def _number(value: Mapping[str, Any], name: str) -> int | str:
    """A number; from a form that was not checked yet it may come as its digits, or as anything at all."""
    found = value.get(name)
    return found if isinstance(found, int) else (_number_or_name(_words(value, name)) or 0)


def _number_or_name(words: str) -> int | str | None:
    if not words:
        return None
    return int(words) if _NUMBER.fullmatch(words) else words


def protocol_raw(steps: Sequence[Mapping[str, Any]]) -> Raw:
    """What the page's ``protocol`` stores for the steps of a document."""
    return [
        {
            "type": "step",
            "value": {
                "key": step["key"],
                "title": step.get("title", ""),
                "rule": step.get("rule", ""),
                "not_applicable": _rows(_condition_raw(each) for each in step.get("not_applicable", ())),
            },
        }
        for step in steps
    ]


def scenes_raw(scenes: Sequence[Mapping[str, Any]]) -> Raw:
    """What the page's ``scenes`` stores for the scenes of a document that was read without faults."""
    return [{"type": scene.get("kind", "scene"), "value": _scene_raw(scene)} for scene in scenes]


def _scene_raw(scene: Mapping[str, Any]) -> Document:
    clock, mood = scene.get("clock"), scene.get("mood")
    raw: Document = {
        "key": scene["key"],
        "title": scene.get("title", ""),
        "note": scene.get("note", ""),
        "lines": _rows(
            {
                "speaker": line["speaker"],
                "text": line["text"],
                "when": _rows(_condition_raw(each) for each in line.get("when", ())),
            }
            for line in scene.get("lines", ())
        ),
        "mood": "" if mood is None else str(mood),
        "clock": "" if clock is None else str(clock),
        "when": _rows(_condition_raw(each) for each in scene.get("when", ())),
    }
    if scene.get("kind") == "ending":
        return raw | {name: scene.get(name, "") for name in ("ending", "what_happened", "why")}
    return raw | {"replies": _rows(_reply_raw(reply) for reply in scene.get("replies", ()))}


def _reply_raw(reply: Mapping[str, Any]) -> Document:
    plain = {name: reply.get(name) or 0 for name in ("mood", "safety", "procedure", "empathy", "seconds")}
    return plain | {
        "key": reply["key"],
        "deed": reply.get("action") or SAY,
        "text": reply["text"],
        "next": ", ".join(reply.get("next", ())),
        "is_model": bool(reply.get("is_model")),
        "step": reply.get("step") or "",
        "reason": reply.get("reason", ""),
        "rule": reply.get("rule", ""),
        "when": _rows(_condition_raw(each) for each in reply.get("when", ())),
        "sets": ", ".join(reply.get("sets", ())),
        "clears": ", ".join(reply.get("clears", ())),
    }


def _condition_raw(condition: Mapping[str, Any]) -> Document:
    value = condition.get("value")
    return {
        "what": condition["what"],
        "name": condition.get("name", ""),
        "relation": condition["is"],
        "value": "" if value is None else str(value),
    }


def _rows(values: Iterable[Document]) -> Raw:
    """Items as a ListBlock stores them; it gives them their ids when it is saved."""
    return [{"type": "item", "value": value, "id": None} for value in values]
