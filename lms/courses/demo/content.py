"""The demo courses as their authors wrote them (``*.toml``), turned into what pages hold."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.images.models import Image

from lms.recordings.models import Recording

__all__ = ["body", "course_files", "read_course"]

HERE = Path(__file__).parent

#: Gets a picture's file name and its description, returns the picture.
FindPicture = Callable[[str, str], Image]


def course_files(folder: Path = HERE) -> list[Path]:
    """The course files, in the order in which the catalogue shows them."""
    order = {"customer-mindset": 1, "customer-leadership": 2, "special-complaints": 3}
    return sorted(folder.glob("*.toml"), key=lambda path: (order.get(path.stem, 99), path.stem))


def read_course(path: Path) -> dict[str, Any]:
    """``{"course": {...}, "lessons": [...]}``. Raises TOMLDecodeError, or KeyError for a file without a course."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {"course": content["course"], "lessons": content.get("lessons", [])}


def body(blocks: list[dict[str, Any]], *, name: str, picture: FindPicture) -> list[dict[str, Any]]:
    """A lesson's blocks as a StreamField keeps them. ``name`` is unique to the lesson; ids follow from it, so that a
    place somebody read to is still there when the demo is made anew. Raises KeyError for an unknown type."""
    return [
        {"id": _id(f"{name}#{index}"), "type": block["type"], "value": value}
        for index, block in enumerate(blocks)
        if (value := _VALUES[block["type"]](block, picture)) is not None
    ]


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def _image(block: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    image = picture(block["file"], block["alt"])
    return {
        "image": {"image": image.pk, "alt_text": block["alt"], "decorative": False},
        "caption": block.get("caption", ""),
    }


def _recording(block: dict[str, Any], picture: FindPicture) -> dict[str, Any] | None:
    """None, which leaves the block out, where the demo was made without the programs that speak."""
    recording = Recording.objects.published().filter(title=block["title"]).first()
    return {"recording": recording.pk, "caption": block.get("caption", "")} if recording else None


def _dialogue(block: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    lines = _items(block["lines"], name=block["title"])
    return {"title": block["title"], "lines": lines, "note": block.get("note", "")}


def _checklist(block: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    return {"title": block["title"], "items": _items(block["items"], name=block["title"])}


def _table(block: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    return {
        "table": {
            "caption": block["caption"],
            "columns": [{"type": "text", "heading": heading} for heading in block["header"]],
            "rows": [{"values": row} for row in block["rows"]],
        },
        "first_column_heads": True,
    }


def _items(values: list[Any], *, name: str) -> list[dict[str, Any]]:
    return [{"id": _id(f"{name}#{index}"), "type": "item", "value": value} for index, value in enumerate(values)]


_VALUES: dict[str, Callable[[dict[str, Any], FindPicture], Any]] = {
    "paragraph": lambda block, _: block["html"].strip(),
    "heading": lambda block, _: block["text"],
    "image": _image,
    "callout": lambda block, _: {"tone": block["tone"], "title": block["title"], "text": block["html"].strip()},
    "dialogue": _dialogue,
    "recording": _recording,
    "checklist": _checklist,
    "table": _table,
    "quote": lambda block, _: {"text": block["text"], "source": block.get("source", "")},
}
