"""One person's record."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from lms.certificates.services import issue_certificate
from lms.learning.services import complete_lesson, record_paper_completion, void_completion, withdraw_enrolment
from lms.people.models import AccessRecord
from lms.reports.sheet import enrolments_of
from tests.builders import build_course, build_quiz, build_run, enrolled, moment, self_paced_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_sheet(hr_officer, sign_in):
    """``open_sheet(person)``: the page as HR reads it, as text."""
    client = sign_in(hr_officer)

    def read(person) -> str:
        answer = client.get(reverse("reports:show_person", args=[person.pk]))
        return re.sub(r"\s+", " ", re.sub(r"<(?!a )[^>]+>", " ", answer.content.decode()))

    return read


def test_it_shows_who_and_where_the_person_stands(office, open_sheet):
    text = open_sheet(office.colleague)
    for shown in ("20210008", "복지국 생활보장과", "행정7급", "재직", "학습 중", "50%", "2026. 2. 28.", "기한 지남"):
        assert shown in text
    assert "아직 이수한 과정이 없습니다." in text


def test_completions_carry_their_certificate(office, open_sheet):
    certificate, _is_new = issue_certificate(completion=office.completion, at=moment(2026, 2, 2))
    text = open_sheet(office.learner)
    assert reverse("certificates:download_certificate", args=[certificate.pk]) in text
    assert certificate.number in text


def test_voided_and_paper_completions_stay_with_their_reasons(office, open_sheet, hr_officer):
    void_completion(
        completion=office.completion,
        by=hr_officer,
        reason="대리 수강 확인",
        evidence="감사 2026-3",
        at=moment(2026, 3, 3),
    )
    record_paper_completion(
        person=office.learner,
        run=build_run(build_course("집합 교육", lessons=1)),
        completed_on=date(2026, 1, 20),
        evidence="수료명단 12쪽",
        reason="집합교육 참석",
        by=hr_officer,
        at=moment(2026, 3, 4),
    )
    text = open_sheet(office.learner)
    for shown in ("이수 취소", "대리 수강 확인", "감사 2026-3", "집합교육 참석", "수료명단 12쪽", "집합 교육"):
        assert shown in text


def test_an_enrolment_that_was_left_stays_and_a_trial_is_never_there(office, open_sheet, trainer):
    course = build_course("자율 과정", lessons=1)
    enrolment = enrolled(office.idle, course, at=moment(2026, 2, 1))
    withdraw_enrolment(enrolment=enrolment, by=office.idle, at=moment(2026, 2, 10), reason="업무 변경")
    text = open_sheet(office.idle)
    assert "수강 취소" in text
    assert "업무 변경" in text
    enrolled(trainer, self_paced_run(office.course), at=moment(2026, 3, 1), is_trial=True)
    assert "아직 수강한 과정이 없습니다." in open_sheet(trainer)


def test_a_score_beside_what_counts_is_no_score_of_the_course(office, open_sheet):
    course = build_course("전화 응대", lessons=0)
    build_quiz(course, "수료 평가", is_required=True)
    practice = build_quiz(course, "연습 평가", is_required=False)
    enrolment = enrolled(office.idle, course, at=moment(2026, 2, 1))
    complete_lesson(enrolment=enrolment, lesson_id=practice.pk, at=moment(2026, 2, 2), score_percent=80)
    (line,) = [each for each in enrolments_of(office.idle, on=date(2026, 3, 5)) if each.enrolment == enrolment]
    assert line.score_percent is None


def test_absent_people_have_a_sheet_too(office, open_sheet):
    text = open_sheet(office.absent)
    assert "휴직" in text
    assert "민원 응대 기본" in text


def test_reading_is_written_down(office, open_sheet, hr_officer):
    open_sheet(office.learner)
    record = AccessRecord.objects.get()
    assert (record.actor, record.action, record.subject_count) == (hr_officer, "view", 1)
    assert record.subjects.get().person == office.learner


def test_reading_ones_own_record_is_nobody_elses_business(office, sign_in):
    assert sign_in(office.manager).get(reverse("reports:show_person", args=[office.manager.pk])).status_code == 200
    assert not AccessRecord.objects.exists()
