"""The engine: conditions and rules as tables, and properties of every play. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.scenarios.conditions import holds
from lms.scenarios.engine import (
    CannotGoOn,
    NotOffered,
    Readings,
    Settings,
    State,
    StepDone,
    answer,
    begin,
    checklist,
    model_path,
    offered,
    pass_mark_percent,
    replay,
    verdict,
)
from lms.scenarios.graph import BadDocument, Graph
from lms.scenarios.reading import Reader
from lms.scenarios.scenes import Condition
from tests.scenarios.playground import DANGER, MODEL, PARTIAL, REPAIRED, graph, sample

GRAPH = graph()
SETTINGS = Settings()
settings_of_a_city = st.builds(
    Settings,
    warn_count=st.integers(1, 5),
    notice_after_minutes=st.integers(1, 60),
    call_limit_minutes=st.integers(1, 60),
    always_record=st.booleans(),
)


def walk(keys, settings=SETTINGS, of=GRAPH):
    state = begin(of, settings)
    for key in keys:
        state = answer(of, state, key, settings)
    return state


def condition(**document):
    errors: list[tuple[str, str]] = []
    read = Condition.read(Reader(document, "", errors))
    assert not errors, errors
    return read


MOMENT = State(
    scene="x",
    readings=Readings(mood=3, safety=50, procedure=60, empathy=70, seconds=900, warnings=1),
    flags=frozenset({"new-fact"}),
    steps_done=(StepDone("warn", 60, 1),),
)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"what": "mood", "is": "at_least", "value": 3}, True),
        ({"what": "mood", "is": "at_least", "value": 4}, False),
        ({"what": "mood", "is": "at_most", "value": 3}, True),
        ({"what": "mood", "is": "at_most", "value": 2}, False),
        ({"what": "safety", "is": "at_least", "value": 50}, True),
        ({"what": "procedure", "is": "at_most", "value": 59}, False),
        ({"what": "empathy", "is": "at_least", "value": 71}, False),
        ({"what": "seconds", "is": "at_least", "value": 900}, True),
        ({"what": "seconds", "is": "at_least", "value": 901}, False),
        # A setting that counts minutes is compared in seconds with the clock.
        ({"what": "seconds", "is": "at_least", "value": "notice_after_minutes"}, True),
        ({"what": "seconds", "is": "at_least", "value": "call_limit_minutes"}, False),
        ({"what": "warnings", "is": "at_least", "value": "warn_count"}, True),
        ({"what": "warnings", "is": "at_most", "value": 0}, False),
        ({"what": "flag", "name": "new-fact", "is": "set"}, True),
        ({"what": "flag", "name": "new-fact", "is": "not_set"}, False),
        ({"what": "flag", "name": "other", "is": "set"}, False),
        ({"what": "flag", "name": "other", "is": "not_set"}, True),
        ({"what": "step", "name": "warn", "is": "set"}, True),
        ({"what": "step", "name": "report", "is": "not_set"}, True),
        ({"what": "setting", "name": "always_record", "is": "set"}, False),
        ({"what": "setting", "name": "always_record", "is": "not_set"}, True),
        ({"what": "setting", "name": "warn_count", "is": "at_least", "value": 1}, True),
        ({"what": "setting", "name": "call_limit_minutes", "is": "at_most", "value": 19}, False),
    ],
    ids=str,
)
def test_a_condition_holds_or_does_not(document, expected):
    assert holds(condition(**document), MOMENT, SETTINGS) is expected


@pytest.mark.parametrize(
    "document",
    [
        {"what": "weather", "is": "set"},
        {"what": "mood", "is": "set"},
        {"what": "mood", "is": "at_least", "value": "rainy"},
        {"what": "mood", "is": "at_least", "value": -1},
        {"what": "flag", "is": "set"},
        {"what": "flag", "name": "x", "is": "at_least", "value": 1},
        {"what": "setting", "name": "unknown", "is": "set"},
        {"what": "mood", "is": "at_least", "value": 1, "is_not": True},
    ],
    ids=str,
)
def test_a_condition_that_means_nothing_is_refused(document):
    errors: list[tuple[str, str]] = []
    Condition.read(Reader(document, "", errors))
    assert errors


@pytest.mark.parametrize(
    ("keys", "ending", "is_passed"),
    [
        (MODEL, "model", True),
        (REPAIRED, "model", True),
        (DANGER, "danger", False),
        (PARTIAL, "partial", False),
        (["a", "argue"], "danger", False),
    ],
)
def test_a_path_leads_to_its_ending(keys, ending, is_passed):
    found = verdict(GRAPH, walk(keys))
    assert (found.ending, found.is_passed) == (ending, is_passed)


def test_the_score_of_a_pass_is_the_mean_rounded_down():
    found = verdict(GRAPH, walk(MODEL))
    assert (found.safety, found.procedure, found.empathy) == (75, 95, 70)
    assert found.score_percent == (75 + 95 + 70) // 3


@pytest.mark.parametrize("keys", [DANGER, PARTIAL])
def test_whoever_does_not_pass_stays_below_the_pass_mark(keys):
    assert verdict(GRAPH, walk(keys)).score_percent < pass_mark_percent(GRAPH)


def test_a_dangerous_ending_never_passes_however_good_the_scales():
    document = sample()
    document["start"] |= {"safety": 100, "procedure": 100, "empathy": 100}
    of = graph(document)
    found = verdict(of, walk(DANGER, of=of))
    assert (found.is_passed, found.short_of) == (False, ())
    assert found.score_percent == pass_mark_percent(of) - 1


def test_minima_of_zero_can_still_be_failed_and_passed():
    document = sample()
    document["pass"] = {"safety": 0, "procedure": 0, "empathy": 0}
    document["start"] |= {"safety": 0, "procedure": 0, "empathy": 0}
    of = graph(document)
    passed, failed = verdict(of, walk(PARTIAL, of=of)), verdict(of, walk(DANGER, of=of))
    assert passed.score_percent >= pass_mark_percent(of) > failed.score_percent >= 0


def test_while_the_conversation_goes_on_there_is_no_verdict():
    assert verdict(GRAPH, begin(GRAPH, SETTINGS)) is None


@pytest.mark.parametrize(("warn_count", "scene"), [(1, "close"), (2, "plate")])
def test_the_institutions_count_of_warnings_decides_what_follows(warn_count, scene):
    assert walk(["b", "warn"], Settings(warn_count=warn_count)).scene == scene


def test_where_every_call_is_recorded_the_notice_is_neither_offered_nor_missed():
    always = Settings(always_record=True)
    state = walk(["b"], always)
    assert "record" not in {reply.key for reply in offered(GRAPH, state, always)}
    status = {step.key: step.status for step in checklist(GRAPH, walk(["b", "warn", "end"], always), always)}
    assert status == {"listen": "done", "record": "not_applicable", "warn": "done", "end": "done"}


def test_the_checklist_keeps_time_and_order():
    steps = checklist(GRAPH, walk(MODEL), SETTINGS)
    # 20 s for each reply; the abuse begins at 60 s at the earliest.
    assert [(step.key, step.second, step.is_in_order) for step in steps] == [
        ("listen", 20, True),
        ("record", 80, True),
        ("warn", 100, True),
        ("end", 120, True),
    ]
    assert {step.key: step.status for step in checklist(GRAPH, walk(PARTIAL), SETTINGS)} == {
        "listen": "missed",
        "record": "missed",
        "warn": "missed",
        "end": "missed",
    }


def test_a_step_done_after_a_later_one_is_told():
    state = walk(["b", "record"])
    swapped = replace(state, steps_done=(StepDone("record", 20, 1), StepDone("listen", 40, 2)))
    told = {step.key: step.is_in_order for step in checklist(GRAPH, swapped, SETTINGS)}
    assert (told["listen"], told["record"]) == (True, False)


def test_a_clock_of_a_scene_never_runs_backwards():
    assert walk(["b"]).seconds == 60
    assert walk(["a", "sorry"]).seconds == 60
    document = sample()
    document["scenes"][0]["replies"][1]["seconds"] = 100
    document["scenes"][2]["clock"] = "notice_after_minutes"
    assert walk(["b"], of=graph(document)).seconds == 15 * 60


def test_a_line_is_spoken_only_where_its_condition_holds():
    calm = walk(["a"])
    assert len(calm.trail[-1].spoken) == 2  # mood 4
    document = sample()
    document["start"]["mood"] = 1
    assert len(walk(["a"], of=graph(document)).trail[-1].spoken) == 1


@pytest.mark.parametrize("key", ["sorry", "", "B", "b ", "record"])
def test_a_reply_that_is_not_offered_is_refused(key):
    with pytest.raises(NotOffered):
        answer(GRAPH, begin(GRAPH, SETTINGS), key, SETTINGS)


@pytest.mark.parametrize(
    "steps",
    [
        [{"scene": "close", "reply": "end"}],
        [{"scene": "first", "reply": "b"}, {"scene": "close", "reply": "end"}],
        [{"scene": "first", "reply": "b"}, {"scene": "first", "reply": "b"}],
        [{"scene": "first", "reply": "c"}, {"scene": "end-danger", "reply": "c"}],
    ],
)
def test_steps_that_do_not_follow_from_one_another_are_refused(steps):
    with pytest.raises(NotOffered):
        replay(GRAPH, steps, SETTINGS)


def test_a_person_is_never_stuck_behind_conditions():
    document = sample()
    never = [{"what": "flag", "name": "never", "is": "set"}]
    for reply in document["scenes"][0]["replies"]:
        reply["when"] = never
    document["scenes"][2]["when"] = never
    of = graph(document)
    assert len(offered(of, begin(of, SETTINGS), SETTINGS)) == 3
    assert walk(["b"], of=of).scene == "plate"


def test_a_draft_that_leads_nowhere_says_so():
    document = sample()
    document["scenes"][0]["replies"][1]["next"] = ["nowhere"]
    with pytest.raises(CannotGoOn):
        walk(["b"], of=graph(document))


def test_the_model_path_passes_under_every_setting():
    for settings in (SETTINGS, Settings(warn_count=3), Settings(always_record=True)):
        found = verdict(GRAPH, model_path(GRAPH, settings))
        assert found is not None
        assert found.is_passed


def test_a_document_is_read_back_as_it_was_written():
    assert Graph.from_document(GRAPH.as_document()) == GRAPH
    assert Graph.from_document(GRAPH.as_document()).digest == GRAPH.digest


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("scenes[0].replies[0].text", lambda d: d["scenes"][0]["replies"][0].update(text="<b>굵게</b>")),
        ("scenes[0].replies[0].mood", lambda d: d["scenes"][0]["replies"][0].update(mood=9)),
        ("scenes[0].replies[1].key", lambda d: d["scenes"][0]["replies"][1].update(key="a")),
        ("scenes[1].key", lambda d: d["scenes"][1].update(key="first")),
        ("scenes[1].lines", lambda d: d["scenes"][1].update(lines="말")),
        ("scenes[6].replies", lambda d: d["scenes"][6].update(replies=[d["scenes"][0]["replies"][0]])),
        ("citizen.name", lambda d: d["citizen"].update(name="")),
        ("channel", lambda d: d.update(channel="letter")),
        ("format", lambda d: d.update(version=2)),
        ("colour", lambda d: d.update(colour="red")),
    ],
)
def test_a_fault_is_named_by_its_place(place, change):
    document = sample()
    change(document)
    with pytest.raises(BadDocument) as caught:
        Graph.from_document(document)
    assert place in [found for found, _message in caught.value.errors]


@given(choices=st.lists(st.integers(0, 7), max_size=40), settings=settings_of_a_city)
def test_any_sequence_of_offered_replies_ends_or_can_go_on(choices, settings):
    state = begin(GRAPH, settings)
    for choice in choices:
        replies = offered(GRAPH, state, settings)
        if not replies:
            break
        state = answer(GRAPH, state, replies[choice % len(replies)].key, settings)
        assert 0 <= state.mood <= 5
        assert all(0 <= getattr(state, name) <= 100 for name in ("safety", "procedure", "empathy"))
    assert bool(offered(GRAPH, state, settings)) is (verdict(GRAPH, state) is None)


@given(choices=st.lists(st.integers(0, 7), max_size=40), settings=settings_of_a_city)
def test_replaying_the_kept_steps_gives_the_same_play(choices, settings):
    state = begin(GRAPH, settings)
    steps = []
    for choice in choices:
        replies = offered(GRAPH, state, settings)
        if not replies:
            break
        reply = replies[choice % len(replies)]
        steps.append({"scene": state.scene, "reply": reply.key})
        state = answer(GRAPH, state, reply.key, settings)
    # As a later day does it: from what was frozen and copied, read back.
    again = replay(Graph.from_document(GRAPH.as_document()), steps, Settings.from_document(settings.as_document()))
    assert again == state
    assert verdict(GRAPH, again) == verdict(GRAPH, state)


@given(
    steps=st.lists(
        st.fixed_dictionaries(
            {
                "scene": st.sampled_from([scene.key for scene in GRAPH.scenes] + ["nowhere"]),
                "reply": st.sampled_from(["a", "b", "c", "sorry", "argue", "record", "warn", "end", "x"]),
            }
        ),
        max_size=8,
    )
)
def test_made_up_steps_are_refused_or_are_a_path(steps):
    try:
        state = replay(GRAPH, steps, SETTINGS)
    except NotOffered:
        return
    here = GRAPH.start.scene
    for move in state.trail:
        assert move.scene == here
        here = move.arrived
    assert state.scene == here
