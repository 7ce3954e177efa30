"""What a trainer learns of how people played: of groups of five only, and nothing that could be subtracted to fewer."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.learning.models import Enrolment
from lms.scenarios.flow import draw_flow
from lms.scenarios.knowing import editions_played, knowledge_of
from lms.scenarios.models import Scenario, ScenarioVersion
from lms.scenarios.services import finish_scenario
from tests import builders
from tests.builders import MARCH_5
from tests.scenarios.playground import DANGER, MODEL, PARTIAL, REPAIRED, begun, build_scenario, played, sample


@pytest.fixture
def scenario(db):
    return build_scenario(builders.build_course("특이민원 대응 실전", lessons=0))


class Crowd:
    """People who play one after another, a minute apart."""

    def __init__(self, scenario):
        self.scenario, self.minutes = scenario, 0

    def play(self, people, keys, run=None):
        for person in people:
            self.minutes += 1
            at = MARCH_5 + timedelta(minutes=self.minutes)
            attempt = begun(person, self.scenario, at=at, run=run)
            finish_scenario(attempt=played(attempt, keys, at=at), at=at)
        return people

    def come(self, count, keys):
        return self.play([builders.build_person() for _ in range(count)], keys)


@pytest.fixture
def crowd(scenario):
    return Crowd(scenario)


def known_of(scenario):
    return knowledge_of(ScenarioVersion.objects.filter(scenario_id=scenario.pk).latest("pk"))


def ways(known):
    return {(way.source.key, way.target.key): way.people for way in known.ways}


def percents(known, scene):
    (found,) = [each for each in known.scenes if each.scene.key == scene]
    return {row.reply.key: row.percents for row in found.rows}


def test_of_four_people_nothing_is_told(scenario, crowd):
    crowd.come(4, MODEL)
    assert editions_played(scenario.pk) == []
    known = known_of(scenario)
    assert (known.people, known.ways, known.scenes, known.improvement) == (0, [], [], None)


def test_the_ways_of_a_group_are_told(scenario, crowd):
    crowd.come(10, MODEL)
    crowd.come(5, DANGER)
    known = known_of(scenario)
    assert known.people == 15
    assert ways(known) == {
        ("first", "plate"): 10,
        ("first", "end-danger"): 5,
        ("plate", "plate"): 10,
        ("plate", "close"): 10,
        ("close", "end-model"): 10,
    }
    assert percents(known, "first") == {"a": (0, None, None), "b": (67, None, None), "c": (33, None, None)}


def test_a_way_that_few_took_is_hidden_and_so_is_what_would_give_it_away(scenario, crowd):
    crowd.come(12, MODEL)
    crowd.come(8, PARTIAL)
    crowd.come(5, REPAIRED)
    known = known_of(scenario)
    assert ways(known)["first", "heated"] == 13
    crowd.come(3, DANGER)
    crowd.come(2, MODEL)
    known = known_of(scenario)
    told = ways(known)
    assert known.people == 30
    # Three went to the danger. 30 less 14 less 13 would tell it: the next smallest is hidden as well.
    assert told["first", "end-danger"] is None
    assert told["first", "heated"] is None
    assert told["first", "plate"] == 14
    assert percents(known, "first") == {"a": (None,) * 3, "b": (47, None, None), "c": (None,) * 3}


def test_the_unfinished_group_of_five_waits(scenario, crowd):
    crowd.come(5, MODEL)
    before = known_of(scenario)
    crowd.come(4, DANGER)
    assert known_of(scenario) == before
    crowd.come(1, DANGER)
    assert known_of(scenario).people == 10


def test_attempts_are_told_apart_and_improvement_is_of_those_who_played_again(scenario, crowd):
    again = crowd.come(6, DANGER)
    crowd.come(4, MODEL)
    crowd.play(again, MODEL)
    known = known_of(scenario)
    assert known.played == {1: 10, 2: 5}
    assert percents(known, "first")["b"] == (None, 100, None)
    assert known.improvement is not None
    assert known.improvement.people == 5
    assert known.improvement.first_passed_percent == 0
    assert known.improvement.best_passed_percent == 100
    # Means of the three scales, not the passed-or-not that the attempts say.
    assert 0 < known.improvement.first_score < known.improvement.best_score < 100


def yearly_runs(scenario):
    return [builders.build_run(scenario.course, label=f"{year}년") for year in (2024, 2025, 2026)]


def test_two_people_who_come_back_with_every_run_are_two_people(scenario, crowd):
    people = [builders.build_person(), builders.build_person()]
    for run in yearly_runs(scenario):
        crowd.play(people, DANGER, run)
        crowd.play(people, MODEL, run)
    assert editions_played(scenario.pk) == []
    known = known_of(scenario)
    assert (known.people, known.ways, known.scenes, known.improvement) == (0, [], [], None)


def test_of_people_who_come_back_the_first_plays_are_told(scenario, crowd):
    first, second, third = yearly_runs(scenario)
    people = [builders.build_person() for _ in range(6)]
    crowd.play(people, DANGER, first)
    crowd.play(people, PARTIAL, second)
    crowd.play(people, MODEL, second)
    crowd.play(people, DANGER, third)
    known = known_of(scenario)
    assert known.played == {1: 5, 2: 5}
    assert ways(known) == {("first", "end-danger"): 5}
    assert known.improvement is not None
    told = known.improvement
    assert (told.people, told.first_passed_percent, told.best_passed_percent) == (5, 0, 100)


def test_where_people_go_wrong_is_told_by_scene(scenario, crowd):
    crowd.come(5, MODEL)
    crowd.come(5, DANGER)
    (worst, *_rest) = known_of(scenario).stumbling_blocks
    assert (worst.scene.key, worst.wrong_percent) == ("first", 50)


def test_trials_and_plays_that_go_on_are_not_counted(scenario, crowd):
    people = crowd.come(5, MODEL)
    Enrolment.objects.filter(person=people[0]).update(is_trial=True)
    begun(builders.build_person(), scenario)
    assert known_of(scenario).people == 0
    crowd.come(1, MODEL)
    assert known_of(scenario).people == 5


def test_each_edition_is_told_by_itself(scenario, crowd):
    crowd.come(5, MODEL)
    draft = scenario.get_latest_revision_as_object()
    draft.situation = "다른 상황"
    draft.save_revision().publish()
    crowd.scenario = Scenario.objects.get(pk=scenario.pk)
    crowd.come(7, DANGER)
    newest, oldest = editions_played(scenario.pk)
    assert (newest[1], oldest[1]) == (5, 5)
    assert ways(knowledge_of(newest[0])) == {("first", "end-danger"): 5}
    assert ("close", "end-model") in ways(knowledge_of(oldest[0]))


def test_more_people_ask_for_no_more_statements(scenario, crowd):
    def statements():
        version = ScenarioVersion.objects.get(scenario_id=scenario.pk)
        with CaptureQueriesContext(connection) as captured:
            editions_played(scenario.pk)
            knowledge_of(version)
        return len(captured)

    crowd.play(crowd.come(5, DANGER), MODEL)
    few = statements()
    crowd.play(crowd.come(10, PARTIAL), DANGER)
    assert statements() == few <= 12


def test_the_picture_is_sound_and_its_table_says_the_same(scenario, crowd, sign_in, django_user_model):
    crowd.come(6, MODEL)
    crowd.come(4, DANGER)
    known = known_of(scenario)
    root = ElementTree.fromstring(draw_flow(known.graph, known.ways, title="흐름"))
    bands = [each for each in root.iter("{http://www.w3.org/2000/svg}path") if each.get("class") == "band"]
    assert len(bands) == len(known.ways)
    page = sign_in(django_user_model.objects.create_superuser("boss", "x", name="관리자"))
    html = page.get(reverse("scenarios_admin:show_played", args=[scenario.pk])).content.decode()
    for way in known.ways:
        told = "가림" if way.people is None else str(way.people)
        cells = f"{way.target.key} · {way.target.title}</td>"
        assert told in html[html.index(cells) : html.index(cells) + 300]
    assert sample()["scenes"][0]["title"] in html


def test_before_anybody_played_the_screen_says_when_it_will_tell(scenario, sign_in, django_user_model):
    page = sign_in(django_user_model.objects.create_superuser("boss", "x", name="관리자"))
    html = page.get(reverse("scenarios_admin:show_played", args=[scenario.pk])).content.decode()
    assert "5명이 되지 않습니다" in html
