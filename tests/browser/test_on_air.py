"""함께 듣기 in real browsers: one second for everybody, whatever their clocks, lines and ears."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.broadcast import TITLE
from tests.browser.conftest import City
from tests.browser.visitor import PHONE, VOICE, Visitor

#: What a listener can be off, in milliseconds: the aim is a second.
APART = 1_000
PLACE = """() => {
    const root = document.querySelector("[data-on-air]");
    return root.dataset.off === undefined ? null : Number(root.dataset.off);
}"""
#: A computer whose clock is five minutes slow.
SLOW_CLOCK = """(() => {
    const now = Date.now;
    Date.now = () => now() - 300_000;
})()"""


def press_play(page: Page) -> None:
    page.get_by_role("button", name="함께 듣기").click()
    expect(page.get_by_role("button", name="멈추기")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("함께 듣는 중입니다.")


def off_by(page: Page) -> float:
    page.wait_for_function(f"() => ({PLACE})() !== null")
    return abs(page.evaluate(PLACE))


def test_everybody_hears_or_reads_the_same_second_and_the_end_asks_one_question(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    early, late, reader = visit("20260104"), visit("20260105", size=PHONE), visit("20260106")
    late.context.add_init_script(SLOW_CLOCK)
    served_city.run("-m", "tests.browser.broadcast", "1200")
    page = early.open("/broadcasts/on-air/")
    early.examine("on-air-before")
    served_city.run("-m", "tests.browser.broadcast", "12")
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("00:")
    assert TITLE not in page.content()
    page.get_by_role("button", name="함께 듣기").click()
    expect(page.locator("[data-state]")).to_contain_text("저절로")
    # Nothing is pressed any more: at the moment the page turns by itself and plays.
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("button", name="멈추기")).to_be_visible()

    # With the sound off it counts as much.
    silent = reader.open("/broadcasts/on-air/")
    silent.get_by_role("button", name="글로만 듣기").click()
    expect(silent.locator("[data-state]")).to_have_text("글로 따라가는 중입니다.")
    assert silent.evaluate("document.querySelectorAll('audio').length") == 0

    other = late.open("/broadcasts/on-air/")
    press_play(other)
    assert off_by(page) < APART
    assert off_by(other) < APART
    expect(other.locator(".together__line[aria-current]")).to_be_visible()

    # The line is cut: what was loaded plays on, the clock runs on, and both are together when it is back.
    late.context.set_offline(True)
    expect(other.locator("[data-place]")).not_to_have_text(other.locator("[data-place]").inner_text())
    late.context.set_offline(False)
    other.wait_for_function(f"() => Math.abs(({PLACE})()) < {APART}")
    reader.examine("on-air-text", words=VOICE)

    for listener in (page, other, silent):
        expect(listener.get_by_role("heading", name="오늘 방송 끝")).to_be_visible()
    for listener in (page, silent):
        expect(listener.locator("[data-heard]")).to_contain_text("들은 것으로 기록했습니다.")
    # Who came late is told how far it counts, or that it counts.
    expect(other.locator("[data-heard]")).to_contain_text(re.compile("지금까지|기록했습니다"))
    page.get_by_label("네").check()
    page.get_by_role("button", name="답하기").click()
    expect(page.locator("#pulse")).to_contain_text("내 답: 네")
    early.examine("on-air-after", words=VOICE)
    early.open("/my/broadcasts/")
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).to_contain_text("함께 듣기")
    reader.open("/my/broadcasts/")
    expect(silent.locator("main")).to_contain_text("글로 듣기")


def test_three_people_at_one_loudspeaker(visit: Callable[..., Visitor], served_city: City) -> None:
    served_city.run("-m", "tests.browser.broadcast", "0")
    screen = visit("20260107").open("/broadcasts/roll-call/")
    for number in ("20260108", "20260110", "20260111"):
        phone = visit(number, size=PHONE)
        page = phone.open("/broadcasts/roll-call/here/")
        page.get_by_label("화면에 보이는 코드").fill(screen.locator(".roll_call__code").inner_text().split()[-1])
        page.get_by_role("button", name="계속").click()
        page.get_by_role("button", name="함께 들었습니다").click()
        expect(page.locator("main")).to_contain_text("함께 들은 사람 확인")
        if number == "20260108":
            phone.examine("own-listening")
