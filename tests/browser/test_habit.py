"""What follows a pledge: a check answered a week later, a unit's promise kept, small days, HR's report and its file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.newcomers import SIGNED
from tests.browser.visitor import PHONE, Visitor

REPORT = "/admin/reports/participation/"
RARE = frozenset({"GAON", "hr", "manager"})


def test_a_week_after_the_signature_three_answers_draw_the_first_point(visit: Callable[..., Visitor]) -> None:
    person = visit(SIGNED, size=PHONE)
    page = person.open("/my/practice/")
    expect(page.locator(".habit__promise")).to_have_text("먼저 인사하겠습니다.")
    person.examine("practice")
    page.get_by_role("link", name="실천 점검").click()
    page.get_by_role("button", name="답 저장").click()
    expect(page.get_by_role("alert")).to_be_visible()
    person.examine("practice-check")
    # By keyboard alone: the first step, and one further.
    for question in page.locator(".habit__form fieldset").all():
        question.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    page.get_by_label("나에게 남기는 한 줄").fill("끝인사 한 번 더")
    page.get_by_role("button", name="답 저장").click()
    expect(page.locator(".messages")).to_contain_text("저장했습니다")
    expect(page.locator(".habit__dot")).to_have_count(1)
    expect(page.locator(".habit__table")).to_contain_text("가끔")
    person.examine("practice-answered")


def test_a_head_writes_the_units_promise_and_marks_it_done(visit: Callable[..., Visitor]) -> None:
    head = visit("manager")
    page = head.open("/campaigns/units/")
    page.get_by_role("link", name="우리 부서 다짐 작성").click()
    head.examine("unit-promise")
    page.get_by_label("이번 분기에 실천할 일").fill("전화를 받으면 이름을 먼저 말합니다. 👋")
    page.get_by_role("button", name="다짐 저장").click()
    page.get_by_role("link", name="실천 완료").click()
    page.get_by_label("실천을 마쳤습니다").check()
    page.get_by_role("button", name="다짐 저장").click()
    expect(page.get_by_label("이번 분기에 실천할 일")).to_have_value("전화를 받으면 이름을 먼저 말합니다. 👋")
    page.get_by_label("실천 후").fill("열에 아홉은 이름을 말합니다.")
    page.get_by_role("button", name="다짐 저장").click()
    expect(page.locator(".unit_promise--done", has_text="열에 아홉은")).to_contain_text("생활보장과")
    head.examine("unit-promises")


def test_the_year_of_small_days_fits_a_phone_and_a_desk(visit: Callable[..., Visitor]) -> None:
    person = visit("learner", size=PHONE)
    page = person.open("/campaigns/calendar/")
    expect(page.locator(".month")).to_have_count(12)
    expect(page.locator(".month").nth(1)).to_contain_text("민원캔디데이")
    person.examine("small-days")


def test_hr_opens_the_report_goes_down_and_takes_the_same_numbers_away(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    hr = visit("hr")
    page = hr.open(REPORT)
    hr.examine_admin("participation", words=RARE)
    page = hr.open(REPORT)
    table = page.locator(".participation-units")
    table.locator("tbody a").first.click()
    expect(page.locator(".reports-trail [aria-current]")).to_be_visible()
    shown = [row.locator(".reports-figure").all_inner_texts() for row in table.locator("tr:has(td)").all()]
    page.get_by_role("link", name="내려받기").click()
    hr.examine_admin("participation-export", words=RARE)
    page.get_by_role("radio", name="CSV").check()
    page.get_by_label("내려받는 사유").fill("캠페인 결과 보고")
    with page.expect_download() as download:
        page.get_by_role("button", name="내려받기").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [[f"{row[7]}%", row[6], row[5]] for row in rows] == shown
