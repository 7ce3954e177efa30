"""How many statements a learner's request asks, and that more questions ask for no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.quizzes.services import hand_in_quiz
from tests import builders
from tests.builders import MARCH_5
from tests.quizzes.conftest import autosave, begun, build_quiz, choice

#: No page of a learner asks more, session and person included.
CEILING = 12


def url(name, pk):
    return reverse(f"quizzes:{name}", args=[pk])


def many_questions(count):
    return [
        {
            "type": "single",
            "id": f"q{number}",
            "value": {
                "text": f"문항 {number}",
                "explanation": "",
                "choices": [choice(f"{number}a", "가", True), choice(f"{number}b", "나", False)],
            },
        }
        for number in range(count)
    ]


def right(count):
    return {f"q{number}": [f"{number}a"] for number in range(count)}


def whole_form(count):
    given = right(count)
    return {f"answer-{key}": chosen for key, chosen in given.items()} | {f"saved-{key}": "" for key in given}


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


def statements(browser, method, address, data=None):
    """What one request asks of the database, transactions aside."""
    with CaptureQueriesContext(connection) as captured:
        response = getattr(browser, method)(address, data)
    assert response.status_code in (200, 204, 302), response.status_code
    framing = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [each["sql"] for each in captured if not each["sql"].startswith(framing)]


def shown(asked):
    return "\n".join(each[:150] for each in asked[30])


@pytest.fixture
def sizes(learner, course):
    """A small and a large quiz, each with a sitting under way and one that was handed in."""
    found = {}
    for count in (3, 30):
        quiz = build_quiz(course, many_questions(count), title=f"{count}문항")
        hand_in_quiz(attempt=begun(learner, quiz), given={}, at=MARCH_5)
        found[count] = (quiz, quiz.course, begun(learner, quiz))
    return found


@pytest.mark.parametrize(
    ("name", "given", "ceiling"),
    [
        ("show_attempt", None, 6),
        ("check_answers", None, 6),
        ("show_result", right(30), CEILING),
        ("show_result", {}, CEILING),
    ],
)
def test_pages_of_a_sitting(browser, learner, sizes, name, given, ceiling):
    asked = {}
    for count, (_quiz, _course, attempt) in sizes.items():
        if given is not None:
            hand_in_quiz(attempt=attempt, given=given, at=MARCH_5)
        browser.get(url(name, attempt.pk))
        asked[count] = statements(browser, "get", url(name, attempt.pk))
    assert len(asked[3]) == len(asked[30]) <= ceiling, shown(asked)


def test_the_quiz_page(browser, sizes):
    asked = {}
    for count, (quiz, _course, _attempt) in sizes.items():
        browser.get(quiz.url)
        asked[count] = statements(browser, "get", quiz.url)
    assert len(asked[3]) == len(asked[30]) <= CEILING, shown(asked)


def test_the_autosave(browser, sizes):
    asked = {}
    for count, (_quiz, _course, attempt) in sizes.items():
        asked[count] = statements(browser, "post", url("save_answers", attempt.pk), autosave(right(count)))
    assert len(asked[3]) == len(asked[30]) <= 6, shown(asked)


def test_begin(browser, learner, course):
    asked = {}
    for count in (3, 30):
        quiz = build_quiz(course, many_questions(count), title=f"{count}문항")
        builders.enrolled(learner, course)
        browser.get(quiz.url)
        asked[count] = statements(browser, "post", url("begin_quiz", quiz.pk))
    assert len(asked[3]) == len(asked[30]) <= 14, shown(asked)


def test_hand_in(browser, sizes):
    asked = {}
    for count, (_quiz, _course, attempt) in sizes.items():
        asked[count] = statements(browser, "post", url("hand_in_attempt", attempt.pk), whole_form(count))
        attempt.refresh_from_db()
        assert attempt.score_percent == 100
    assert len(asked[3]) == len(asked[30]) <= 20, shown(asked)
