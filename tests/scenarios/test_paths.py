"""Counting paths: the same figures as walking every one of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from lms.scenarios.engine import CannotGoOn, Settings, answer, begin, offered, verdict
from lms.scenarios.graph import Graph
from lms.scenarios.paths import explore, settings_to_try, survey
from tests.scenarios.documents import DOCUMENTS
from tests.scenarios.playground import sample
from tests.scenarios.test_findings import clean, condition, graph, reply

MOST = 4


def walked(graph, chosen, most_moves):
    """Every path one by one: verdicts of those that end, and how many were broken off."""
    ends, broken = [], 0

    def go(state, moves):
        nonlocal broken
        if moves > most_moves:
            broken += 1
            return
        replies = offered(graph, state, chosen)
        if not replies:
            found = verdict(graph, state)
            if found is None:
                broken += 1
            else:
                ends.append((found, moves))
        for each in replies:
            go(answer(graph, state, each.key, chosen), moves + 1)

    go(begin(graph, chosen), 0)
    return ends, broken


@settings(
    settings.get_profile("ci"),
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(DOCUMENTS)
def test_counting_together_counts_what_walking_each_path_counts(document):
    any_graph = Graph.from_document(document)
    try:
        ends, broken = walked(any_graph, Settings(), MOST)
    except CannotGoOn:
        with pytest.raises(CannotGoOn):
            survey(any_graph, Settings(), most_moves=MOST)
        return
    found = survey(any_graph, Settings(), most_moves=MOST)
    assert (found.paths, found.unfollowed) == (len(ends), broken)
    assert found.passed == sum(each.is_passed for each, _moves in ends)
    assert found.by_scene == Counter(each.scene for each, _moves in ends)
    assert sum(found.buckets) == found.paths
    if ends:
        assert (found.worst, found.best) == (
            min(each.score_percent for each, _moves in ends),
            max(each.score_percent for each, _moves in ends),
        )
        assert (found.fewest_moves, found.most_moves) == (min(m for _e, m in ends), max(m for _e, m in ends))


def test_a_scenario_is_counted_to_its_last_path():
    found = survey(graph(clean()), Settings())
    assert (found.paths, found.is_complete) == (6, True)
    assert found.by_scene == {"model": 2, "partial": 3, "danger": 1}
    assert found.given >= {("first", "c"), ("again", "b")}


def test_a_loop_is_broken_off_and_said_to_be():
    scenes = clean()
    scenes[1]["replies"][1]["next"] = ["first"]
    found = survey(graph(scenes), Settings(), most_moves=20)
    assert not found.is_complete
    assert found.unfollowed > 0
    assert found.paths > 6


def test_counting_stops_at_the_moments_it_was_given():
    found = survey(graph(clean()), Settings(), most_moments=2)
    assert found.moments == 2
    assert not found.is_complete


def test_both_ways_of_recording_are_tried_where_a_scenario_asks():
    assert [each.always_record for each in settings_to_try(graph(clean()))] == [False]
    scenes = clean()
    scenes[0]["replies"].append(reply("d", "partial", when=[condition("setting", "always_record", "set")]))
    asking = graph(scenes)
    assert [each.always_record for each in settings_to_try(asking)] == [False, True]
    given = [survey(asking, each).given for each in settings_to_try(asking)]
    assert [("first", "d") in each for each in given] == [False, True]


def test_exploring_sees_every_scene_that_some_play_comes_to():
    whole = Graph.from_document(sample())
    seen = explore(whole, Settings(), most_moments=500)
    assert seen.visited == {scene.key for scene in whole.scenes}
