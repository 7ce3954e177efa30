"""The session ends in the middle of a quiz: nothing that was answered is lost, and nothing reaches anybody else."""

import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lms.quizzes import answers
from tests.builders import MARCH_5
from tests.cast import PASSWORD
from tests.quizzes.conftest import KEY, autosave, form
from tests.quizzes.test_playing import chosen_in


def url(name, pk):
    return reverse(f"quizzes:{name}", args=[pk])


def end_session(browser):
    """What the clock does to a session: the cookie is still there, the server knows nothing of it."""
    Session.objects.all().delete()
    cache.clear()


def sign_in_again(browser, person, target):
    assert target.startswith("/accounts/login/?next=")
    return browser.post(target, {"login": person.employee_number, "password": PASSWORD}, follow=True)


def saved(attempt):
    return dict(attempt.steps.values_list("key", "value"))


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


def test_answers_handed_in_after_the_session_ended_stand_in_the_form_again(browser, learner, attempt):
    browser.post(url("save_answers", attempt.pk), autosave({"q-single": ["s-b"]}))
    end_session(browser)
    response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY, saved={"q-single": ["s-b"]}))
    assert saved(attempt) == {"q-single": ["s-b"]}, "nothing is written for somebody unknown"
    response = sign_in_again(browser, learner, response.url)
    assert response.redirect_chain[-1][0] == url("show_attempt", attempt.pk)
    page = response.content.decode()
    assert "마지막에 고른 답이 그대로 있습니다" in page
    assert "4문항 중 4문항 답함" in page
    assert saved(attempt) == {"q-single": ["s-b"]}, "looking writes nothing"


def test_the_answers_that_came_back_are_saved_with_the_next_hand_in(browser, learner, attempt):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form(KEY)).url
    sign_in_again(browser, learner, target)
    response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY))
    assert response.url == url("show_result", attempt.pk)
    assert saved(attempt) == KEY
    assert answers.kept_answers(browser.session, attempt_id=attempt.pk) == ({}, None)


def test_the_answers_that_came_back_are_saved_with_the_next_autosave(browser, learner, attempt):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form({"q-single": ["s-b"], "q-multi": ["m-a"]})).url
    sign_in_again(browser, learner, target)
    browser.post(url("save_answers", attempt.pk), autosave({"q-single": ["s-c"]}))
    assert saved(attempt) == {"q-single": ["s-c"], "q-multi": ["m-a"]}


def test_handing_in_from_the_check_page_keeps_what_came_back(browser, learner, attempt):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form({"q-single": ["s-b"]})).url
    sign_in_again(browser, learner, target)
    response = browser.post(url("hand_in_attempt", attempt.pk), form({"q-single": ["s-b"]}))
    assert response.url == url("check_answers", attempt.pk)
    assert saved(attempt) == {"q-single": ["s-b"]}


def test_the_autosave_learns_that_the_session_has_ended_and_its_answer_is_kept(browser, learner, attempt):
    end_session(browser)
    response = browser.post(url("save_answers", attempt.pk), autosave({"q-multi": ["m-c"]}))
    assert response.status_code == 401
    browser.post(url("save_answers", attempt.pk), autosave({"q-true": ["false"]}))
    browser.force_login(learner)
    page = browser.get(url("show_attempt", attempt.pk)).content.decode()
    assert "4문항 중 2문항 답함" in page


def test_save_and_leave_after_the_session_ended_leads_to_sign_in(browser, learner, attempt):
    end_session(browser)
    response = browser.post(url("save_answers", attempt.pk), form({"q-single": ["s-b"]}))
    page = sign_in_again(browser, learner, response.url).content.decode()
    assert "4문항 중 1문항 답함" in page


def test_another_person_at_the_same_computer_gets_none_of_it(browser, learner, outsider, attempt):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form(KEY)).url
    response = sign_in_again(browser, outsider, target)
    assert response.status_code == 404
    assert "s-b" not in response.content.decode()
    assert answers.kept_attempt_ids(browser.session) == set()


def test_answers_for_somebody_elses_sitting_are_never_written(browser, outsider, attempt):
    stranger = Client()
    stranger.post(url("hand_in_attempt", attempt.pk), form(KEY))
    stranger.force_login(outsider)
    assert stranger.get(url("show_attempt", attempt.pk)).status_code == 404
    assert saved(attempt) == {}


def test_what_was_saved_later_elsewhere_stands_over_what_waited(browser, learner, attempt, sign_in, clock):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form({"q-single": ["s-a"]})).url
    clock.advance(minutes=5)
    sign_in(learner).post(url("save_answers", attempt.pk), autosave({"q-single": ["s-b"]}))
    sign_in_again(browser, learner, target)
    page = browser.get(url("show_attempt", attempt.pk)).content.decode()
    assert "마지막에 고른 답이 그대로 있습니다" not in page
    assert chosen_in(page) == ["s-b"]


def test_a_sitting_handed_in_elsewhere_meanwhile_leads_to_its_result(browser, learner, attempt, sign_in):
    end_session(browser)
    target = browser.post(url("hand_in_attempt", attempt.pk), form({"q-single": ["s-a"]})).url
    sign_in(learner).post(url("hand_in_attempt", attempt.pk), form(KEY))
    response = sign_in_again(browser, learner, target)
    assert response.redirect_chain[-1][0] == url("show_result", attempt.pk)
    assert saved(attempt) == KEY


def test_a_form_made_before_a_new_sign_in_is_refused_clearly_and_loses_nothing(learner, attempt, clock):
    """Another tab signed in anew, so this tab's token is old."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner)
    paper = browser.get(url("show_attempt", attempt.pk))
    token = paper.context["csrf_token"]
    browser.post(url("save_answers", attempt.pk), autosave({"q-single": ["s-b"]}), headers={"X-CSRFToken": str(token)})
    browser.cookies["csrftoken"] = "n" * 32
    response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY) | {"csrfmiddlewaretoken": str(token)})
    assert response.status_code == 403
    assert "보내지 못했습니다" in response.content.decode() or "없습니다" in response.content.decode()
    assert saved(attempt) == {"q-single": ["s-b"]}


class TestBounds:
    def kept(self, *posts):
        session = SessionStore()
        for attempt_id, given in posts:
            answers.keep_for_later(session, attempt_id=attempt_id, given=given, at=MARCH_5)
        return session

    def test_only_the_latest_sittings_are_kept(self):
        session = self.kept(*[(number, {"q": ["a"]}) for number in range(1, 9)])
        assert answers.kept_attempt_ids(session) == {6, 7, 8}

    def test_a_visitor_cannot_fill_the_session(self):
        huge = {f"{'k' * 60}{number}": ["c" * 60] * 20 for number in range(200)}
        session = self.kept((1, {"q": ["a"]}), (2, huge))
        assert len(json.dumps(dict(session.items()))) < 150_000
        session = self.kept(*[(number, {f"k{each}": ["c" * 60] * 5 for each in range(100)}) for number in range(3)])
        assert len(json.dumps(dict(session.items()))) < 150_000

    def test_later_answers_join_earlier_ones(self):
        session = self.kept((1, {"a": ["x"], "b": ["y"]}), (1, {"b": ["z"]}))
        assert answers.kept_answers(session, attempt_id=1) == ({"a": ["x"], "b": ["z"]}, MARCH_5)

    def test_nothing_kept_is_nothing(self):
        assert answers.kept_answers(SessionStore(), attempt_id=1) == ({}, None)
        answers.drop_kept(SessionStore(), attempt_id=1)


def test_one_address_cannot_fill_the_sessions(attempt, monkeypatch):
    monkeypatch.setattr("lms.quizzes.views.KEPT_A_MINUTE", 3)
    for _ in range(8):
        Client().post(url("hand_in_attempt", attempt.pk), form(KEY))
    assert Session.objects.count() == 3


def test_no_session_is_made_for_a_sitting_that_is_not_under_way(attempt):
    visitor = Client()
    visitor.post(url("hand_in_attempt", 987654), form(KEY))
    visitor.post(url("hand_in_attempt", attempt.pk), {})
    assert not Session.objects.exists()


def test_an_unknown_sitting_and_a_known_one_look_alike_to_nobody(attempt):
    known = Client().post(url("hand_in_attempt", attempt.pk), form(KEY))
    unknown = Client().post(url("hand_in_attempt", 987654), form(KEY))
    assert (known.status_code, unknown.status_code) == (302, 302)
