"""One scenario as one file: out, in and through the editor's blocks without loss; a bad file is refused by place."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as chance
from hypothesis import strategies as st

from lms.scenarios.blocks import ProtocolBlock, ScenesBlock, protocol_raw, scenes_of, scenes_raw, steps_of
from lms.scenarios.exchange import MOST_BYTES, document_of, file_of, fill, read_file
from lms.scenarios.findings import is_playable
from lms.scenarios.graph import Graph
from lms.scenarios.models import Scenario
from tests.scenarios.documents import DOCUMENTS
from tests.scenarios.playground import sample

SLOWLY = chance(chance.get_profile("ci"), max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.django_db
@SLOWLY
@given(DOCUMENTS)
def test_a_document_goes_through_the_page_and_comes_back_the_same(document):
    graph = Graph.from_document(document)
    page = Scenario(slug=graph.slug)
    fill(page, graph)
    assert Graph.from_document(document_of(page)) == graph
    assert document_of(page) == graph.as_document()


@SLOWLY
@given(DOCUMENTS)
def test_blocks_survive_being_stored(document):
    whole = Graph.from_document(document).as_document()
    scenes, protocol = ScenesBlock(), ProtocolBlock()
    stored = json.loads(json.dumps(scenes.get_prep_value(scenes.to_python(scenes_raw(whole["scenes"])))))
    assert scenes_of(scenes.to_python(stored)) == whole["scenes"]
    steps = json.loads(json.dumps(protocol.get_prep_value(protocol.to_python(protocol_raw(whole["protocol"])))))
    assert steps_of(protocol.to_python(steps)) == whole["protocol"]


def form_fields(block, value, prefix="scenes"):
    """What the editor sends while every scene is folded."""
    sent = {f"{prefix}-count": str(len(value))}
    for number, state in enumerate(block.get_form_state(value)):
        sent |= {
            f"{prefix}-{number}-deleted": "",
            f"{prefix}-{number}-order": str(number),
            f"{prefix}-{number}-type": state["type"],
            f"{prefix}-{number}-id": state["id"] or "",
            f"{prefix}-{number}-value-folded": json.dumps(state["value"]),
        }
    return sent


@SLOWLY
@given(DOCUMENTS)
def test_folded_scenes_come_back_as_they_were_sent(document):
    scenes = Graph.from_document(document).as_document()["scenes"]
    block = ScenesBlock()
    value = block.to_python(scenes_raw(scenes))
    block.get_prep_value(value)  # gives every row its id, as a saved page has them
    back = block.value_from_datadict(form_fields(block, value), {}, "scenes")
    assert scenes_of(back) == scenes
    block.defer_required_validation()
    assert scenes_of(block.clean(back)) == scenes


@SLOWLY
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["key", "lines", "replies", "mood", "value", "id"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_whatever_a_browser_sends_as_a_folded_scene_breaks_nothing(state):
    sent = {
        "scenes-count": "1",
        "scenes-0-deleted": "",
        "scenes-0-order": "0",
        "scenes-0-type": "scene",
        "scenes-0-id": "",
        "scenes-0-value-folded": json.dumps(state),
    }
    scenes = scenes_of(ScenesBlock().value_from_datadict(sent, {}, "scenes"))
    Graph.read(Graph.from_document(sample()).as_document() | {"scenes": scenes})


def test_the_file_reads_back_what_it_was_written_from():
    document = Graph.from_document(sample()).as_document()
    content = file_of(document)
    graph, found = read_file(content)
    assert graph is not None
    assert graph.as_document() == document
    assert is_playable(found)
    assert file_of(graph.as_document()) == content


def test_a_mark_in_front_of_the_file_as_windows_writes_it_is_read_over():
    graph, _found = read_file(b"\xef\xbb\xbf" + file_of(sample()))
    assert graph is not None


def changed(change):
    document = copy.deepcopy(sample())
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


def _deep() -> bytes:
    return b'{"scenes":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


#: What is wrong with a file, and the place at which it is told.
BAD = {
    "an unknown scene": (
        changed(lambda d: d["scenes"][0]["replies"][0].update(next=["lost"])),
        "scenes[0].replies[0].next",
    ),
    "a cycle": (changed(lambda d: [r.update(next=["close"]) for r in d["scenes"][3]["replies"]]), "scenes[3].replies"),
    "markup": (changed(lambda d: d["scenes"][0]["lines"][0].update(text="<b>네</b>")), "scenes[0].lines[0].text"),
    "a script": (changed(lambda d: d.update(situation="<script>alert(1)</script>")), "situation"),
    "ten megabytes": (b'{"title": "' + b"x" * (10 * 1024 * 1024) + b'"}', ""),
    "no JSON": (b'{"format": "kindness-scenario",\n "version" 1}', ""),
    "not UTF-8": ("과태료".encode("cp949"), ""),
    "another format": (changed(lambda d: d.update(format="other")), "format"),
    "a number as text": (
        changed(lambda d: d["scenes"][0]["replies"][0].update(seconds="20")),
        "scenes[0].replies[0].seconds",
    ),
    "a list for an object": (changed(lambda d: d.update(citizen=[])), "citizen"),
    "no object at all": (b"[1, 2]", ""),
    "a scene key twice": (changed(lambda d: d["scenes"][1].update(key="first")), "scenes[1].key"),
    "a reply key twice": (changed(lambda d: d["scenes"][0]["replies"][1].update(key="a")), "scenes[0].replies[1].key"),
    "a field twice": (b'{"title": "a", "title": "b"}', ""),
    "a slip in a field's name": (changed(lambda d: d["scenes"][0].update(titel="x")), "scenes[0].titel"),
    "a number without end": (b'{"minutes": Infinity}', ""),
    "endless depth": (_deep(), ""),
    "a missing reason": (
        changed(lambda d: d["scenes"][0]["replies"][2].update(reason=" ")),
        "scenes[0].replies[2].reason",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_by_place(what):
    content, place = BAD[what]
    _graph, found = read_file(content)
    assert not is_playable(found)
    assert place in {each.place for each in found}, found


def test_two_megabytes_are_read_and_one_byte_more_is_not():
    filler = file_of(sample())
    just = filler + b" " * (MOST_BYTES - len(filler))
    assert read_file(just)[0] is not None
    assert read_file(just + b" ")[0] is None


def test_the_example_in_the_documentation_is_a_scenario_without_findings():
    words = (Path(settings.BASE_DIR) / "docs/scenario-format.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", words, re.DOTALL)
    graph, found = read_file(example.encode())
    assert graph is not None
    assert found == []
