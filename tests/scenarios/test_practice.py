"""Practice tells reasons at once, touches no progress, and belongs to one person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.learning.models import Attempt, AttemptStep, Completion, LessonProgress, Mark
from lms.scenarios.engine import Settings
from lms.scenarios.models import Practice
from lms.scenarios.plays import play_of_practice
from lms.scenarios.services import finish_scenario, forget_old_practice
from tests import builders
from tests.scenarios.playground import DANGER, MODEL, SECRET, begun, build_scenario, played

pytestmark = pytest.mark.django_db


def url(name, pk):
    return reverse(f"scenarios:{name}", args=[pk])


@pytest.fixture
def scenario(db):
    return build_scenario(builders.build_course("특이민원 대응 실전", lessons=0))


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


def practise(browser, practice, keys):
    for key in keys:
        practice.refresh_from_db()
        move = practice.length + 1
        browser.post(url("practise_reply", practice.pk), {"move": move, "reply": key})
    practice.refresh_from_db()
    return practice


def test_practice_tells_each_reason_at_once_and_touches_no_record(browser, learner, scenario):
    builders.enrolled(learner, scenario.course)
    address = browser.post(url("begin_practice", scenario.pk)).url
    practice = Practice.objects.get()
    for number, key in enumerate(MODEL, start=1):
        assert SECRET + f" {key}" not in browser.get(address).text
        practise(browser, practice, [key])
        page = browser.get(address).text
        assert f"{SECRET} {key}" in page
        assert page.count("모범 응대") == number
    assert "연습 · 결과에 반영되지 않음" in page
    assert "모범적으로 마무리했습니다" in browser.get(url("show_practice_debrief", practice.pk)).text
    for model in (Attempt, AttemptStep, Mark, LessonProgress, Completion):
        assert not model.objects.exists(), model


def test_from_any_moment_the_path_up_to_there_is_copied(browser, learner, scenario):
    attempt = played(begun(learner, scenario, settings=Settings(warn_count=2)), ["a", "sorry", "warn", "warn", "slam"])
    finished = finish_scenario(attempt=attempt, at=attempt.started_at)
    browser.post(url("begin_practice", scenario.pk), {"attempt": attempt.pk, "move": 4})
    practice = Practice.objects.get()
    play = play_of_practice(practice)
    assert [move.reply.key for move in play.state.trail] == ["a", "sorry", "warn"]
    assert play.settings.warn_count == 2
    page = browser.get(url("show_practice", practice.pk)).text
    assert SECRET not in page  # what was copied was told in the debrief
    practise(browser, practice, ["warn", "end"])
    assert play_of_practice(practice).verdict.is_passed
    attempt.refresh_from_db()
    assert (attempt.score_percent, attempt.steps.count()) == (finished.score_percent, 5)


def test_from_a_moment_of_a_practice_one_practises_on(browser, learner, scenario):
    builders.enrolled(learner, scenario.course)
    browser.post(url("begin_practice", scenario.pk))
    practice = practise(browser, Practice.objects.get(), DANGER)
    browser.post(url("begin_practice", scenario.pk), {"practice": practice.pk, "move": 1})
    practice.refresh_from_db()
    assert (practice.moves, practice.length) == ([], 0)


@pytest.mark.parametrize("move", ["0", "-3", "99", "x", ""])
def test_a_moment_that_never_was_copies_what_there_is(browser, learner, scenario, move):
    attempt = played(begun(learner, scenario), DANGER)
    finish_scenario(attempt=attempt, at=attempt.started_at)
    browser.post(url("begin_practice", scenario.pk), {"attempt": attempt.pk, "move": move})
    assert Practice.objects.get().length in (0, 1)


def test_a_play_under_way_is_not_practised_on(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    browser.post(url("begin_practice", scenario.pk), {"attempt": attempt.pk, "move": 2})
    assert Practice.objects.get().length == 0


def test_nobody_practises_on_another_persons_play(sign_in, clock, learner, outsider, scenario):
    attempt = played(begun(learner, scenario), DANGER)
    finish_scenario(attempt=attempt, at=attempt.started_at)
    builders.enrolled(outsider, scenario.course)
    stranger = sign_in(outsider)
    assert stranger.post(url("begin_practice", scenario.pk), {"attempt": attempt.pk, "move": 1}).status_code == 404
    assert not Practice.objects.exists()


@pytest.mark.parametrize("name", ["show_practice", "practise_reply", "show_practice_debrief"])
def test_another_persons_practice_does_not_exist(browser, sign_in, learner, trainer, hr_officer, scenario, name):
    builders.enrolled(learner, scenario.course)
    browser.post(url("begin_practice", scenario.pk))
    practice = Practice.objects.get()
    for person in (trainer, hr_officer):
        ask = sign_in(person).post if name == "practise_reply" else sign_in(person).get
        assert ask(url(name, practice.pk), {"move": 1, "reply": "b"}).status_code == 404


@pytest.mark.parametrize("data", [{"move": 2, "reply": "b"}, {"move": 1, "reply": "end"}, {"move": 1}, {}])
def test_no_practice_reaches_a_scene_without_its_path(browser, learner, scenario, data):
    builders.enrolled(learner, scenario.course)
    browser.post(url("begin_practice", scenario.pk))
    practice = Practice.objects.get()
    browser.post(url("practise_reply", practice.pk), data)
    practice.refresh_from_db()
    assert practice.moves == []


def test_practice_is_open_after_passing(browser, learner, scenario):
    attempt = played(begun(learner, scenario), MODEL)
    browser.post(url("finish_attempt", attempt.pk))
    page = browser.get(scenario.url).text
    assert "이유를 보며 연습하기" in page
    assert "다시 대화하기" not in page


def test_who_is_not_enrolled_practises_nothing(browser, scenario):
    browser.post(url("begin_practice", scenario.pk))
    assert not Practice.objects.exists()


def test_practice_is_forgotten_after_thirty_days(browser, learner, scenario, clock):
    builders.enrolled(learner, scenario.course)
    browser.post(url("begin_practice", scenario.pk))
    assert forget_old_practice(at=clock.now + timedelta(days=29)) == 0
    assert forget_old_practice(at=clock.now + timedelta(days=31)) == 1
    assert not Practice.objects.exists()
