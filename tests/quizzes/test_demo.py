"""The demo's quizzes and what its people answered."""

import tomllib
from datetime import timedelta
from random import Random

import pytest

from lms.learning.models import Attempt, LessonProgress, Mark
from lms.quizzes.analysis import items_of
from lms.quizzes.demo import seed_quizzes, seed_sittings
from lms.quizzes.demo.quizzes import HERE, questions
from lms.quizzes.demo.sittings import answers_with
from lms.quizzes.models import Quiz
from lms.quizzes.rules import mark_answers
from tests import builders
from tests.builders import MARCH_5, moment

FILES = sorted(HERE.glob("*.toml"))
QUIZZES = [quiz for path in FILES for quiz in tomllib.loads(path.read_text(encoding="utf-8"))["quizzes"]]


@pytest.mark.parametrize("facts", QUIZZES, ids=lambda facts: facts["slug"])
def test_every_written_question_would_pass_the_editor(facts):
    block = Quiz._meta.get_field("questions").stream_block
    block.clean(block.to_python(questions(facts)))


def test_every_course_asks_at_least_twelve_questions_in_its_final_quiz():
    for path in FILES:
        quizzes = tomllib.loads(path.read_text(encoding="utf-8"))["quizzes"]
        assert max(len(quiz["questions"]) for quiz in quizzes) >= 12, path.stem


@pytest.fixture
def demo_course(db):
    """A course under the name of a demo file, with the lessons its quizzes follow."""
    course = builders.build_course("고객만족 마인드", lessons=0, slug="customer-mindset")
    for slug in ["other-side-of-the-counter", "keep-the-date", "last-words"]:
        builders.build_lesson(course, slug, slug=slug)
    return course


def test_quizzes_stand_after_their_lesson_and_are_live(demo_course):
    for _ in range(2):
        seed_quizzes(at=MARCH_5)
    slugs = [lesson.slug for lesson in builders.lessons_in(demo_course)]
    assert slugs == ["other-side-of-the-counter", "keep-the-date", "customer-mindset-quiz", "last-words"]
    quiz = Quiz.objects.get()
    assert quiz.live
    assert len(quiz.question_list()) == 14


def test_an_edited_demo_quiz_stays_edited(demo_course):
    seed_quizzes(at=MARCH_5)
    quiz = Quiz.objects.get()
    quiz.title = "고친 제목"
    quiz.save_revision().publish()
    seed_quizzes(at=MARCH_5)
    assert Quiz.objects.get().title == "고친 제목"


@pytest.mark.django_db
@pytest.mark.parametrize("right", range(15))
def test_answers_are_right_exactly_as_often_as_told(right):
    quiz = Quiz()
    quiz.questions = quiz.questions.stream_block.to_python(questions(QUIZZES[1]))
    asked = quiz.question_list()
    given = answers_with(asked, right, Random(right))
    result = mark_answers([(question, question.answer_key) for question in asked], given)
    assert sum(result.detail.values()) == min(right, len(asked))


def test_every_score_gets_sittings_whose_best_is_that_score(demo_course):
    seed_quizzes(at=MARCH_5)
    quiz = Quiz.objects.get()
    scores = [100, 92, 85, 78, 71, 64, 57, 42, 28]
    for number, score in enumerate(scores):
        person = builders.build_person(f"사람{number}")
        enrolment = builders.enrolled(person, demo_course, at=MARCH_5)
        passed_at = MARCH_5 + timedelta(minutes=9) if score >= 60 else None
        LessonProgress.objects.create(
            enrolment=enrolment,
            lesson_id=quiz.pk,
            opened_at=MARCH_5,
            last_opened_at=MARCH_5,
            completed_at=passed_at,
            score_percent=score,
        )
    for _ in range(2):
        seed_sittings(at=moment(2026, 4, 1))
    best = {}
    for attempt in Attempt.objects.select_related("enrolment"):
        best[attempt.enrolment_id] = max(best.get(attempt.enrolment_id, 0), attempt.score_percent)
        assert attempt.started_at < attempt.submitted_at
        assert attempt.outcome == ("passed" if attempt.score_percent >= 60 else "failed")
        assert Mark.objects.get(attempt=attempt).score_percent == attempt.score_percent
    assert sorted(best.values(), reverse=True) == scores
    assert items_of(quiz)[0].people == len(scores)
