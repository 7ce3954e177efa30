"""Everything a learner does can be done without a mouse, and the focus is never out of sight."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

#: Where the focus is, and what is wrong with how it shows: the outline may stand on the label or card around it.
LOOK_AT_FOCUS = """() => {
    const focused = document.activeElement;
    const name = focused.outerHTML.slice(0, 120);
    const outlined = element => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const bearers = [focused, focused.nextElementSibling, focused.closest("label, .card, .choice")];
    if (!bearers.some(element => element && outlined(element))) return `no outline on ${name}`;
    const box = focused.getBoundingClientRect();
    const parts = [0.1, 0.5, 0.9];
    const points = parts.flatMap(x => parts.map(y => [box.x + box.width * x, box.y + box.height * y]));
    const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (focused.contains(top) || top.contains(focused) || focused.closest("label")?.contains(top));
    });
    return seen ? "" : `out of sight: ${name}`;
}"""


def _tab_to(page: Page, role: str, name: str | re.Pattern[str], *, most: int = 40) -> None:
    """Press Tab until that control has the focus, and look at every stop on the way."""
    wanted = page.locator("body").get_by_role(role, name=name).first
    wanted.wait_for()
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # past the last control, on the browser's own
        fault = page.evaluate(LOOK_AT_FOCUS)
        assert not fault, f"{page.url}: {fault}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{page.url}: {role} {name} is not reached by Tab")


def test_a_lesson_is_found_taken_and_finished_with_the_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip_link")).to_be_focused()
    expect(page.locator(".skip_link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    _tab_to(page, "textbox", "사번 또는 업무메일", most=2)
    page.keyboard.type("20260105")
    _tab_to(page, "textbox", "비밀번호", most=2)
    page.keyboard.type("friendly-counter-2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    visitor.settle()
    _tab_to(page, "link", "교육과정")
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses/")
    visitor.settle()
    _tab_to(page, "searchbox", re.compile("검색"))
    page.keyboard.type("마인드")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))
    visitor.settle()
    _tab_to(page, "link", "고객만족 마인드")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customer-mindset/")
    visitor.settle()
    _tab_to(page, "button", "수강 신청")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="학습 시작").wait_for()
    visitor.settle()
    _tab_to(page, "link", re.compile("학습 시작"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("다 읽었습니다")).wait_for()
    visitor.settle()
    lesson = page.url
    _tab_to(page, "button", re.compile("다 읽었습니다"), most=80)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != lesson)
    expect(page.locator(".outline__item--done")).to_have_count(1)


def test_one_key_covers_the_screen_when_a_citizen_comes_and_any_key_brings_it_back(
    visit: Callable[..., Visitor],
) -> None:
    page = visit("outsider").open("/courses/")
    title = page.title()
    page.get_by_role("searchbox").focus()
    page.keyboard.type("민원")
    page.keyboard.press("F9")
    expect(page.locator("#counter")).to_be_visible()
    box = page.locator("#counter").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1280, 900)
    assert page.title() == "가온시"
    page.keyboard.press("a")
    expect(page.locator("#counter")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("민원")
    assert page.title() == title
