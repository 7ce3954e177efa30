"""The first rooms that tell: a certificate, another attempt, a corrected key, each once and to the right person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.certificates.models import Certificate
from lms.certificates.services import issue_certificate, issue_missing_certificates
from lms.learning.models import Enrolment
from lms.learning.services import grant_attempt
from lms.notices.models import Delivery, Notice
from lms.quizzes.models import QuestionVersion
from lms.quizzes.questions import Key
from lms.quizzes.services import correct_key, hand_in_quiz, remark_touched
from tests.builders import MARCH_5, build_course, completed, enrolled, lessons_in
from tests.quizzes.conftest import KEY, begun, build_quiz

pytestmark = pytest.mark.django_db


def told(kind):
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def test_an_issued_certificate_is_told_with_its_number_once(learner, sign_in):
    completion = completed(learner, build_course("고객만족 마인드", lessons=1))
    issue_certificate(completion=completion, at=MARCH_5)
    issue_missing_certificates(at=MARCH_5 + timedelta(hours=1))
    [notice] = told("certificates.issued")
    assert notice.person == learner
    assert notice.words.title == "‘고객만족 마인드’ 이수증이 발급되었습니다."
    assert dict(notice.words.facts)["증서번호"] == Certificate.objects.get().number
    assert Delivery.objects.count() == 0, "planning is the worker's"
    assert sign_in(learner).get(notice.link).status_code == 200


def test_a_granted_attempt_is_told_with_its_reason_once(learner, trainer, sign_in):
    course = build_course("특이민원 대응", lessons=0, quizzes=1)
    quiz = lessons_in(course)[0]
    enrolment = enrolled(learner, course)
    for _ in range(2):
        grant_attempt(enrolment=enrolment, lesson_id=quiz.pk, by=trainer, reason="응시 중 정전", at=MARCH_5)
    [notice] = told("learning.extra_attempt")
    assert notice.person == learner
    assert dict(notice.words.facts)["사유"] == "응시 중 정전"
    assert sign_in(learner).get(notice.link).status_code == 200


def test_nobody_is_told_of_a_course_in_a_trial(trainer):
    course = build_course("특이민원 대응", lessons=1)
    enrolled(trainer, course, is_trial=True, source=Enrolment.Source.MANAGER)
    assert Notice.objects.count() == 0


def test_a_corrected_key_is_told_to_whose_points_changed_with_both_scores(learner, colleague, trainer, sign_in):
    quiz = build_quiz(build_course("특이민원 대응", lessons=0))
    wrong = hand_in_quiz(attempt=begun(learner, quiz), given=KEY | {"q-single": ["s-a"]}, at=MARCH_5)
    hand_in_quiz(attempt=begun(colleague, quiz), given=KEY | {"q-single": ["s-c"]}, at=MARCH_5)
    version = QuestionVersion.objects.get(quiz=quiz, key="q-single")
    [correction] = correct_key(
        version=version, key=Key(frozenset({"s-a"})), reason="보기 1번이 맞습니다", by=trainer, at=MARCH_5
    )
    for _ in range(2):
        remark_touched(correction=correction, at=MARCH_5)
    [notice] = told("quizzes.key_corrected")
    assert notice.person == learner
    assert dict(notice.words.facts) == {"점수": "75점 → 100점", "사유": "보기 1번이 맞습니다"}
    assert str(wrong.pk) in notice.link
    assert sign_in(learner).get(notice.link).status_code == 200
