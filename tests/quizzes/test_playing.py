"""A quiz in the browser, without JavaScript: begin, answer, check, hand in, look at the result."""

import re

import pytest
from django.urls import reverse

from lms.learning.models import Attempt, Completion
from lms.learning.services import complete_lesson, withdraw_enrolment
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, autosave, begun, build_quiz, form

WRONG = {"q-single": ["s-a"], "q-multi": ["m-a"], "q-true": ["true"], "q-last": ["l-b"]}


def url(name, pk):
    return reverse(f"quizzes:{name}", args=[pk])


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


@pytest.fixture
def enrolment(learner, course):
    return builders.enrolled(learner, course)


def chosen_in(page):
    """Values of the ticked inputs of a paper."""
    return re.findall(r'value="([\w-]+)"\s+checked', page)


def text_of(response):
    return response.content.decode()


class TestBegin:
    def test_the_page_says_what_is_asked(self, browser, quiz, enrolment):
        page = text_of(browser.get(quiz.url))
        for words in ["시작하기 전에", "문항", "60", "남은 응시", "평가 시작"]:
            assert words in page

    def test_begin_leads_to_the_paper(self, browser, quiz, enrolment):
        response = browser.post(url("begin_quiz", quiz.pk))
        attempt = Attempt.objects.get()
        assert response.url == url("show_attempt", attempt.pk)
        page = text_of(browser.get(response.url))
        assert page.count('<fieldset class="question"') == 4
        assert "4문항 중 0문항 답함" in page

    def test_a_second_begin_leads_to_the_same_paper(self, browser, quiz, enrolment):
        first = browser.post(url("begin_quiz", quiz.pk)).url
        assert browser.post(url("begin_quiz", quiz.pk)).url == first
        assert "진행 중인 응시가 있습니다" in text_of(browser.get(quiz.url))

    def test_who_is_not_enrolled_is_led_to_the_course(self, browser, quiz):
        response = browser.post(url("begin_quiz", quiz.pk), follow=True)
        assert "수강 신청을 하지 않은 과정입니다" in text_of(response)
        assert not Attempt.objects.exists()

    def test_coming_back_from_sign_in_leads_to_the_quiz(self, browser, quiz, enrolment):
        assert browser.get(url("begin_quiz", quiz.pk)).url == quiz.url

    def test_an_unpublished_quiz_is_not_begun(self, browser, quiz, enrolment):
        quiz.unpublish()
        assert browser.post(url("begin_quiz", quiz.pk)).status_code == 404

    def test_who_has_passed_reads_so_and_finds_no_button(self, browser, quiz, attempt):
        browser.post(url("hand_in_attempt", attempt.pk), form(KEY))
        page = text_of(browser.get(quiz.url))
        assert "합격한 평가입니다" in page
        assert url("begin_quiz", quiz.pk) not in page
        assert url("show_result", attempt.pk) in page

    def test_used_up_attempts_are_said(self, browser, learner, quiz):
        for _ in range(3):
            attempt = begun(learner, quiz)
            browser.post(url("hand_in_attempt", attempt.pk), form(WRONG))
        assert "응시 횟수를 모두 썼습니다" in text_of(browser.get(quiz.url))
        response = browser.post(url("begin_quiz", quiz.pk), follow=True)
        assert "교육 담당자" in text_of(response)
        assert Attempt.objects.count() == 3


class TestAnswer:
    def test_the_autosave_answers_204_and_the_page_shows_what_was_saved(self, browser, attempt):
        response = browser.post(url("save_answers", attempt.pk), autosave({"q-multi": ["m-a", "m-c"]}))
        assert response.status_code == 204
        page = text_of(browser.get(url("show_attempt", attempt.pk)))
        assert "4문항 중 1문항 답함" in page
        assert chosen_in(page) == ["m-a", "m-c"]

    def test_an_answer_taken_back_is_kept_as_taken_back(self, browser, attempt):
        browser.post(url("save_answers", attempt.pk), autosave({"q-multi": ["m-a"]}))
        browser.post(url("save_answers", attempt.pk), autosave({"q-multi": []}))
        assert dict(attempt.steps.values_list("key", "value")) == {"q-multi": []}

    def test_save_and_leave_keeps_everything_without_javascript(self, browser, quiz, attempt):
        response = browser.post(url("save_answers", attempt.pk), form({"q-single": ["s-c"]}), follow=True)
        assert response.redirect_chain[0][0] == quiz.url
        assert "답안을 저장했습니다" in text_of(response)
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": ["s-c"]}

    def test_the_enter_key_saves_and_stays(self, browser, attempt):
        page = text_of(browser.get(url("show_attempt", attempt.pk)))
        first_button = re.search(r"<button[^>]*>", page[page.index("data-autosave=") :])[0]
        assert 'name="stay"' in first_button
        assert url("save_answers", attempt.pk) in first_button
        response = browser.post(url("save_answers", attempt.pk), form({"q-single": ["s-c"]}) | {"stay": "1"})
        assert response.url == url("show_attempt", attempt.pk)
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": ["s-c"]}

    def test_an_old_tab_does_not_take_back_what_another_tab_saved(self, browser, attempt):
        """Two tabs opened empty: the second one sends only its own answer."""
        browser.post(url("save_answers", attempt.pk), autosave({"q-multi": ["m-a", "m-c"]}))
        browser.post(url("save_answers", attempt.pk), form({"q-single": ["s-b"]}))
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": ["s-b"], "q-multi": ["m-a", "m-c"]}

    def test_ticks_removed_without_javascript_are_removed(self, browser, attempt):
        browser.post(url("save_answers", attempt.pk), autosave({"q-multi": ["m-a", "m-c"]}))
        browser.post(url("save_answers", attempt.pk), form({}, saved={"q-multi": ["m-a", "m-c"]}))
        assert dict(attempt.steps.values_list("key", "value")) == {"q-multi": []}

    def test_the_autosave_learns_that_the_sitting_is_closed(self, browser, attempt):
        browser.post(url("hand_in_attempt", attempt.pk), form(KEY))
        response = browser.post(url("save_answers", attempt.pk), autosave(WRONG))
        assert response.status_code == 409
        assert dict(attempt.steps.values_list("key", "value")) == KEY


class TestHandIn:
    def test_unanswered_questions_are_asked_about_once(self, browser, attempt):
        half = form({"q-single": ["s-b"], "q-last": ["l-a"]})
        response = browser.post(url("hand_in_attempt", attempt.pk), half, follow=True)
        assert response.redirect_chain[-1][0] == url("check_answers", attempt.pk)
        page = text_of(response)
        assert "답하지 않은 문항 2개" in page
        assert f"{url('show_attempt', attempt.pk)}#question-2" in page
        attempt.refresh_from_db()
        assert attempt.state == "in_progress"
        assert attempt.steps.count() == 2
        response = browser.post(url("hand_in_attempt", attempt.pk), {"sure": "1"})
        assert response.url == url("show_result", attempt.pk)
        attempt.refresh_from_db()
        assert attempt.score_percent == 50

    def test_a_full_paper_is_handed_in_at_once(self, browser, attempt):
        response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY))
        assert response.url == url("show_result", attempt.pk)

    def test_after_a_failed_sitting_the_course_with_its_lessons_is_one_press_away(self, browser, attempt, quiz):
        browser.post(url("hand_in_attempt", attempt.pk), form(WRONG))
        page = text_of(browser.get(url("show_result", attempt.pk)))
        assert "다시 읽어" in page
        assert page.count(f'href="{quiz.get_parent().url}"') == 2

    def test_double_click_and_back_button_lead_to_the_one_result(self, browser, attempt):
        browser.post(url("hand_in_attempt", attempt.pk), form(KEY))
        assert browser.post(url("hand_in_attempt", attempt.pk), form(WRONG)).url == url("show_result", attempt.pk)
        assert browser.get(url("show_attempt", attempt.pk)).url == url("show_result", attempt.pk)
        assert browser.get(url("check_answers", attempt.pk)).url == url("show_result", attempt.pk)
        assert attempt.marks.count() == 1

    def test_a_result_before_the_hand_in_leads_to_the_paper(self, browser, attempt):
        assert browser.get(url("show_result", attempt.pk)).url == url("show_attempt", attempt.pk)

    def test_a_get_hands_nothing_in(self, browser, attempt):
        for name in ["hand_in_attempt", "save_answers"]:
            assert browser.get(url(name, attempt.pk)).url == url("show_attempt", attempt.pk)
        attempt.refresh_from_db()
        assert attempt.state == "in_progress"

    def test_who_left_the_course_meanwhile_is_told(self, browser, learner, attempt):
        withdraw_enrolment(enrolment=attempt.enrolment, by=learner, at=MARCH_5)
        response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY), follow=True)
        assert "이 응시는 끝났습니다" in text_of(response)

    def test_passing_the_last_lesson_leads_to_the_completion(self, browser, learner, course, attempt):
        for lesson in builders.lessons_in(course):
            if not lesson.completes_itself:
                complete_lesson(enrolment=attempt.enrolment, lesson_id=lesson.pk, at=MARCH_5)
        response = browser.post(url("hand_in_attempt", attempt.pk), form(KEY), follow=True)
        completion = Completion.objects.get()
        assert reverse("learning:show_completion", args=[completion.pk]) in text_of(response)

    def test_passing_leads_to_the_next_lesson(self, browser, course, attempt):
        following = builders.build_lesson(course, "다음 이야기")
        page = text_of(browser.post(url("hand_in_attempt", attempt.pk), form(KEY), follow=True))
        assert following.url in page
        assert "다음 차시" in page


class TestResult:
    def test_it_tells_outcome_score_and_answers(self, browser, attempt):
        page = text_of(browser.post(url("hand_in_attempt", attempt.pk), form(KEY | {"q-last": ["l-b"]}), follow=True))
        assert "75" in page
        assert page.count('class="question"') == 4
        assert "내 답, 정답" in page

    def test_a_failed_sitting_leads_back_to_the_quiz(self, browser, quiz, attempt):
        page = text_of(browser.post(url("hand_in_attempt", attempt.pk), form(WRONG), follow=True))
        assert "다시 응시" in page
        assert quiz.url in page

    def test_an_unanswered_question_says_so(self, browser, attempt):
        page = text_of(browser.post(url("hand_in_attempt", attempt.pk), {"sure": "1"}, follow=True))
        assert page.count("답하지 않음") == 4

    def test_a_question_can_be_reported(self, browser, attempt):
        page = text_of(browser.post(url("hand_in_attempt", attempt.pk), form(KEY), follow=True))
        assert 'value="q-single"' in page


class TestBadInput:
    @pytest.mark.parametrize("name", ["show_attempt", "check_answers", "show_result"])
    def test_an_unknown_sitting_is_a_clear_page(self, browser, name):
        response = browser.get(url(name, 987654))
        assert response.status_code == 404
        assert "찾을 수 없습니다" in text_of(response) or "없습니다" in text_of(response)

    def test_markup_in_questions_and_answers_stays_text(self, browser, learner, course):
        from tests.quizzes.conftest import stored_questions

        stored = stored_questions()
        stored[0]["value"]["text"] = "<script>alert('문항')</script>"
        stored[0]["value"]["choices"][0]["value"]["text"] = "<img src=x onerror=alert(1)>"
        stored[0]["value"]["choices"][0]["value"]["feedback"] = "<b>굵게</b>"
        attempt = begun(learner, build_quiz(course, stored))
        paper = text_of(browser.get(url("show_attempt", attempt.pk)))
        result = text_of(browser.post(url("hand_in_attempt", attempt.pk), form(WRONG), follow=True))
        for page in [paper, result]:
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "&lt;script&gt;" in page
        assert "&lt;b&gt;굵게" in result

    def test_a_form_of_ten_megabytes_is_refused_and_nothing_is_lost(self, browser, attempt):
        browser.post(url("save_answers", attempt.pk), autosave({"q-single": ["s-b"]}))
        response = browser.post(url("hand_in_attempt", attempt.pk), {"answer-q-single": "x" * 10_000_000})
        assert response.status_code in {400, 413}
        attempt.refresh_from_db()
        assert attempt.state == "in_progress"
        assert dict(attempt.steps.values_list("key", "value")) == {"q-single": ["s-b"]}

    @pytest.mark.parametrize(
        "data",
        [
            {"field": "answer-"},
            {"field": ["answer-" + "k" * 500], "answer-" + "k" * 500: "v"},
            {"field": "csrfmiddlewaretoken"},
            {"field": ["answer-q-single"] * 2000, "answer-q-single": "s-b"},
            {"saved-q-single": "s-a s-b \x00", "answer-q-single": "\x00"},
            {"field": "answer-q-multi", "answer-q-multi": ["m-a"] * 500},
        ],
    )
    def test_odd_forms_break_nothing(self, browser, attempt, data):
        assert browser.post(url("save_answers", attempt.pk), data).status_code in {204, 302}
        assert browser.get(url("show_attempt", attempt.pk)).status_code == 200
