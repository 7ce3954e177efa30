"""The language switch changes the interface; what is taught stays in the language it was written in."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

HANGUL = re.compile("[가-힣]")


def test_the_interface_turns_english_while_courses_stay_korean(visit: Callable[..., Visitor]) -> None:
    visitor = visit("20260107")
    page = visitor.open("/courses/")
    page.get_by_text("화면 설정").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.settle()
    assert page.url.endswith("/courses/")
    assert not HANGUL.search(page.get_by_role("navigation", name="Main menu").inner_text())
    visitor.examine("courses-english")

    page.get_by_role("link", name="고객만족 마인드").click()
    page.get_by_role("button", name="Enrol").click()
    page.get_by_role("link", name="Start learning").click()
    expect(page.get_by_role("button", name="I have read it · next")).to_be_visible()
    assert HANGUL.search(page.get_by_role("heading", level=1).inner_text())
    assert HANGUL.search(page.locator("[data-block]").first.inner_text())
    visitor.examine("lesson-english")
    for path in ("/", "/my/", "/my/certificates/", "/my/settings/", "/my/access/"):
        visitor.open(path)
        labels = page.locator("main h2, main button, main th, main dt, main label").all_inner_texts()
        assert not [label for label in labels if HANGUL.search(label) and label not in {"한국어", "고객만족 마인드"}]
    visitor.open("/my/settings/").locator("main").get_by_role("button", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
