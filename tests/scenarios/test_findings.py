"""What is found in a scenario: one small graph per finding, and the same graph without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from lms.scenarios.findings import Level, faults, findings, is_playable
from lms.scenarios.graph import Graph
from lms.scenarios.whereabouts import place_words

GOOD = {"safety": 20, "procedure": 20, "empathy": 20}


def reply(key, *to, **fields):
    return {"key": key, "text": f"응대 {key}", "next": list(to), "reason": "까닭", "seconds": 10} | fields


def scene(key, *replies, **fields):
    lines = [{"speaker": "citizen", "text": "여보세요"}]
    return {"key": key, "title": f"장면 {key}", "lines": lines, "replies": list(replies)} | fields


def ending(key, kind="model", **fields):
    told = {"what_happened": "끝났습니다.", "why": "절차를 지켰습니다."} | fields
    lines = [{"speaker": "citizen", "text": "네"}]
    return {"key": key, "kind": "ending", "ending": kind, "title": key, "lines": lines} | told


def clean() -> list[dict[str, Any]]:
    """Nothing to be found: one right way, one wrong one that leads back, one danger."""
    return [
        scene(
            "first",
            reply("a", "second", is_model=True, **GOOD),
            reply("b", "again"),
            reply("c", "danger"),
        ),
        scene("again", reply("a", "second", is_model=True), reply("b", "partial")),
        scene("second", reply("a", "model", is_model=True, **GOOD), reply("b", "partial")),
        ending("model"),
        ending("partial", "partial"),
        ending("danger", "danger"),
    ]


def graph(scenes, protocol=(), **fields):
    document = {
        "format": "kindness-scenario",
        "version": 1,
        "slug": "x",
        "title": "과태료 전화",
        "summary": "",
        "channel": "phone",
        "minutes": 5,
        "citizen": {"key": "mr-oh", "name": "오○○ 님"},
        "situation": "상황",
        "content_notice": "",
        "start": {"scene": "first"},
        "pass": {},
        "protocol": list(protocol),
        "scenes": scenes,
    } | fields
    return Graph.from_document(document)


def codes(found):
    return {each.code for each in found}


def test_nothing_is_found_in_a_clean_scenario():
    assert findings(graph(clean())) == []


def changed(change) -> list[dict[str, Any]]:
    scenes = clean()
    change(scenes)
    return scenes


STEP = {"key": "listen", "title": "경청"}


def condition(what, name="", comparison="at_least", value=None):
    found = {"what": what, "name": name, "is": comparison}
    return found if value is None else found | {"value": value}


#: code: (what makes it, level, place). Each change is the only difference to the clean scenario.
CASES: dict[str, tuple[Any, Level, str]] = {
    "unknown_next": (lambda s: s[0]["replies"][1].update(next=["nowhere"]), Level.ERROR, "scenes[0].replies[1].next"),
    "leads_nowhere": (lambda s: s[0]["replies"][1].update(next=[]), Level.ERROR, "scenes[0].replies[1].next"),
    "dead_end": (lambda s: s[1].update(replies=[]), Level.ERROR, "scenes[1].replies"),
    "no_ending": (lambda s: [s.pop() for _ in range(3)], Level.ERROR, "scenes"),
    "unreachable_scene": (
        lambda s: s.append(scene("lost", reply("a", "model", is_model=True))),
        Level.ERROR,
        "scenes[6].key",
    ),
    "unreachable_ending": (lambda s: s.append(ending("lost")), Level.ERROR, "scenes[6].key"),
    "endless_loop": (
        lambda s: [each.update(next=["again"]) for each in s[1]["replies"]],
        Level.ERROR,
        "scenes[1].replies",
    ),
    "unknown_step": (lambda s: s[0]["replies"][0].update(step="listen"), Level.ERROR, "scenes[0].replies[0].step"),
    "reason_missing": (lambda s: s[0]["replies"][2].update(reason=""), Level.ERROR, "scenes[0].replies[2].reason"),
    "model_gap": (lambda s: s[2]["replies"][0].update(is_model=False), Level.ERROR, "scenes[2].replies"),
    "model_loops": (lambda s: s[2]["replies"][0].update(next=["first"]), Level.ERROR, "scenes[0].replies"),
    "model_does_not_pass": (lambda s: s[2]["replies"][0].update(safety=-70), Level.ERROR, "scenes[3].key"),
    "model_ends_elsewhere": (
        lambda s: [s[2]["replies"][0].update(next=["partial"]), s[2]["replies"][1].update(next=["model"])],
        Level.WARNING,
        "scenes[4].ending",
    ),
    "flag_never_set": (
        lambda s: s[1]["replies"][1].update(when=[condition("flag", "new-fact", "not_set")]),
        Level.WARNING,
        "scenes[1].replies[1].when",
    ),
    "danger_without_why": (lambda s: s[5].update(why=""), Level.WARNING, "scenes[5].why"),
    "no_recovery": (lambda s: s[1]["replies"][1].update(next=["danger"]), Level.WARNING, "scenes[1].replies"),
    "no_detour": (lambda s: s[0]["replies"][1].update(next=["partial"]), Level.WARNING, "scenes"),
    "length_gives_away": (
        lambda s: s[0]["replies"][0].update(
            text="많이 놀라셨겠습니다. 고지서를 함께 확인하겠습니다. 차량번호를 말씀해 주시겠습니까?"
        ),
        Level.WARNING,
        "scenes[0].replies",
    ),
    "nothing_said": (lambda s: s[1].update(lines=[]), Level.WARNING, "scenes[1].lines"),
    "unknown_word": (
        lambda s: s[1]["lines"][0].update(text="{warn_counts}회 경고합니다."),
        Level.WARNING,
        "scenes[1].lines[0].text",
    ),
    "unclosed_mask": (lambda s: s[1]["lines"][0].update(text="이 [[나쁜말"), Level.WARNING, "scenes[1].lines[0].text"),
}


@pytest.mark.parametrize("code", CASES)
def test_each_finding_is_found_at_its_place(code):
    change, level, place = CASES[code]
    found = {each.code: each for each in findings(graph(changed(change)))}
    assert code in found, sorted(found)
    assert (found[code].level, found[code].place) == (level, place)
    assert is_playable(findings(graph(changed(change)))) is (Level.ERROR not in {each.level for each in found.values()})


def test_a_start_that_does_not_exist_is_found():
    found = findings(graph(clean(), start={"scene": "nowhere"}))
    assert [(each.code, each.place) for each in found if each.code == "no_start"] == [("no_start", "start.scene")]


def test_a_face_that_is_not_drawn_is_a_warning_in_korean():
    with translation.override("ko"):
        [found] = findings(graph(clean(), citizen={"key": "somebody-else", "name": "김○○ 님"}))
    assert (found.code, found.level, found.place) == ("no_drawing", Level.WARNING, "citizen.key")
    assert "얼굴 ‘somebody-else’의 그림이 없어" in found.message


def test_an_empty_scenario_asks_for_its_first_scene():
    assert codes(findings(graph([]))) == {"no_scenes"}


def test_a_step_that_no_reply_carries_out_is_named():
    found = findings(graph(clean(), protocol=[STEP]))
    assert codes(found) == {"step_never_done", "model_misses_step"}
    done = clean()
    done[0]["replies"][0]["step"] = "listen"
    assert findings(graph(done, protocol=[STEP])) == []


def test_an_ending_that_conditions_keep_from_everybody_is_found():
    scenes = clean()
    scenes[0]["replies"][1]["next"] = ["fury", "again"]
    scenes[0]["replies"].append(reply("d", "again"))
    scenes.append(ending("fury", "danger", when=[condition("mood", value=5)]))
    assert [each.scene for each in findings(graph(scenes)) if each.code == "unreachable_ending"] == ["fury"]
    scenes[0]["replies"][1]["mood"] = 2
    assert findings(graph(scenes)) == []


def test_what_only_another_setting_opens_is_not_called_unreachable():
    scenes = clean()
    scenes[0]["replies"][1]["next"] = ["recorded", "again"]
    scenes.append(ending("recorded", "partial", when=[condition("setting", "always_record", "set")]))
    assert findings(graph(scenes)) == []


def test_a_loop_with_a_way_out_is_no_error():
    scenes = clean()
    scenes[1]["replies"][1]["next"] = ["first"]
    assert findings(graph(scenes)) == []


def test_places_are_told_in_korean_words():
    found = findings(graph(changed(CASES["unknown_next"][0])))
    with translation.override("ko"):
        assert place_words(found[0]) == "장면 first · 응대 b"


def test_a_fault_of_a_half_written_scenario_is_told_at_its_place():
    scenes = clean()
    scenes[1]["replies"][1]["key"] = ""
    document = graph(clean()).as_document() | {"scenes": scenes}
    read, errors = Graph.read(document)
    (fault,) = faults(errors, read)
    assert (fault.place, fault.scene, fault.reply) == ("scenes[1].replies[1].key", "again", "")
    with translation.override("ko"):
        assert place_words(fault) == "장면 again · 응대 #2"
