"""로비 화면 in a real browser: opened once, then it counts down, speaks, ends and closes without anybody's hand."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.broadcast import TITLE
from tests.browser.conftest import City
from tests.browser.test_on_air import APART, CATCH_SOUND, SLOW_CLOCK
from tests.browser.visitor import VOICE, Visitor

HALL = {"width": 1920, "height": 1080}


def test_a_screen_in_the_lobby_goes_through_the_morning_by_itself(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    staff = visit("trainer")
    desk = staff.open("/admin/broadcasts/lobby/")
    desk.get_by_role("button", name="로비 화면 주소 만들기").click()
    field = desk.get_by_label("로비 화면 주소")
    expect(field).to_be_visible()
    staff.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.get_by_role("button", name="주소 복사").click()
    expect(desk.locator("[data-copied]")).to_have_text("주소를 복사했습니다.")
    address = desk.evaluate("navigator.clipboard.readText()")
    assert address == field.input_value()
    staff.examine_admin("lobby-address", words=frozenset({"Ctrl+C"}))

    hall = visit(size=HALL)
    hall.context.add_init_script(SLOW_CLOCK)
    hall.context.add_init_script(CATCH_SOUND)
    served_city.broadcast(8)
    screen = hall.open(address)
    expect(screen.get_by_role("timer")).to_contain_text("00:")
    assert TITLE not in screen.content()
    # Turned on before there is anything to hear, by the middle key of a remote; nothing is touched any more.
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("button", name="소리 끄기")).to_be_visible()

    expect(screen.get_by_role("heading", name=TITLE)).to_be_visible()
    current = screen.locator(".lobby__line[aria-current]")
    expect(current).to_be_visible()
    assert screen.evaluate("parseFloat(getComputedStyle(document.querySelector('[data-place=now]')).fontSize)") > 80
    screen.wait_for_function("() => window.sound && !window.sound.paused && window.sound.currentTime > 0")
    screen.wait_for_function(f"() => Math.abs(Number(document.body.dataset.off ?? NaN)) < {APART}")

    # The line is cut: captions run on by the clock, and the screen says so.
    hall.context.set_offline(True)
    said = current.inner_text()
    expect(screen.locator("[data-status]")).to_contain_text("연결이 끊겼습니다")
    expect(current).not_to_have_text(said)
    hall.context.set_offline(False)
    expect(screen.locator("[data-status]")).to_be_empty()

    expect(screen.get_by_role("heading", name="방송이 끝났습니다")).to_be_visible()
    assert screen.evaluate("window.sound.paused")
    expect(screen.locator("main")).to_contain_text("다음 방송")
    hall.examine("lobby-after", words=VOICE)

    desk.get_by_role("button", name="주소 해지").click()
    expect(desk.get_by_role("button", name="로비 화면 주소 만들기")).to_be_visible()
    expect(screen.get_by_role("heading", name="닫힌 화면입니다")).to_be_visible()
    hall.examine("lobby-closed")


def test_the_captions_stand_large_at_every_size_with_the_sound_off(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    staff = visit("trainer")
    desk = staff.open("/admin/broadcasts/lobby/")
    desk.get_by_role("button", name="로비 화면 주소 만들기").click()
    hall = visit(size=HALL)
    hall.context.add_init_script(CATCH_SOUND)
    starts = served_city.broadcast(900)
    assert starts is not None
    screen = hall.open(desk.get_by_label("로비 화면 주소").input_value())
    minutes = int(starts / 1000 - time.time()) // 60
    expect(screen.get_by_role("timer")).to_have_text(re.compile(rf"^({minutes}|{minutes - 1}):\d\d$"))
    hall.examine("lobby-before")
    served_city.broadcast(1)
    screen.reload()
    expect(screen.locator(".lobby__line[aria-current]")).to_be_visible()
    hall.examine("lobby-live", words=VOICE)
    assert screen.evaluate("window.sound.paused")
    assert screen.get_by_role("button", name="소리 켜기").count() == 1
    desk.get_by_role("button", name="주소 해지").click()
    expect(screen.get_by_role("heading", name="닫힌 화면입니다")).to_be_visible()
