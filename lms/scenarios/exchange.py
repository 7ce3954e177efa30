"""One scenario as one JSON file, out and in: docs/scenario-format.md says what stands in it.

What comes in is read whole before anything is kept; whoever calls ``read_file`` saves only where it found no error.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .blocks import protocol_raw, scenes_of, scenes_raw, steps_of
from .findings import Finding, Level, faults, findings
from .graph import Graph
from .kinds import FORMAT, FORMAT_VERSION
from .reading import KEY

if TYPE_CHECKING:
    from .models import Scenario

__all__ = ["MOST_BYTES", "document_of", "file_of", "fill", "read_file"]

#: The largest file that is read. Five hundred scenes with two thousand replies take less than one megabyte.
MOST_BYTES = 2 * 1024 * 1024
LONGEST_MINUTES = 120


def document_of(page: Scenario) -> dict[str, Any]:
    """The page's edition as a document; an unfinished one as far as it goes."""
    scenes = scenes_of(page.scenes)
    first = scenes[0]["key"] if scenes else ""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        # An address in Korean letters is no key; the file then bears the kind's name.
        "slug": page.slug if KEY.fullmatch(page.slug or "") else "scenario",
        "title": page.title.strip(),
        "summary": page.summary.strip(),
        "channel": page.channel,
        "minutes": min(page.estimated_minutes or 1, LONGEST_MINUTES),
        "citizen": {"key": page.citizen, "name": page.citizen_name.strip(), "about": page.citizen_about.strip()},
        "situation": _lines(page.situation),
        "content_notice": _lines(page.content_notice),
        "start": {
            "scene": page.start_scene.strip() or first,
            "mood": page.start_mood,
            "safety": page.start_safety,
            "procedure": page.start_procedure,
            "empathy": page.start_empathy,
        },
        "pass": {"safety": page.pass_safety, "procedure": page.pass_procedure, "empathy": page.pass_empathy},
        "protocol": steps_of(page.protocol),
        "scenes": scenes,
    }


def file_of(document: dict[str, Any]) -> bytes:
    """The file as it is handed out: readable, and the same bytes for the same document."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def fill(page: Scenario, graph: Graph) -> None:
    """Write a graph into a page, saved by nobody yet. Its address stays what it is."""
    document = graph.as_document()
    page.title, page.summary = graph.title, graph.summary
    page.estimated_minutes = graph.minutes
    page.channel = graph.channel.value
    page.citizen, page.citizen_name, page.citizen_about = graph.citizen.key, graph.citizen.name, graph.citizen.about
    page.situation, page.content_notice = graph.situation, graph.content_notice
    page.start_scene = graph.start.scene
    for name in ("mood", "safety", "procedure", "empathy"):
        setattr(page, f"start_{name}", getattr(graph.start, name))
    for name in ("safety", "procedure", "empathy"):
        setattr(page, f"pass_{name}", getattr(graph.minima, name))
    page.protocol = page._meta.get_field("protocol").stream_block.to_python(protocol_raw(document["protocol"]))
    page.scenes = page._meta.get_field("scenes").stream_block.to_python(scenes_raw(document["scenes"]))


def read_file(content: bytes) -> tuple[Graph | None, list[Finding]]:
    """The graph of a file and everything found in it; no graph where the file is no document at all.

    A file with errors is not to be kept: it may hold a play that never ends or leads nowhere.
    """
    if len(content) > MOST_BYTES:
        message = _("The file is larger than %(most)s MB. Split the scenario into two lessons.")
        return None, [_whole(message % {"most": MOST_BYTES // 1024 // 1024})]
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(name for name, times in Counter(name for name, _value in pairs).items() if times > 1)
        return dict(pairs)

    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=_no_number)
    except UnicodeDecodeError:
        return None, [_whole(_("The file is not in UTF-8. Save it in UTF-8 and try again."))]
    except json.JSONDecodeError as error:
        message = _("The file is not JSON from line %(line)s, column %(column)s on. Correct it there.")
        return None, [_whole(message % {"line": error.lineno, "column": error.colno})]
    except (ValueError, RecursionError):
        return None, [_whole(_("The file holds numbers or nested parts that no scenario has."))]
    graph, errors = Graph.read(document)
    found = faults(errors, graph)
    if twice:
        message = ngettext(
            "A field is written twice in one object: %(names)s. Delete one.",
            "Fields are written twice in one object: %(names)s. Delete one of each.",
            len(twice),
        )
        found.append(_whole(message % {"names": ", ".join(sorted(set(twice))[:5])}))
    return graph, [*found, *findings(graph)]


def _whole(message: str) -> Finding:
    return Finding(Level.ERROR, "file", message)


def _no_number(name: str) -> float:
    raise ValueError(name)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
