"""A reported mistake is one report, gets one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.learning import errors
from lms.learning.models import MistakeReport
from lms.learning.services import report_mistake, resolve_mistake
from tests.builders import MARCH_5, build_course, lessons_in

pytestmark = pytest.mark.django_db


def report(person, lesson, text="전화번호가 틀렸습니다.", part=""):
    return report_mistake(person=person, lesson_id=lesson.pk, part=part, text=text, at=MARCH_5)


def test_the_same_words_sent_twice_are_one_report(learner, outsider):
    lesson = lessons_in(build_course())[0]
    first, is_new = report(learner, lesson)
    second, is_new_again = report(learner, lesson, text="  전화번호가 틀렸습니다. ")
    assert (first, is_new, is_new_again) == (second, True, False)
    assert report(outsider, lesson)[1]
    assert report(learner, lesson, part="question-3")[1]


def test_an_empty_report_is_refused_and_a_long_one_is_cut(learner):
    lesson = lessons_in(build_course())[0]
    with pytest.raises(errors.MissingReason):
        report(learner, lesson, text=" \n ")
    assert len(report(learner, lesson, text="가" * 900, part="p" * 90)[0].text) == 500
    assert len(MistakeReport.objects.get().part) == 64


def test_a_nul_is_left_out(learner):
    lesson = lessons_in(build_course())[0]
    kept, _ = report(learner, lesson, text="전화\0번호가 틀렸습니다.", part="question\0-3")
    assert (kept.text, kept.part) == ("전화번호가 틀렸습니다.", "question-3")
    with pytest.raises(errors.MissingReason):
        report(learner, lesson, text="\0 \0")


def test_the_first_answer_stands(learner, trainer, hr_officer):
    kept, _ = report(learner, lessons_in(build_course())[0])
    resolve_mistake(report=kept, answer="고쳤습니다. 고맙습니다.", by=trainer, at=MARCH_5)
    again = resolve_mistake(report=kept, answer="다른 답", by=hr_officer, at=MARCH_5 + timedelta(days=1))
    assert (again.answer, again.resolved_by, again.resolved_at) == ("고쳤습니다. 고맙습니다.", trainer, MARCH_5)


def test_an_answer_is_needed(learner, trainer):
    kept, _ = report(learner, lessons_in(build_course())[0])
    with pytest.raises(errors.MissingReason):
        resolve_mistake(report=kept, answer="", by=trainer, at=MARCH_5)


def test_what_was_answered_can_be_reported_again(learner, trainer):
    lesson = lessons_in(build_course())[0]
    resolve_mistake(report=report(learner, lesson)[0], answer="고쳤습니다.", by=trainer, at=MARCH_5)
    assert report(learner, lesson)[1]
