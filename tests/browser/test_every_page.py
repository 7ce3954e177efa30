"""Pages that no journey passes keep the same promises: axe-core, no sideways scrolling, no English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor

NAMES = frozenset({"learner", "learner@gaon.example", "manager", "AC3D-7KMN-Q4RT", "Chrome", "Linux"})


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/password/reset/", "비밀번호 새로 정하기"),
        ("/verify/", "이수증 진위 확인"),
        ("/verify/AC3D-7KMN-Q4RT/", "이 코드의 이수증을 찾지 못했습니다"),
    ],
)
def test_a_page_before_sign_in(visit: Callable[..., Visitor], path: str, heading: str) -> None:
    visitor = visit()
    page = visitor.open(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    visitor.examine(f"anonymous{path.replace('/', '-')}", words=NAMES)


def test_the_pages_of_ones_own(visit: Callable[..., Visitor]) -> None:
    visitor = visit("learner")
    for path, name in (
        ("/", "home"),
        ("/my/", "my-learning"),
        ("/my/certificates/", "my-certificates"),
        ("/my/notices/", "my-notices"),
        ("/my/stories/", "my-stories"),
        ("/my/settings/", "settings"),
        ("/my/access/", "access-records"),
        ("/accounts/password/change/", "password-change"),
        ("/accounts/sessions/", "sessions"),
        ("/accounts/logout/", "sign-out"),
        ("/courses/?q=%EC%97%86%EB%8A%94%EA%B3%BC%EC%A0%95", "search-without-result"),
        ("/no-such-page/", "not-found"),
        ("/admin/", "no-admin"),
    ):
        page = visitor.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        visitor.examine(name, words=NAMES)


def test_what_opens_on_a_page_keeps_the_promises_too(visit: Callable[..., Visitor]) -> None:
    visitor = visit("outsider")
    page = visitor.open("/courses/")
    page.locator("#me summary").click()
    visitor.examine("my-menu")
    page.locator(".display_settings summary").click()
    visitor.examine("display-settings")
    page.get_by_label("선명한 화면").check()
    page.get_by_label("아주 크게").check()
    page.keyboard.press("Escape")
    visitor.examine("courses-larger-letters")

    phone = visit("outsider", size=PHONE)
    page = phone.open("/courses/")
    page.get_by_role("button", name="메뉴").click()
    expect(page.get_by_role("navigation", name="주 메뉴")).to_be_visible()
    expect(page.get_by_text("화면 설정")).to_be_visible()
    phone.examine("phone-menu")


def test_a_wrong_password_is_told_in_korean_without_saying_which_half_was_wrong(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.open("/accounts/login/")
    page.locator("input[name=login]").fill("20260108")
    page.locator("input[name=password]").fill("wrong-password")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value("20260108")
    visitor.examine("wrong-password")
