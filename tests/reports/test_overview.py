"""HR's first screen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from lms.learning.services import void_completion
from lms.people.services import move_person
from tests.builders import build_course, build_run, completed, enrolled, moment
from tests.cast import hire

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def look(office, hr_officer, sign_in):
    """``look(unit="A")``: the overview as HR sees it."""
    client = sign_in(hr_officer)
    return lambda **conditions: client.get(reverse("reports:show_overview"), conditions)


def test_it_says_rate_missing_learning_overdue_and_who_was_left_out(look, office):
    answer = look(unit="LIVELIHOOD", course=office.course.pk)
    total = answer.context["total"]
    assert (total.population, total.completed, total.missing) == (5, 1, 4)
    assert (total.in_progress, total.not_started, total.not_enrolled, total.overdue) == (1, 1, 2, 1)
    text = text_of(answer)
    assert "20.0%" in text
    assert "대상 5명 중 1명 이수" in text
    assert "휴직 1명, 파견 1명 제외" in text
    assert "기준일 2026. 3. 5." in text
    assert "현재 소속 기준" in text


def test_no_rate_is_shown_for_fewer_than_five_people(look, office):
    text = text_of(look(unit="SUPPORT", course=office.course.pk))
    assert "%" not in text.split("집계 기준")[0].split("이수율", 1)[1]
    assert "대상이 5명보다 적어 이수율을 표시하지 않습니다." in text
    assert "0/2" in text


def test_one_goes_down_the_tree_and_comes_back_up(look, office):
    top = look()
    assert "unit=WELFARE" in top.content.decode()
    bureau = look(unit="WELFARE")
    assert [bar.name for bar in bureau.context["bars"]] == ["생활보장과"]
    division = look(unit="LIVELIHOOD")
    assert [bar.name for bar in division.context["bars"]] == ["생활지원팀", "생활보장과 직속"]
    assert [label for label, _ in division.context["trail"]] == ["가온시", "복지국", "생활보장과"]
    team = look(unit="SUPPORT")
    assert [bar.name for bar in team.context["bars"]] == ["생활지원팀"]
    assert reverse("reports:list_people") in division.context["bars"][0].address


def test_the_table_of_courses_and_units_holds_every_course(look, office):
    other = build_course("특이민원 대응 기본", lessons=1)
    completed(office.learner, other, at=moment(2026, 3, 2))
    answer = look()
    rows = {row.name: row for row in answer.context["matrix"]}
    assert rows["특이민원 대응 기본"].total.completed == 1
    assert rows["민원 응대 기본"].total.completed == 2
    assert len(rows["민원 응대 기본"].cells) == len(answer.context["bars"])
    assert sum(cell.completed for cell in rows["민원 응대 기본"].cells) == 2
    assert answer.context["total"].population == 2 * rows["민원 응대 기본"].total.population


def test_a_course_alone_needs_no_table_of_courses(look, office):
    assert not look(course=office.course.pk).context["matrix"]


def test_the_day_asked_about_decides(look, office):
    assert look(as_of="2026-02-01", course=office.course.pk).context["total"].completed == 0
    assert look(as_of="2026-02-02", course=office.course.pk).context["total"].completed == 1
    assert look(as_of="2026-02-03", course=office.course.pk).context["total"].completed == 2


def test_a_completion_voided_later_still_stood_on_the_day(look, office, hr_officer):
    void_completion(
        completion=office.completion, by=hr_officer, reason="대리 수강", evidence="감사 결과", at=moment(2026, 3, 4)
    )
    assert look(as_of="2026-03-03", unit="LIVELIHOOD").context["total"].completed == 1
    assert look(as_of="2026-03-04", unit="LIVELIHOOD").context["total"].completed == 0


def test_a_self_paced_course_is_completed_once_and_a_dated_run_every_year(look, office, clock):
    yearly = build_course("청렴 교육", lessons=1)
    run = build_run(yearly, opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31))
    completed(office.learner, run, at=moment(2026, 2, 4))
    clock.set(moment(2027, 3, 5))
    assert look(course=yearly.pk, unit="LIVELIHOOD").context["total"].completed == 0
    assert look(course=office.course.pk, unit="LIVELIHOOD").context["total"].completed == 1
    assert look(course=yearly.pk, unit="LIVELIHOOD", period="all").context["total"].completed == 1
    assert look(run=f"{yearly.pk}-{run.pk}", unit="LIVELIHOOD").context["total"].completed == 1
    days = {"completed_from": "2027-01-01", "completed_to": "2027-03-05"}
    assert look(course=office.course.pk, unit="LIVELIHOOD", **days).context["total"].completed == 0


def test_the_unit_at_completion_and_the_unit_of_the_day_are_both_answered(look, office):
    move_person(person=office.learner, unit=office.city.building, on=date(2026, 3, 1))
    now, then = look(unit="LIVELIHOOD"), look(unit="LIVELIHOOD", basis="then")
    assert (now.context["total"].population, now.context["total"].completed) == (4, 0)
    assert (then.context["total"].population, then.context["total"].completed) == (5, 1)
    assert "당시 소속 기준" in text_of(then)
    whole = [look(basis=basis).context["total"] for basis in ("current", "then")]
    assert whole[0] == whole[1]


def test_a_trial_never_counts(look, office, trainer):
    before = look().context["total"]
    enrolled(trainer, office.course, at=moment(2026, 3, 1), is_trial=True)
    assert look().context["total"].not_started == before.not_started


def test_people_without_a_unit_are_counted_by_hr_and_named_so(look, office):
    hire("20230001", "소속무", None)
    answer = look(course=office.course.pk)
    assert "소속 없음" in [bar.name for bar in answer.context["bars"]]
    assert sum(bar.tally.population for bar in answer.context["bars"]) == answer.context["total"].population


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"as_of": "2026-03-06"}, "이 날짜의 현황은 알 수 없습니다."),
        ({"as_of": "1999-12-31"}, "이 날짜의 현황은 알 수 없습니다."),
        ({"as_of": "어제"}, "올바른 날짜를 입력하세요."),
        ({"unit": "NOWHERE"}, "기준일에는 없는 조직입니다."),
        (
            {"completed_from": "2026-03-05", "completed_to": "2026-03-01"},
            "끝나는 날이 시작하는 날보다 앞섭니다.",
        ),
        ({"course": "999"}, "올바르게 선택해 주세요."),
        ({"as_of": "0001-01-01"}, "이 날짜의 현황은 알 수 없습니다."),
        (
            {"completed_from": "9999-12-31", "completed_to": "0001-01-01"},
            "끝나는 날이 시작하는 날보다 앞섭니다.",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(conditions, message, look):
    answer = look(**conditions)
    text = text_of(answer)
    assert answer.status_code == 200
    assert message in text
    assert "조회하지 않았습니다." in text
    assert "overview" not in answer.context


def test_extreme_days_are_answered_not_broken(look):
    for days in ({"completed_from": "0001-01-01"}, {"completed_to": "9999-12-31"}, {"as_of": "2000-01-01"}):
        assert look(**days).context["total"].missing >= 0


def test_a_run_of_another_course_is_refused(look, office):
    other = build_course("다른 과정", lessons=1)
    run = build_run(other)
    enrolled(office.learner, run, at=moment(2026, 3, 1))
    assert "다른 과정의 기수입니다." in text_of(look(course=office.course.pk, run=f"{other.pk}-{run.pk}"))


def test_units_can_stand_with_the_lowest_rate_first(look, office):
    permilles = [bar.tally.permille for bar in look(sort="rate", course=office.course.pk).context["bars"]]
    shown = [permille for permille in permilles if permille is not None]
    assert shown == sorted(shown)
    assert permilles[: len(shown)] == shown


def test_the_dashboard_shows_the_numbers_of_today(office, hr_officer, manager, sign_in):
    home = reverse("wagtailadmin_home")
    assert "올해 이수 현황: 가온시" in text_of(sign_in(hr_officer).get(home))
    assert "올해 이수 현황: 생활보장과" in text_of(sign_in(manager).get(home))
