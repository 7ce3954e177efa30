"""The demo's quizzes: questions as their authors wrote them, turned into pages beside the lessons."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import CommandError, OutputWrapper
from wagtail.models import Page

from lms.courses.models import CoursePage
from lms.people.models import Person

from ..models import Quiz
from ..questions import FALSE_ID, TRUE_ID

__all__ = ["questions", "seed_quizzes"]

HERE = Path(__file__).parent


def seed_quizzes(*, at: datetime, stdout: OutputWrapper | None = None, folder: Path = HERE) -> None:
    """Place the quizzes of every course that is there. Raises CommandError for a lesson or question that is not."""
    trainer = Person.objects.filter(employee_number="trainer").first()
    for path in sorted(folder.glob("*.toml")):
        course = CoursePage.objects.filter(slug=path.stem).first()
        if course is None:
            continue
        for facts in tomllib.loads(path.read_text(encoding="utf-8"))["quizzes"]:
            if not Quiz.objects.child_of(course).filter(slug=facts["slug"]).exists():
                _place(course, facts, owner=trainer, at=at)
    if stdout is not None:
        stdout.write(f"quizzes: {Quiz.objects.count()} quizzes")


def _place(course: CoursePage, facts: dict[str, Any], *, owner: Person | None, at: datetime) -> None:
    before = Page.objects.child_of(course).filter(slug=facts["after"]).first()
    if before is None:
        raise CommandError(f"The quiz {facts['slug']} follows {facts['after']}, which {course.slug} does not have.")
    quiz = Quiz(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        introduction=facts["introduction"].strip(),
        live=False,
        owner=owner,
        **{
            name: facts[name]
            for name in (
                "estimated_minutes",
                "is_required",
                "pass_mark_percent",
                "max_attempts",
                "shuffle_questions",
                "shuffle_choices",
            )
        },
    )
    block = quiz.questions.stream_block
    quiz.questions = block.clean(block.to_python(questions(facts)))
    before.add_sibling(pos="right", instance=quiz)
    quiz.save_revision(user=owner, log_action=True).publish(user=owner)
    # The past year's learning needs a quiz that was there.
    published_at = datetime(at.year - 1, 1, 12, 0, 30, tzinfo=UTC)
    quiz.revisions.update(created_at=published_at)
    Page.objects.filter(pk=quiz.pk).update(
        first_published_at=published_at, last_published_at=published_at, latest_revision_created_at=published_at
    )


def questions(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions as a StreamField keeps them; ids follow from the quiz, so that a demo made anew has the same."""
    return [
        {
            "id": _id(facts, index),
            "type": question["kind"],
            "value": _true_false(question) if question["kind"] == "true_false" else _choices(facts, index, question),
        }
        for index, question in enumerate(facts["questions"])
    ]


def _choices(facts: dict[str, Any], index: int, question: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": question["text"],
        "explanation": question["explanation"],
        "choices": [
            {"type": "item", "id": _id(facts, index, place), "value": choice}
            for place, choice in enumerate(question["choices"])
        ],
    }


def _true_false(question: dict[str, Any]) -> dict[str, Any]:
    """The file says 맞습니다 first, 아닙니다 second."""
    holds, holds_not = question["choices"]
    return {
        "text": question["text"],
        "explanation": question["explanation"],
        "answer": TRUE_ID if holds["is_correct"] else FALSE_ID,
        "feedback_true": holds["feedback"],
        "feedback_false": holds_not["feedback"],
    }


def _id(facts: dict[str, Any], *places: int) -> str:
    return str(uuid5(NAMESPACE_URL, "#".join([facts["slug"], *map(str, places)])))
