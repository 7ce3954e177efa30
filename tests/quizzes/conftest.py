"""A quiz with four questions whose secrets are easy to find in a page, and the moves of a person who sits it."""

from __future__ import annotations

import random

import pytest

from lms.quizzes.answers import field_name, saved_name
from lms.quizzes.models import Quiz
from lms.quizzes.services import begin_quiz
from tests import builders

#: Right answers by question key; every text that must stay secret begins with 비밀.
KEY = {"q-single": ["s-b"], "q-multi": ["m-a", "m-c"], "q-true": ["false"], "q-last": ["l-a"]}


def choice(choice_id, text, right):
    value = {"text": text, "is_correct": right, "feedback": f"비밀 보기 설명 {choice_id}"}
    return {"type": "item", "id": choice_id, "value": value}


def stored_questions():
    """Four questions as the page keeps them."""
    return [
        {
            "type": "single",
            "id": "q-single",
            "value": {
                "text": "먼저 할 말은 무엇입니까?",
                "explanation": "비밀 해설 하나",
                "choices": [
                    choice("s-a", "기다리세요", False),
                    choice("s-b", "안녕하세요", True),
                    choice("s-c", "왜요", False),
                ],
            },
        },
        {
            "type": "multiple",
            "id": "q-multi",
            "value": {
                "text": "알려야 할 것을 모두 고르십시오.",
                "explanation": "비밀 해설 둘",
                "choices": [choice("m-a", "부서", True), choice("m-b", "휴대전화", False), choice("m-c", "내선", True)],
            },
        },
        {
            "type": "true_false",
            "id": "q-true",
            "value": {
                "text": "말을 끊어도 됩니다.",
                "answer": "false",
                "feedback_true": "비밀 보기 설명 true",
                "feedback_false": "비밀 보기 설명 false",
                "explanation": "비밀 해설 셋",
            },
        },
        {
            "type": "single",
            "id": "q-last",
            "value": {
                "text": "끝인사는 무엇입니까?",
                "explanation": "비밀 해설 넷",
                "choices": [choice("l-a", "고맙습니다", True), choice("l-b", "끊습니다", False)],
            },
        },
    ]


def put_questions(quiz, stored):
    """Set a quiz's questions as the editor would."""
    block = Quiz._meta.get_field("questions").stream_block
    quiz.questions = block.to_python(stored)
    return quiz


def build_quiz(course, stored=None, **fields):
    """A published quiz at the end of the course."""
    fields = {"shuffle_questions": False, "shuffle_choices": False, "max_attempts": 3} | fields
    questions = Quiz._meta.get_field("questions").stream_block.to_python(stored or stored_questions())
    return Quiz.objects.get(pk=builders.build_quiz(course, questions=questions, **fields).pk)


def begun(person, quiz, *, at=builders.MARCH_5):
    """A sitting of an enrolled person."""
    enrolment = builders.enrolled(person, quiz.course, at=at)
    return begin_quiz(enrolment=enrolment, quiz=quiz, at=at, rng=random.Random(1))[0]


def form(answers, *, saved=None):
    """What the paper's form sends for answers by question key."""
    sent = {}
    for key in KEY:
        sent[saved_name(key)] = " ".join((saved or {}).get(key, []))
        if answers.get(key):
            sent[field_name(key)] = answers[key]
    return sent


def autosave(answers):
    """What the autosave sends for changed answers."""
    return {"field": [field_name(key) for key in answers]} | {field_name(key): given for key, given in answers.items()}


@pytest.fixture
def course(db):
    """A course of one text lesson; quizzes are added at its end."""
    return builders.build_course("민원 응대 기본", lessons=1)


@pytest.fixture
def quiz(course):
    """Four questions, 60 points to pass, three attempts, no shuffling."""
    return build_quiz(course)


@pytest.fixture
def attempt(learner, quiz, clock):
    """The learner's sitting, begun now."""
    return begun(learner, quiz, at=clock.now)
