"""The list of people behind the numbers."""

from __future__ import annotations

import csv
from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from lms.learning.rules import MarkResult
from lms.learning.services import open_lesson, remark_attempt, start_attempt, submit_attempt
from lms.people.models import AccessRecord
from lms.reports import roster as roster_module
from tests.builders import build_course, build_run, completed, enrolled, lessons_in, moment
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(office, hr_officer, sign_in):
    """``read(show="missing")``: the list of the learner's division as HR reads it."""
    client = sign_in(hr_officer)
    usual = {"unit": "LIVELIHOOD", "course": office.course.pk}
    return lambda **conditions: client.get(reverse("reports:list_people"), usual | conditions)


def names(answer) -> list[str]:
    return [line.name for line in answer.context["object_list"]]


def by_name(answer) -> dict[str, object]:
    return {line.name: line for line in answer.context["object_list"]}


def test_each_state_lists_its_people_and_together_they_are_everybody(read, office):
    assert names(read(show="completed")) == ["김하늘"]
    assert names(read(show="in_progress")) == ["뷁똠펲"]
    assert names(read(show="not_started")) == ["강나리"]
    assert names(read(show="not_enrolled")) == ["도담", "박서준"]
    assert names(read(show="failed")) == []
    assert names(read(show="overdue")) == ["뷁똠펲"]
    assert names(read(show="missing")) == ["강나리", "도담", "박서준", "뷁똠펲"]
    assert names(read()) == ["강나리", "김하늘", "도담", "박서준", "뷁똠펲"]


def test_a_line_says_what_hr_asks_for(read, office):
    lines = by_name(read())
    done, under_way, idle = lines["김하늘"], lines["뷁똠펲"], lines["도담"]
    assert (done.employee_number, done.unit, done.grade, done.rank_title) == (
        "20210007",
        "복지국 생활보장과",
        7,
        "행정7급",
    )
    assert (done.progress_percent, done.completed_on, done.is_overdue) == (100, date(2026, 2, 2), False)
    assert (under_way.progress_percent, under_way.score_percent) == (50, None)
    assert (under_way.due_on, under_way.is_overdue) == (date(2026, 2, 28), True)
    assert (idle.grade, idle.run, idle.progress_percent, idle.due_on) == (None, None, None, None)
    text = read().content.decode()
    for shown in ("20210007", "행정7급", "50%", "2026. 2. 28.", "2026. 2. 2.", "기한 지남", "공무직"):
        assert shown in text


def test_a_failed_test_is_shown_until_it_is_passed(read, office, learner):
    course = build_course("평가가 있는 과정", lessons=0, quizzes=1)
    (quiz,) = lessons_in(course)
    enrolment = enrolled(office.starter, course, at=moment(2026, 2, 1))

    def sit(score: int, day: int) -> None:
        attempt, _ = start_attempt(
            enrolment=enrolment,
            lesson_id=quiz.pk,
            content={},
            pass_mark_percent=60,
            max_attempts=None,
            at=moment(2026, 2, day),
        )
        submit_attempt(attempt=attempt, mark=lambda steps: MarkResult(score_percent=score), at=moment(2026, 2, day, 11))

    sit(40, 10)
    line = by_name(read(course=course.pk, show="failed"))["강나리"]
    assert (line.score_percent, line.progress_percent) == (40, 0)
    sit(80, 20)
    assert names(read(course=course.pk, show="failed")) == []
    assert names(read(course=course.pk, show="completed")) == ["강나리"]
    assert names(read(course=course.pk, show="failed", as_of="2026-02-15")) == ["강나리"]


def test_the_score_of_a_past_day_is_of_the_marks_given_by_then(read, office, hr_officer, sign_in):
    course = build_course("평가가 둘인 과정", lessons=0, quizzes=2)
    first, second = lessons_in(course)
    enrolment = enrolled(office.starter, course, at=moment(2026, 2, 1))

    def sit(quiz, score: int, day: int):
        attempt, _ = start_attempt(
            enrolment=enrolment,
            lesson_id=quiz.pk,
            content={},
            pass_mark_percent=100,
            max_attempts=None,
            at=moment(2026, 2, day),
        )
        return submit_attempt(attempt=attempt, mark=lambda steps: MarkResult(score), at=moment(2026, 2, day, 23))

    def remark(attempt, score: int, day: int) -> None:
        result, at = MarkResult(score), moment(2026, 2, day)
        remark_attempt(attempt=attempt, mark_result=result, reason="정답 정정", by=hr_officer, at=at)

    open_lesson(enrolment=enrolment, lesson_id=first.pk, at=moment(2026, 2, 9))
    better, worse = sit(first, 60, 10), sit(first, 40, 11)
    sit(second, 30, 12)
    remark(better, 50, 14)  # what was reached stands
    remark(worse, 80, 16)
    sheet = sign_in(hr_officer).get(reverse("reports:show_person", args=[office.starter.pk]))
    assert [line.score_percent for line in sheet.context["enrolments"] if line.enrolment == enrolment] == [55]
    assert [line.score_percent for line in sheet.context["lines"] if line.course == course] == [55]
    days = {9: None, 10: 30, 11: 30, 12: 45, 14: 45, 15: 45, 16: 55}
    for day, score in days.items():
        asked = {"course": course.pk, "as_of": f"2026-02-{day:02d}"}
        assert by_name(read(**asked))["강나리"].score_percent == score, day
        file = sign_in(hr_officer).post(
            f"{reverse('reports:export_people')}?{urlencode(asked)}",
            {"content": "status", "file_format": "csv", "reason": "확인"},
        )
        text = b"".join(file.streaming_content).decode("utf-8-sig")
        row = next(each for each in csv.DictReader(text.splitlines()) if each["성명"] == "강나리")
        assert row["점수"] == ("" if score is None else str(score)), day
    assert by_name(read(course=course.pk))["강나리"].score_percent == 55


def test_names_stand_as_in_a_korean_dictionary_on_either_database(read, office):
    for number, name in enumerate(["하늘", "가온", "나 은", "나래", "Anna", "강나리", "金哲", "각시", "힣나"]):
        hire(f"2024{number:04d}", name, office.city.livelihood)
    shown = names(read())
    expected = [
        "가온",
        "각시",
        "강나리",
        "강나리",
        "김하늘",
        "나 은",
        "나래",
        "도담",
        "박서준",
        "뷁똠펲",
        "하늘",
        "힣나",
    ]
    assert shown == [*expected, "Anna", "金哲"]
    assert names(read(ordering="-name")) == shown[::-1]


@pytest.mark.parametrize(
    ("ordering", "first"),
    [
        ("employee_number", "박서준"),
        ("-employee_number", "도담"),
        ("unit", "김하늘"),
        ("completed_on", "김하늘"),
        ("due_on", "뷁똠펲"),
        ("'; DROP TABLE people_person --", "강나리"),
    ],
)
def test_the_list_is_sorted_by_what_the_head_of_a_column_says(read, ordering, first):
    assert names(read(ordering=ordering))[0] == first


@pytest.mark.parametrize(
    ("typed", "found"), [("늘", ["김하늘"]), ("20220", ["강나리", "도담"]), ("%", []), ("없음", [])]
)
def test_a_name_or_number_is_searched_for(read, typed, found):
    assert names(read(q=typed)) == found


def test_grade_and_employment_narrow_the_list(read):
    assert names(read(grade="none")) == ["도담"]
    assert names(read(grade=["4", "none"])) == ["도담", "박서준"]
    assert names(read(employment="on_leave")) == ["문가온"]
    assert names(read(employment=["on_leave", "seconded"])) == ["문가온", "안다솜"]


def test_a_run_narrows_the_list(read, office):
    run = build_run(office.course, opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31))
    completed(office.idle, run, at=moment(2026, 3, 1))
    asked = {"run": f"{office.course.pk}-{run.pk}"}
    assert names(read(show="completed", **asked)) == ["도담"]
    assert names(read(show="missing", **asked)) == ["강나리", "김하늘", "박서준", "뷁똠펲"]


def test_who_completed_in_another_period_is_told_apart(read, office):
    line = by_name(read(completed_from="2026-03-01"))["김하늘"]
    assert (line.standing, line.completed_on, line.earlier_on) == ("not_enrolled", None, date(2026, 2, 2))
    assert "기간 외 이수 2026. 2. 2." in read(completed_from="2026-03-01").content.decode()


def test_the_unit_shown_is_the_one_that_was_asked_for(read, office):
    from lms.people.services import move_person

    move_person(person=office.learner, unit=office.city.building, on=date(2026, 3, 1))
    assert "김하늘" not in names(read())
    assert by_name(read(basis="then"))["김하늘"].unit == "복지국 생활보장과"
    assert by_name(read(unit="BUILDING"))["김하늘"].unit == "도시국 건축과"


def test_pages_do_not_overlap_and_miss_nobody(read, office):
    for number in range(60):
        hire(f"2025{number:04d}", f"직원{number:02d}", office.city.livelihood)
    first, second = read(), read(p=2)
    assert first.context["items_count"] == 65
    assert len(names(first)) == 50
    together = [line.person_id for answer in (first, second) for line in answer.context["object_list"]]
    assert len(set(together)) == 65


def test_all_courses_make_one_line_a_person_and_course(read, office):
    other = build_course("특이민원 대응 기본", lessons=1)
    enrolled(office.learner, other, at=moment(2026, 3, 1))
    answer = read(course="", ordering="course")
    assert answer.context["items_count"] == 10
    titles = [line.course.title for line in answer.context["object_list"]]
    assert titles == ["민원 응대 기본"] * 5 + ["특이민원 대응 기본"] * 5


def test_a_list_that_nobody_reads_is_not_made(read, office, monkeypatch):
    other = build_course("특이민원 대응 기본", lessons=1)
    enrolled(office.learner, other, at=moment(2026, 3, 1))
    monkeypatch.setattr(roster_module, "LONGEST", 9)
    answer = read(course="")
    assert names(answer) == []
    assert "명단을 표시하지 않습니다." in answer.content.decode()
    assert names(read(course="", show="completed")) == ["김하늘"]


def test_a_list_with_a_wrong_condition_shows_nobody(read):
    answer = read(as_of="2030-01-01")
    assert list(answer.context["object_list"]) == []
    assert "이 날짜의 현황은 알 수 없습니다." in answer.content.decode()
    assert not AccessRecord.objects.exists()


def test_looking_at_names_is_written_down_once_with_everybody_on_the_page(read, office, hr_officer):
    read(show="missing")
    record = AccessRecord.objects.get()
    assert (record.actor, record.action, record.ip_address) == (hr_officer, "view", "127.0.0.1")
    for word in ("생활보장과", "민원 응대 기본", "미이수", "2026. 3. 5."):
        assert word in record.asked
    assert set(record.subjects.values_list("person__name", flat=True)) == {"강나리", "도담", "박서준", "뷁똠펲"}


def test_oneself_is_not_a_subject_of_ones_own_look(office, sign_in):
    sign_in(office.manager).get(reverse("reports:list_people"))
    (record,) = AccessRecord.objects.all()
    assert office.manager.pk not in record.subjects.values_list("person", flat=True)


def test_looking_at_numbers_is_not_written_down(office, hr_officer, sign_in):
    sign_in(hr_officer).get(reverse("reports:show_overview"))
    assert not AccessRecord.objects.exists()


def test_markup_in_a_name_stays_text(read, office):
    hire("20240001", "<script>alert(1)</script>", office.city.livelihood)
    text = read(q="<script>").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
