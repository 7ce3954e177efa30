"""No key, feedback or explanation leaves the server before it may: every answer of the server is searched."""

import re

import pytest
from django.urls import reverse

from lms.learning.models import Attempt
from lms.learning.services import grant_attempt
from lms.quizzes.services import hand_in_quiz
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, autosave, begun, build_quiz, choice, form, stored_questions

SECRET = "비밀"
WRONG = {"q-single": ["s-a"], "q-multi": ["m-a", "m-b", "m-c"], "q-true": ["true"], "q-last": ["l-b"]}


def url(name, pk):
    return reverse(f"quizzes:{name}", args=[pk])


def everything(response):
    """Body and headers of every answer on the way."""
    hops = [*getattr(response, "redirect_chain", []), response.content.decode(), response.headers]
    return str(hops)


def test_nothing_secret_is_in_any_answer_before_the_hand_in(learner, sign_in, quiz, course, clock):
    builders.enrolled(learner, course)
    browser = sign_in(learner)
    pages = [browser.get("/"), browser.get(course.url), browser.get(quiz.url)]
    pages.append(browser.post(url("begin_quiz", quiz.pk), follow=True))
    attempt = Attempt.objects.get()
    pages += [
        browser.get(url("show_attempt", attempt.pk)),
        browser.post(url("save_answers", attempt.pk), autosave({"q-single": ["s-b"]})),
        browser.post(url("save_answers", attempt.pk), form({"q-multi": ["m-a"]}), follow=True),
        browser.post(url("hand_in_attempt", attempt.pk), form({"q-true": ["true"]}), follow=True),
        browser.get(url("check_answers", attempt.pk)),
        browser.get(url("show_attempt", attempt.pk)),
        browser.get(f"/my/?q={quiz.slug}"),
    ]
    for page in pages:
        assert page.status_code in {200, 204}
        found = everything(page)
        assert SECRET not in found
        assert "is_correct" not in found


def normalised(page):
    """A page without what differs from request to request."""
    text = page.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"/quizzes/attempts/\d+/|data-attempt=\"\d+\"", "", text)


def test_the_paper_is_the_same_to_the_byte_whatever_the_key_is(learner, sign_in, quiz, course, clock):
    browser = sign_in(learner)
    stored = stored_questions()
    for item in stored:
        value = item["value"]
        value["explanation"] = "다른 해설"
        for each in value.get("choices", []):
            each["value"]["is_correct"] = not each["value"]["is_correct"]
            each["value"]["feedback"] = "다른 설명"
        if "answer" in value:
            value["answer"] = "true"
    other = build_quiz(course, stored, slug=quiz.slug + "2")
    papers = [normalised(browser.get(url("show_attempt", begun(learner, each).pk))) for each in [quiz, other]]
    assert papers[0] == papers[1].replace(other.slug, quiz.slug)


class TestResult:
    """With four questions: all chosen feedback is secret until it may be told."""

    def result(self, browser, attempt):
        return browser.get(url("show_result", attempt.pk)).content.decode()

    def test_while_attempts_are_left_only_the_chosen_choices_are_spoken_of(self, learner, sign_in, quiz, clock):
        attempt = begun(learner, quiz)
        hand_in_quiz(attempt=attempt, given=WRONG, at=MARCH_5)
        page = self.result(sign_in(learner), attempt)
        assert "비밀 보기 설명 s-a" in page
        for secret in ["비밀 해설", "설명 s-b", "설명 s-c", "설명 false", "설명 l-a"]:
            assert secret not in page
        # Everything was ticked: telling about each choice would tell the key.
        assert "비밀 보기 설명 m-" not in page
        assert "review__choice--correct" not in page

    def test_a_right_answer_is_told_at_once(self, learner, sign_in, quiz, clock):
        attempt = begun(learner, quiz)
        hand_in_quiz(attempt=attempt, given={"q-multi": ["m-a", "m-c"]}, at=MARCH_5)
        page = self.result(sign_in(learner), attempt)
        assert "비밀 보기 설명 m-a" in page
        assert "비밀 보기 설명 m-b" not in page
        assert page.count("review__choice--correct") == 2

    def test_passing_opens_everything(self, learner, sign_in, quiz, clock):
        attempt = begun(learner, quiz)
        hand_in_quiz(attempt=attempt, given=KEY | {"q-last": ["l-b"]}, at=MARCH_5)
        page = self.result(sign_in(learner), attempt)
        for secret in ["비밀 해설 하나", "비밀 해설 넷", "비밀 보기 설명 s-c", "비밀 보기 설명 l-a"]:
            assert secret in page

    def test_the_last_attempt_opens_everything_and_a_granted_one_closes_it_again(
        self, learner, trainer, sign_in, quiz, clock
    ):
        for _ in range(3):
            attempt = begun(learner, quiz)
            hand_in_quiz(attempt=attempt, given=WRONG, at=MARCH_5)
        browser = sign_in(learner)
        assert "비밀 해설 하나" in self.result(browser, attempt)
        grant_attempt(enrolment=attempt.enrolment, lesson_id=quiz.pk, by=trainer, reason="통신 장애", at=MARCH_5)
        assert "비밀 해설" not in self.result(browser, attempt)

    def test_without_a_limit_only_passing_opens_it(self, learner, sign_in, course, clock):
        quiz = build_quiz(course, max_attempts=None)
        for _ in range(5):
            attempt = begun(learner, quiz)
            hand_in_quiz(attempt=attempt, given=WRONG, at=MARCH_5)
        assert "비밀 해설" not in self.result(sign_in(learner), attempt)

    def test_an_open_sitting_in_another_tab_keeps_earlier_results_closed(self, learner, sign_in, course, clock):
        quiz = build_quiz(course, max_attempts=2)
        first = begun(learner, quiz)
        hand_in_quiz(attempt=first, given=WRONG, at=MARCH_5)
        begun(learner, quiz)
        assert "비밀 해설" not in self.result(sign_in(learner), first)

    def test_passing_below_what_the_run_asks_for_keeps_the_key_closed(self, learner, sign_in, course, clock):
        """Pass mark 60, but the run wants 80: the person will sit again."""
        run = builders.self_paced_run(course)
        run.min_score_percent = 80
        run.save()
        attempt = begun(learner, build_quiz(course))
        hand_in_quiz(attempt=attempt, given=KEY | {"q-last": ["l-b"]}, at=MARCH_5)
        page = self.result(sign_in(learner), attempt)
        assert "비밀 해설" not in page
        assert "다시 응시" in page

    def test_last_years_result_is_judged_by_last_years_run(self, learner, sign_in, quiz, clock):
        last_year = builders.moment(2025, 9, 10)
        run = builders.build_run(quiz.course, opens_on=last_year.date(), closes_on=last_year.date())
        enrolment = builders.enrolled(learner, run, at=last_year)
        old = begun_on(enrolment, quiz, last_year)
        hand_in_quiz(attempt=old, given=KEY, at=last_year)
        browser = sign_in(learner)
        assert "비밀 해설 하나" in self.result(browser, old)
        builders.enrolled(learner, quiz.course)
        assert "비밀 해설 하나" in self.result(browser, old)


def begun_on(enrolment, quiz, at):
    import random

    from lms.quizzes.services import begin_quiz

    return begin_quiz(enrolment=enrolment, quiz=quiz, at=at, rng=random.Random(1))[0]


def test_a_choice_nobody_offered_is_not_revealed_by_the_order(learner, sign_in, course, clock):
    """Shuffled papers of many people do not put the right choice in one place."""
    places = set()
    stored = [
        {
            "type": "single",
            "id": "q-single",
            "value": {
                "text": "무엇입니까?",
                "explanation": "",
                "choices": [choice("a", "하나", True), *[choice(each, each, False) for each in "bcde"]],
            },
        }
    ]
    quiz = build_quiz(course, stored, shuffle_choices=True)
    for number in range(12):
        person = builders.build_person(f"사람{number}")
        builders.enrolled(person, course)
        browser = sign_in(person)
        browser.post(url("begin_quiz", quiz.pk))
        places.add(Attempt.objects.get(enrolment__person=person).content["questions"][0]["choices"].index("a"))
    assert len(places) > 1


@pytest.mark.parametrize("preview_mode", ["key", "paper"])
def test_only_editors_see_the_draft_with_its_key(learner, sign_in, quiz, preview_mode, clock):
    draft = reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])
    response = sign_in(learner).get(draft, follow=True)
    assert SECRET not in everything(response)
