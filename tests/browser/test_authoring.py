"""A trainer writes a lesson in Korean screens, looks at it, publishes it, and a learner reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Request, Route, expect

from tests.browser.steps import enrol
from tests.browser.visitor import Visitor

COURSE = "고객만족 마인드"
TITLE, WORDS = "창구에서 첫마디 열기", "먼저 눈을 맞추고 인사합니다."
QUICK = "서둘러 게시한 차시"
#: What Wagtail says to itself when it sees a change; it looks only now and then, and not at all for the first seconds.
NOTICE_A_CHANGE = """() => document.querySelector("form[data-controller~=w-autosave]").dispatchEvent(
    new CustomEvent("w-unsaved:add", { cancelable: true, detail: { type: "edits" } }))"""


def test_a_lesson_is_written_previewed_and_published_and_a_learner_sees_it(visit: Callable[..., Visitor]) -> None:
    trainer = visit("trainer")
    page = trainer.open("/admin/")
    trainer.examine_admin("trainer-dashboard")
    page.locator("main").get_by_role("link", name=COURSE).first.click()
    trainer.examine_admin("course-editor")
    course = re.search(r"/pages/(\d+)/", page.url)
    assert course
    trainer.open(f"/admin/pages/{course.group(1)}/add_subpage/")
    trainer.look_for_english("lesson-kinds")
    page.get_by_role("link", name="읽기 차시", exact=True).click()

    page.locator("#id_title").fill(TITLE)
    page.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    expect(page.get_by_role("option", name="대화 예시")).to_be_visible()
    page.get_by_role("option", name="문단").click()
    page.locator("[data-contentpath=body] [role=textbox]").click()
    page.keyboard.type(WORDS)
    trainer.examine_admin("lesson-editor")

    page.get_by_role("button", name="미리보기 패널 열기/닫기").click()
    seen = page.frame_locator("iframe#w-preview-iframe, [data-preview-panel] iframe")
    expect(seen.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(seen.locator(".lesson")).to_contain_text(WORDS)

    learner = visit("20260108")
    enrol(learner, "마인드", COURSE)
    expect(learner.page.locator("main")).not_to_contain_text(TITLE)

    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)
    learner.page.reload()
    learner.page.get_by_role("link", name=TITLE).first.click()
    expect(learner.page.locator(".lesson")).to_contain_text(WORDS)


def test_publishing_while_the_draft_is_still_being_saved_makes_one_page(visit: Callable[..., Visitor]) -> None:
    trainer = visit("trainer")
    page = trainer.open("/admin/")
    page.locator("main").get_by_role("link", name=COURSE).first.click()
    course = re.search(r"/pages/(\d+)/", page.url)
    assert course
    trainer.open(f"/admin/pages/{course.group(1)}/add_subpage/")
    page.get_by_role("link", name="읽기 차시", exact=True).click()
    held: list[Route] = []

    def hold_the_first_draft(route: Route) -> None:
        if not held and is_draft(route.request):
            held.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/add/**", hold_the_first_draft)
    with page.expect_request(is_draft):
        page.locator("#id_title").fill(QUICK)
        page.locator("[data-contentpath=body] .c-sf-add-button").first.click()
        page.get_by_role("option", name="문단").click()
        page.locator("[data-contentpath=body] [role=textbox]").click()
        page.keyboard.type(WORDS)
        page.evaluate(NOTICE_A_CHANGE)
    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    expect(page.get_by_role("button", name="게시")).to_be_disabled()
    assert held
    held[0].continue_()
    expect(page.locator(".messages")).to_contain_text(QUICK)
    expect(page.locator(".messages")).not_to_contain_text("오류")
    trainer.open(f"/admin/pages/{course.group(1)}/")
    expect(page.get_by_role("link", name=QUICK, exact=True)).to_have_count(1)


def is_draft(request: Request) -> bool:
    return request.method == "POST" and "/admin/pages/" in request.url and "json" in request.headers.get("accept", "")
