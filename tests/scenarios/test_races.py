"""What arrives at once leaves one path, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lms.learning.models import Attempt, AttemptStep, Completion, Mark
from lms.scenarios.engine import Settings
from lms.scenarios.models import Practice, Scenario, ScenarioVersion
from lms.scenarios.plays import play_of_practice, play_of_steps
from lms.scenarios.services import begin_practice, begin_scenario, freeze_version, give_reply, practise_reply
from tests import builders
from tests.builders import MARCH_5
from tests.scenarios.playground import MODEL, begun, build_scenario, played

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run every call in its own thread and connection, let go together; what each returned or raised."""
    gate = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def scenario(db):
    return build_scenario(builders.build_course("특이민원 대응 실전", lessons=0))


def test_of_many_replies_at_one_moment_one_is_taken(learner, scenario):
    attempt = begun(learner, scenario)
    keys = ["a", "b", "c"] * 5
    results = at_once(
        *[lambda key=key: give_reply(attempt_id=attempt.pk, move=1, reply_key=key, at=MARCH_5) for key in keys]
    )
    taken = [play for play, is_new in results if is_new]
    assert len(taken) == 1
    (step,) = AttemptStep.objects.all()
    # Everybody is shown what that one led to.
    assert {play.state for play, _is_new in results} == {taken[0].state}
    assert step.value["reply"] == taken[0].state.trail[0].reply.key


def test_a_late_reply_never_replaces_one_that_others_followed(learner, scenario):
    """A second tab, still at the first moment, while the first tab plays on."""
    attempt = begun(learner, scenario)

    def play_on():
        for move, key in enumerate(MODEL, start=1):
            give_reply(attempt_id=attempt.pk, move=move, reply_key=key, at=MARCH_5)

    at_once(play_on, *[lambda: give_reply(attempt_id=attempt.pk, move=1, reply_key="a", at=MARCH_5)] * 8)
    steps = dict(AttemptStep.objects.values_list("key", "value"))
    play = play_of_steps(attempt.content, steps)  # raises where a step does not follow from those before
    assert [move.reply.key for move in play.state.trail] in (MODEL, ["a"])


def test_twenty_hand_ins_through_the_whole_stack_leave_one_mark_and_one_completion(learner, scenario):
    attempt = played(begun(learner, scenario), MODEL)
    browser = Client()
    browser.force_login(learner)

    def send():
        tab = Client()
        tab.cookies = browser.cookies
        return tab.post(reverse("scenarios:finish_attempt", args=[attempt.pk]))

    results = at_once(*[send] * 20)
    assert {getattr(each, "url", each) for each in results} == {reverse("scenarios:show_debrief", args=[attempt.pk])}
    assert (Mark.objects.count(), Completion.objects.count()) == (1, 1)


def test_twenty_begins_share_one_play(learner, scenario):
    enrolment = builders.enrolled(learner, scenario.course)
    begin = lambda: begin_scenario(  # noqa: E731
        enrolment=enrolment, scenario=Scenario.objects.get(pk=scenario.pk), settings=Settings(), at=MARCH_5
    )
    results = at_once(*[begin] * 20)
    assert sum(is_new for _attempt, is_new in results) == 1
    assert Attempt.objects.count() == 1


def test_ten_first_freezes_of_a_new_edition_leave_one(scenario):
    Scenario.objects.filter(pk=scenario.pk).update(situation="다른 상황")
    results = at_once(*[lambda: freeze_version(scenario=Scenario.objects.get(pk=scenario.pk), at=MARCH_5).pk] * 10)
    assert len(set(results)) == 1
    assert ScenarioVersion.objects.count() == 2


def test_of_many_practice_replies_at_one_moment_one_is_taken(learner, scenario):
    practice = begin_practice(person=learner, scenario=scenario, settings=Settings(), at=MARCH_5)

    def reply(key):
        return practise_reply(practice=Practice.objects.get(pk=practice.pk), move=1, reply_key=key, at=MARCH_5)[1]

    results = at_once(*[lambda key=key: reply(key) for key in ["a", "b", "c"] * 4])
    assert results.count(True) == 1
    practice.refresh_from_db()
    assert len(play_of_practice(practice).state.trail) == 1


def test_ten_begins_of_a_practice_leave_one(learner, scenario):
    begin = lambda: begin_practice(person=learner, scenario=scenario, settings=Settings(), at=MARCH_5).pk  # noqa: E731
    results = at_once(*[begin] * 10)
    assert {type(each) for each in results} == {int}
    assert Practice.objects.count() == 1
