"""Whatever happens while a quiz is answered, no answer is lost and no result is counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import answer, enrol, right_answers
from tests.browser.visitor import Visitor

CHECK = "special-complaints-check"


def _sit(visitor: Visitor) -> Page:
    """Enrolled, and on the paper of the quiz in the middle of the course."""
    page = enrol(visitor)
    page.get_by_role("link", name="중간 점검").click()
    page.get_by_role("button", name="평가 시작").click()
    expect(page.locator("fieldset.question")).not_to_have_count(0)
    return page


def _chosen(page: Page) -> list[str]:
    return page.locator("fieldset.question :checked").evaluate_all("all => all.map(each => each.name + each.value)")


def test_answers_are_saved_as_given_and_survive_an_ended_session(visit: Callable[..., Visitor]) -> None:
    sitter = visit("20260103")
    page = _sit(sitter)
    key = right_answers(CHECK)
    page.locator("fieldset.question").first.locator("input").first.check()
    expect(page.locator("[data-autosave-status]")).to_have_text("저장했습니다")
    expect(page.locator("[data-answer-count]")).to_contain_text(f"{len(key)}문항 중 1문항")
    page.reload()
    expect(page.locator("fieldset.question").first.locator("input").first).to_be_checked()

    sitter.context.clear_cookies(name="sessionid")
    page.locator("fieldset.question").nth(1).locator("input").last.check()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "signedOut")
    sitter.examine("quiz-signed-out")
    given = _chosen(page)
    assert len(given) == 2
    page.get_by_role("button", name="제출").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    sitter.examine("sign-in-again")
    sitter.fill_in_sign_in("20260103")
    expect(page.locator("fieldset.question")).to_have_count(len(key))
    assert _chosen(page) == given
    sitter.examine("quiz-signed-in-again")

    page.get_by_role("button", name="제출").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("답하지 않은")
    sitter.examine("quiz-unanswered")
    page.locator("main").get_by_role("link", name="문항으로").first.click()
    page.get_by_role("button", name="저장하고 나가기").click()
    page.get_by_role("link", name="이어서").click()
    expect(page.locator("fieldset.question")).to_have_count(len(key))
    assert _chosen(page) == given


def test_a_double_click_the_back_button_and_a_second_tab_lead_to_one_result(visit: Callable[..., Visitor]) -> None:
    hasty = visit("20260104")
    page = _sit(hasty)
    other = hasty.context.new_page()
    other.goto(page.url)
    answer(page, right_answers(CHECK), wrongly=3)
    page.get_by_role("button", name="제출").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("결과")
    result = page.url
    hasty.examine("quiz-not-passed")
    expect(page.get_by_role("main")).not_to_contain_text("정답입니다")

    page.go_back()
    page.wait_for_url(result)
    other.bring_to_front()
    other.locator("fieldset.question").first.locator("input").first.check()
    expect(other.locator("[data-autosave-status]")).to_contain_text("다른 창에서 이미 제출한 답안입니다")
    hasty.page = other
    hasty.examine("quiz-handed-in-elsewhere")
    hasty.page = page
    other.get_by_role("button", name="제출").click()
    other.wait_for_url(result)
    other.go_back()
    other.wait_for_url(result)
    page.bring_to_front()

    page.get_by_role("link", name="다시 응시").click()
    expect(page.locator(".data_table tbody tr")).to_have_count(1)
    hasty.examine("quiz-start-again")
