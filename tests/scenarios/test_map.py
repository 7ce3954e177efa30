"""The map: every scene stands somewhere of its own, every way is drawn, and what is drawn is a sound file."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings

from lms.scenarios.board import board_of
from lms.scenarios.drawing import draw
from lms.scenarios.findings import findings
from lms.scenarios.graph import Graph
from lms.scenarios.layout import HEIGHT, WIDTH, place
from tests.scenarios.documents import DOCUMENTS
from tests.scenarios.playground import sample

SVG = "{http://www.w3.org/2000/svg}"
SLOWLY = settings(settings.get_profile("ci"), max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def ways(graph):
    known = graph.by_key
    return {(scene.key, to) for scene in known.values() for reply in scene.replies for to in reply.next if to in known}


@SLOWLY
@given(DOCUMENTS)
def test_no_two_scenes_overlap_and_every_way_has_one_arrow(document):
    graph = Graph.from_document(document)
    layout = place(graph)
    assert [box.scene.key for box in layout.boxes] == [scene.key for scene in graph.scenes]
    for number, box in enumerate(layout.boxes):
        assert 0 <= box.x <= layout.width - WIDTH
        assert 0 <= box.y <= layout.height - HEIGHT
        for other in layout.boxes[number + 1 :]:
            assert abs(box.x - other.x) >= WIDTH or abs(box.y - other.y) >= HEIGHT, (box.scene.key, other.scene.key)
    assert sorted((arrow.source, arrow.target) for arrow in layout.arrows) == sorted(ways(graph))
    at = {box.scene.key: box for box in layout.boxes}
    for arrow in layout.arrows:
        scene = graph.by_key[arrow.source]
        assert list(arrow.replies) == [reply.key for reply in scene.replies if arrow.target in reply.next]
        for key, (x, y) in ((arrow.source, arrow.points[0]), (arrow.target, arrow.points[-1])):
            box = at[key]
            assert box.x - 1 <= x <= box.x + WIDTH + 1
            assert y in (box.y, box.y + HEIGHT)


@SLOWLY
@given(DOCUMENTS)
def test_the_drawing_is_sound_and_has_a_box_and_an_arrow_for_each(document):
    graph = Graph.from_document(document)
    svg = draw(place(graph), title=graph.title, found=findings(graph), start=graph.start.scene)
    root = ElementTree.fromstring(svg)
    assert [box.get("data-scene") for box in root.iter(f"{SVG}a")] == [scene.key for scene in graph.scenes]
    drawn = {(path.get("data-from"), path.get("data-to")) for path in root.iter(f"{SVG}path") if path.get("data-from")}
    assert drawn == ways(graph)


def test_words_of_an_author_cannot_break_out_of_the_drawing():
    document = sample()
    document["scenes"][0]["title"] = "\"'& onload=x"
    document["scenes"][0]["key"] = '"><script>'
    svg = board_of(document).svg
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_the_model_path_is_marked_and_a_way_back_dashed():
    layout = place(Graph.from_document(sample()))
    arrows = {(arrow.source, arrow.target): arrow for arrow in layout.arrows}
    assert arrows["first", "plate"].is_model
    assert not arrows["first", "heated"].is_model
    # A reply that would be right leads on from a scene that nobody comes to by right replies: not the model path.
    assert not arrows["heated", "plate"].is_model
    assert arrows["close", "end-model"].is_model
    assert arrows["heated", "heated"].is_back
    assert not arrows["first", "heated"].is_back


def test_layers_follow_the_way_through_the_scenario():
    layer = {box.scene.key: box.layer for box in place(Graph.from_document(sample())).boxes}
    assert layer["first"] == 0
    assert layer["first"] < layer["heated"] < layer["plate"] < layer["close"] < layer["end-model"]
