"""사연, from the form to the air: seen before it is kept, adopted, put into a script, prompted, heard, thanked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.broadcast import TITLE
from tests.browser.conftest import City
from tests.browser.visitor import PHONE, Visitor


def read_from_the_prompter(page: Page) -> None:
    """By keys alone: speed, letters, parts, a line, mirrored, running and stopped."""
    speed = page.locator("[data-speed]")
    lines = int(re.findall(r"\d+", speed.inner_text())[-1])
    page.keyboard.press("ArrowRight")
    expect(speed).to_have_text(f"1분에 {lines + 1}줄")
    page.keyboard.press("ArrowLeft")
    expect(speed).to_have_text(f"1분에 {lines}줄")
    letters = "() => parseFloat(getComputedStyle(document.querySelector('[data-text]')).fontSize)"
    before = page.evaluate(letters)
    page.keyboard.press("+")
    assert page.evaluate(letters) > before
    page.keyboard.press("-")
    assert page.evaluate(letters) == before
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="좌우 뒤집기")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("m")
    page.keyboard.press("PageDown")
    first = page.evaluate("scrollY")
    page.keyboard.press("PageDown")
    second = page.evaluate("scrollY")
    assert 0 < first < second, "from part to part"
    page.keyboard.press("PageUp")
    assert page.evaluate("scrollY") == first
    page.keyboard.press("ArrowDown")
    line = page.evaluate("scrollY")
    assert first < line < second
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="멈춤")).to_be_visible()
    page.wait_for_function("from => scrollY > from", arg=line)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="멈춤")).to_have_count(0)


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
    # The last that has a moment: spare ones, without, stand behind it.
    planned = choice.locator("option").filter(has_text=re.compile(r"^\s*\d{4}\. "))
    choice.select_option(value=planned.last.get_attribute("value"))
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
    read_from_the_prompter(desk)
    editor.examine("prompter", words=frozenset({"Page", "Up/Down"}))

    page = sender.open("/my/stories/")
    line = page.get_by_role("listitem").filter(has_text=title)
    expect(line).to_contain_text("채택")
    expect(line).to_contain_text(re.compile(r"방송 예정"))
    line.get_by_role("button", name="철회").click()
    expect(page.locator("#messages")).to_contain_text("철회했습니다.")
    editor.open(f"/admin/broadcasts/episodes/{episode}/desk/")
    expect(desk.get_by_text(f"대본에서 빼 주세요: {title}")).to_be_visible()


def test_a_story_is_heard_on_the_air_and_its_sender_thanked(visit: Callable[..., Visitor], served_city: City) -> None:
    title = f"우산꽂이 {uuid4().int % 10_000}"
    sender, editor = visit("20260108", size=PHONE), visit("trainer")
    page = sender.open("/broadcasts/stories/new/")
    page.get_by_label("제목").fill(title)
    page.get_by_label("사연", exact=True).fill("현관에 우산꽂이를 하나 더 두었더니 복도가 마른 채로 있었습니다.")
    page.get_by_label("위 내용에 동의합니다.").check()
    page.get_by_role("button", name="사연 보내기").click()
    expect(page.locator("#messages")).to_contain_text("사연을 접수했습니다.")

    served_city.broadcast(1200)
    desk = editor.open("/admin/broadcasts/stories/")
    desk.get_by_role("link", name=title).click()
    episode = desk.get_by_label("회차")
    # With its moment in front: what earlier journeys heard has none any more.
    episode.select_option(episode.locator("option", has_text=f"· {TITLE}").first.get_attribute("value"))
    desk.get_by_label("답장").fill("오늘 아침 방송에서 읽겠습니다.")
    desk.get_by_role("button", name="채택").click()
    expect(desk.get_by_text(f"‘{title}’ 사연을 채택했습니다.")).to_be_visible()

    page = sender.open("/my/stories/")
    line = page.get_by_role("listitem").filter(has_text=title)
    expect(line).to_contain_text("오늘 아침 방송에서 읽겠습니다.")
    expect(line).to_contain_text("방송 예정")
    served_city.broadcast("now", TITLE)
    page.reload()
    line = page.get_by_role("listitem").filter(has_text=title)
    expect(line).to_contain_text("방송됨")
    expect(line.get_by_role("button", name="철회")).to_have_count(0)
    page = sender.open("/my/notices/")
    expect(page.locator("main")).to_contain_text(f"보내 주신 ‘{title}’ 사연이 방송되었습니다. 고맙습니다.")
    page.get_by_role("button", name=re.compile(title)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
