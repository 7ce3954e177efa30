"""Before a session ends the page says so, and one press makes it last."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

HALF_A_MINUTE, FOUR_MINUTES, SIX_MINUTES = 30_000, 240_000, 360_000


def test_a_warning_comes_before_the_end_and_one_press_extends_the_session(visit: Callable[..., Visitor]) -> None:
    visitor = visit("20260107")
    page = visitor.page
    page.clock.install()
    visitor.open("/courses/")
    warning = page.locator("dialog[data-session-ends-in]")
    lasts = int(warning.get_attribute("data-session-ends-in") or 0) * 1000
    page.clock.fast_forward(lasts - SIX_MINUTES)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(SIX_MINUTES - FOUR_MINUTES)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("4분 뒤에 자동으로 로그아웃됩니다")
    visitor.examine("session-ends")

    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    page.clock.fast_forward(FOUR_MINUTES // 2)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(FOUR_MINUTES // 2 - HALF_A_MINUTE)
    expect(warning).to_be_visible()
    page.get_by_role("button", name="로그인 연장").click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward(FOUR_MINUTES)
    expect(warning).to_be_hidden()
