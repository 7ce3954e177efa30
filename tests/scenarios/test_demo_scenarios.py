"""The six written scenarios: playable under every institution's settings, passed by the model path and by no habit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from itertools import product
from random import Random

import pytest
from django.db.models import Avg, F
from wagtail.models import Page

from lms.learning.models import Attempt, Completion, Enrolment, LessonProgress, Mark
from lms.learning.services import heal_completions
from lms.people.demo import seed_people
from lms.scenarios.demo import seed_rehearsals, seed_scenarios
from lms.scenarios.demo.course import COURSE, HERE, ORDER, read_scenario
from lms.scenarios.engine import Settings, State, answer, begin, checklist, model_path, offered, verdict
from lms.scenarios.findings import findings
from lms.scenarios.graph import Graph
from lms.scenarios.kinds import Ending
from lms.scenarios.marking import mark_of
from lms.scenarios.models import Scenario, ScenarioVersion
from lms.scenarios.plays import play_of_steps
from lms.scenarios.portraits import CITIZENS
from lms.scenarios.scenes import Reply

SETTINGS = [
    Settings(warn_count=warnings, notice_after_minutes=notice, call_limit_minutes=limit, always_record=recorded)
    for warnings, (notice, limit), recorded in product((1, 2, 3, 5), ((15, 20), (5, 10), (25, 30)), (False, True))
]
#: Words that a public office does not use of people, and an offence that does not exist against an office.
UNWANTED = ("악성", "진상", "고객님", "귀하", "업무방해")

Habit = Callable[[tuple[Reply, ...]], Reply]
HABITS: dict[str, Habit] = {
    "the first": lambda replies: replies[0],
    "the last": lambda replies: replies[-1],
    "the middle one": lambda replies: replies[len(replies) // 2],
    "the longest": lambda replies: max(replies, key=lambda reply: len(reply.text)),
    "the shortest": lambda replies: min(replies, key=lambda reply: len(reply.text)),
    "neither long nor short": lambda replies: sorted(replies, key=lambda reply: len(reply.text))[len(replies) // 2],
    "a deed where there is one": lambda replies: next((reply for reply in replies if reply.action), replies[0]),
    "words where there are some": lambda replies: next((reply for reply in replies if not reply.action), replies[0]),
}


@pytest.fixture(scope="module", params=ORDER)
def graph(request) -> Graph:
    return read_scenario(request.param)


def played(graph: Graph, settings: Settings, choose: Habit) -> State:
    state = begin(graph, settings)
    for _ in range(len(graph.scenes) * 2):
        replies = offered(graph, state, settings)
        if not replies:
            return state
        state = answer(graph, state, choose(replies).key, settings)
    pytest.fail("the conversation does not end")


def test_every_file_is_in_the_course_and_nothing_else():
    assert {path.stem for path in HERE.glob("*.json")} == set(ORDER)


def test_nothing_is_found_in_it(graph):
    assert findings(graph) == []


def test_the_file_says_what_the_graph_says(graph):
    assert json.loads((HERE / f"{graph.slug}.json").read_text(encoding="utf-8")) == graph.as_document()


def test_it_is_as_long_as_promised(graph):
    assert len(graph.scenes) >= (5 if graph.slug == "loud-voice" else 12)
    assert len(graph.scenes) <= 30
    assert graph.citizen.key in CITIZENS


def test_every_reply_has_a_reason_of_two_sentences_and_every_ending_says_what_happened(graph):
    for scene in graph.scenes:
        if scene.ending is not None:
            assert scene.what_happened
            assert scene.why
        for reply in scene.replies:
            assert reply.reason.count(". ") == 1, (scene.key, reply.key)
            assert reply.reason.endswith("."), (scene.key, reply.key)


def test_nobody_is_called_what_an_office_does_not_call_people(graph):
    text = json.dumps(graph.as_document(), ensure_ascii=False)

    assert [word for word in UNWANTED if word in text] == []


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_the_model_path_reaches_the_model_ending_under_every_setting(graph, settings):
    state = model_path(graph, settings)
    found = verdict(graph, state)

    assert found is not None
    assert found.ending is Ending.MODEL
    assert found.is_passed
    assert found.score_percent >= 85
    steps = checklist(graph, state, settings)
    assert [step.key for step in steps if step.status == "missed"] == []
    assert all(step.is_in_order for step in steps)


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("settings", [Settings(), Settings(always_record=True, warn_count=2)], ids=str)
def test_no_habit_passes(graph, settings, habit):
    found = verdict(graph, played(graph, settings, HABITS[habit]))

    assert found is not None
    assert not found.is_passed


def test_whoever_knows_nothing_fails_mostly_and_whoever_knows_most_of_it_passes_mostly(graph):
    def share(skill: float) -> float:
        chance = Random(graph.slug)

        def choose(replies: tuple[Reply, ...]) -> Reply:
            right = [reply for reply in replies if reply.is_model]
            return chance.choice(right) if right and chance.random() < skill else chance.choice(replies)

        found = [verdict(graph, played(graph, Settings(), choose)) for _ in range(200)]
        return sum(1 for each in found if each is not None and each.is_passed) / len(found)

    assert share(0.0) < 0.35
    assert share(0.95) > 0.85


def test_a_dangerous_end_can_be_reached_and_never_passes(graph):
    chance = Random(graph.slug)
    found = [verdict(graph, played(graph, Settings(), chance.choice)) for _ in range(200)]
    dangerous = [each for each in found if each is not None and each.ending is Ending.DANGER]

    assert {scene.ending for scene in graph.scenes if scene.is_ending} == set(Ending)
    assert dangerous
    assert not any(each.is_passed for each in dangerous)


def test_after_a_mistake_that_can_be_repaired_one_may_still_pass(graph):
    """One wrong reply that leads on, the model path before and after it."""
    outcomes = []
    settings = Settings()
    model = model_path(graph, settings)
    for wrong_at in range(len(model.trail)):
        state = begin(graph, settings)
        for move in model.trail[:wrong_at]:
            state = answer(graph, state, move.reply.key, settings)
        for wrong in offered(graph, state, settings):
            if wrong.is_model:
                continue
            after = answer(graph, state, wrong.key, settings)
            while replies := offered(graph, after, settings):
                right = [reply for reply in replies if reply.is_model]
                after = answer(graph, after, (right or list(replies))[0].key, settings)
            outcomes.append(verdict(graph, after))
    assert sum(1 for each in outcomes if each is not None and each.is_passed) >= len(outcomes) / 2


class TestDailyCall:
    """되풀이는 무시가 아니다."""

    def at_second_day(self) -> tuple[Graph, State]:
        graph = read_scenario("daily-call")
        state = begin(graph, Settings())
        while state.scene != "nextday":
            right = next(reply for reply in offered(graph, state, Settings()) if reply.is_model)
            state = answer(graph, state, right.key, Settings())
        return graph, state

    def test_ending_the_call_is_right_without_a_new_fact_and_wrong_with_one(self):
        graph, state = self.at_second_day()
        assert "end-notice" in state.done

        ends = next(reply for reply in offered(graph, state, Settings()) if reply.action == "end_call")
        found = verdict(graph, answer(graph, state, ends.key, Settings()))

        assert found is not None
        assert found.ending is Ending.DANGER

    def test_asking_about_the_new_sound_opens_the_promise_of_a_look_at_the_place(self):
        graph, state = self.at_second_day()
        asks = next(reply for reply in offered(graph, state, Settings()) if "new-fact" in reply.sets)
        state = answer(graph, state, asks.key, Settings())

        assert "new-fact" in state.flags
        assert [reply.step for reply in offered(graph, state, Settings()) if reply.is_model] == ["site-check"]
        assert all(reply.action != "end_call" for reply in offered(graph, state, Settings()))

    def test_the_clock_of_the_call_follows_the_institution(self):
        graph = read_scenario("daily-call")
        settings = Settings(notice_after_minutes=7, call_limit_minutes=12)
        seconds = {move.arrived: move.after.seconds for move in model_path(graph, settings).trail}

        assert seconds["fifteen"] == 7 * 60
        assert seconds["limit"] == 12 * 60


@pytest.mark.parametrize("slug", ["parking-fine-call", "night-call"])
def test_where_every_call_is_recorded_nobody_announces_it_again(slug):
    graph = read_scenario(slug)
    settings = Settings(always_record=True)
    state = model_path(graph, settings)

    assert "record-notice" not in state.done
    assert {step.key: step.status for step in checklist(graph, state, settings)}["record-notice"] == "not_applicable"
    assert "record-notice" in model_path(graph, Settings()).done


@pytest.mark.parametrize("warn_count", [1, 2, 4])
def test_a_call_is_ended_after_as_many_warnings_as_the_institution_asks(warn_count):
    state = model_path(read_scenario("parking-fine-call"), Settings(warn_count=warn_count))

    assert state.warnings == warn_count


AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_course_is_complete_and_its_plays_are_true_and_the_same_the_second_time():
    seed_people(at=AT, stdout=StringIO())
    counts = []
    for _ in range(2):
        seed_scenarios(at=AT, stdout=StringIO())
        seed_rehearsals(at=AT, stdout=StringIO())
        counts.append((Page.objects.count(), ScenarioVersion.objects.count(), Attempt.objects.count()))
    assert counts[0] == counts[1]

    course = Page.objects.get(slug=COURSE)
    assert list(Page.objects.child_of(course).live().values_list("slug", flat=True)) == [
        "before-you-speak",
        *ORDER,
        "cards-and-support",
    ]
    assert ScenarioVersion.objects.count() == len(ORDER) == Scenario.objects.live().count()

    # Whatever was played replays to the mark it was given, and nothing lies in the future or out of order.
    submitted = Attempt.objects.submitted()
    for attempt in submitted.prefetch_related("steps", "marks").order_by("pk")[:60]:
        play = play_of_steps(attempt.content, {step.key: step.value for step in attempt.steps.all()})
        mark = attempt.marks.get()
        assert (mark.score_percent, mark.detail) == (attempt.score_percent, mark_of(play).detail)
    assert Mark.objects.count() == submitted.count()
    assert not submitted.filter(submitted_at__gt=AT).exists()
    assert not submitted.filter(submitted_at__lt=F("started_at")).exists()
    assert not LessonProgress.objects.filter(opened_at__gt=AT).exists()
    assert not LessonProgress.objects.filter(completed_at__lt=F("opened_at")).exists()
    assert heal_completions(at=AT) == 0

    # Enough people for groups of five at every scene that matters, and people get better.
    for scenario in Scenario.objects.all():
        of_it = submitted.filter(lesson_id=scenario.pk)
        assert of_it.filter(number=1).count() > 50
        first, second = (of_it.filter(number=number).aggregate(mean=Avg("score_percent"))["mean"] for number in (1, 2))
        assert second > first
    assert Attempt.objects.open().exists()
    assert Completion.objects.count() > 50
    learner = Enrolment.objects.get(person__employee_number="learner")
    assert not learner.attempts.exists()
