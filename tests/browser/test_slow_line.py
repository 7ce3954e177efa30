"""On a slow line a page is seen before its scripts have come: nothing that is pressed or chosen meanwhile is lost."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.steps import SPECIAL_COMPLAINTS, enrol, find_course, hold_back
from tests.browser.visitor import PHONE, Visitor


def open_without_scripts(page: Page, address: str) -> list[Route]:
    """The page as it stands before its scripts; what holds them back. By keys alone: a click waits for the page."""
    held = hold_back(page, "**/js/site.*")
    page.goto(address, wait_until="commit")
    page.locator("footer").first.wait_for()
    assert held
    return held


def let_them_come(held: list[Route]) -> None:
    for route in held:
        route.continue_()


def test_the_menu_of_a_phone_opens_once_its_script_has_come(visit: Callable[..., Visitor]) -> None:
    page = visit("outsider", size=PHONE).page
    held = open_without_scripts(page, "/courses/")
    page.get_by_role("button", name="메뉴").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="주 메뉴")).to_be_hidden()
    let_them_come(held)
    expect(page.get_by_role("navigation", name="주 메뉴")).to_be_visible()


def test_a_form_without_a_token_is_sent_once_its_script_has_come(visit: Callable[..., Visitor]) -> None:
    page = visit("outsider").page
    held = open_without_scripts(page, "/broadcasts/on-air/")
    page.locator(".display_settings summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    let_them_come(held)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_who_enrols_before_any_script_has_come_is_enrolled(visit: Callable[..., Visitor]) -> None:
    visitor = visit("20260111")
    find_course(visitor, "특이민원", SPECIAL_COMPLAINTS)
    page = visitor.page
    open_without_scripts(page, page.url)
    page.get_by_role("button", name="수강 신청").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("신청했습니다")


def test_an_answer_that_was_given_before_its_script_came_is_saved(visit: Callable[..., Visitor]) -> None:
    visitor = visit("20260109")
    page = enrol(visitor)
    page.get_by_role("link", name="중간 점검").click()
    page.get_by_role("button", name="평가 시작").click()
    held = open_without_scripts(page, page.url)
    choice = page.locator("fieldset.question input").first
    choice.focus()
    page.keyboard.press("Space")
    let_them_come(held)
    expect(page.locator("[data-autosave-status]")).to_have_text("저장했습니다")
    page.unroute("**/js/site.*")
    page.reload()
    expect(choice).to_be_checked()
