"""The computer at the counter belongs to everybody: who signs out leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.newcomers import NAMES
from tests.browser.steps import enrol, read_on
from tests.browser.visitor import SETTLED, Visitor

FIRST, SECOND = "20260106", "outsider"


def test_after_signing_out_neither_the_back_button_nor_storage_nor_another_tab_shows_the_person(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit(FIRST)
    page = visitor.page
    enrol(visitor, "마인드", "고객만족 마인드")
    page.get_by_role("link", name="학습 시작").click()
    visitor.settle()
    while not page.locator("[data-checklist]").count():
        read_on(page)
    visitor.settle()
    page.locator("[data-checklist] input").first.check()
    assert page.evaluate("localStorage.length") == 1
    visitor.open("/my/settings/")
    other = visitor.context.new_page()
    other.goto("/my/")
    other.wait_for_function(SETTLED)

    page.locator("#me summary").click()
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate("Object.keys(localStorage)") == []
    # htmx notes the address of the page it is on; that is the sign-in page by now.
    assert set(page.evaluate("Object.values(sessionStorage)")) <= {"/accounts/login/"}
    visitor.examine("signed-out")
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        expect(page.locator("input[name=login]")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text(NAMES[FIRST])
    expect(other.locator("body")).not_to_contain_text(NAMES[FIRST])
    expect(other.locator("input[name=login]")).to_be_visible()

    visitor.sign_in(SECOND)
    assert page.evaluate("localStorage.length") == 0
    page.goto("/my/")
    expect(page.locator("main")).not_to_contain_text("고객만족 마인드")
