"""사연, from the form to the script: seen before it is kept, adopted by a trainer, put into an episode, prompted."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor


def test_a_story_goes_from_a_phone_into_the_script(visit: Callable[..., Visitor]) -> None:
    title = f"창구의 오후 {uuid4().int % 10_000}"
    words = f"{title}, 옆자리 동료가 기다리는 분께 남은 시간을 먼저 알려 드렸습니다."
    sender, editor = visit("learner", size=PHONE), visit("trainer")
    page = sender.open("/broadcasts/stories/new/")
    sender.examine("send-story")
    page.get_by_label("제목").fill(title)
    page.get_by_label("사연", exact=True).fill("정다온 주무관이 기다리는 분께 남은 시간을 먼저 알려 드렸습니다.")
    page.get_by_label("위 내용에 동의합니다.").check()
    page.get_by_role("button", name="사연 보내기").click()
    expect(page.get_by_role("heading", name="표시된 곳을 확인해 주세요")).to_be_visible()
    expect(page.locator("mark")).to_contain_text("정다온")
    sender.examine("story-found")
    page.get_by_label("사연", exact=True).fill(words)
    page.get_by_role("button", name="사연 보내기").click()
    expect(page.locator("#messages")).to_contain_text(f"‘{title}’ 사연을 접수했습니다.")
    expect(page.get_by_text("방송됨").first).to_be_visible()
    sender.examine("my-stories")

    desk = editor.open("/admin/broadcasts/stories/")
    editor.examine("story-queue")
    desk.get_by_role("link", name=title).click()
    editor.examine("story-review")
    choice = desk.get_by_label("회차")
    # The last of what is to come: spare ones, without a moment, stand first.
    choice.select_option(index=choice.locator("option").count() - 1)
    episode = choice.input_value()
    desk.get_by_role("button", name="채택").click()
    expect(desk.get_by_text(f"‘{title}’ 사연을 채택했습니다.")).to_be_visible()

    desk = editor.open(f"/admin/broadcasts/episodes/{episode}/desk/")
    editor.examine("making-desk")
    story = desk.locator("article", has_text=title)
    story.get_by_label("코너").select_option(index=1)
    story.get_by_role("button", name="이 코너에 넣기").click()
    expect(desk.locator("article", has_text=title)).to_contain_text("대본에 있음")
    desk.get_by_role("link", name="프롬프터 열기").click()
    expect(desk.get_by_text(words)).to_be_attached()
    desk.keyboard.press("m")
    expect(desk.get_by_role("button", name="좌우 뒤집기")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("Space")
    expect(desk.get_by_role("button", name="멈춤")).to_be_visible()
    desk.keyboard.press("Space")

    page = sender.open("/my/stories/")
    line = page.get_by_role("listitem").filter(has_text=title)
    expect(line).to_contain_text("채택")
    expect(line).to_contain_text(re.compile(r"방송 예정"))
    line.get_by_role("button", name="철회").click()
    expect(page.locator("#messages")).to_contain_text("철회했습니다.")
    editor.open(f"/admin/broadcasts/episodes/{episode}/desk/")
    expect(desk.get_by_text(f"대본에서 빼 주세요: {title}")).to_be_visible()
