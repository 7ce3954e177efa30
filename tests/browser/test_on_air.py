"""함께 듣기 in real browsers: one second for everybody, whatever their clocks, lines and ears."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.broadcast import TITLE
from tests.browser.conftest import City
from tests.browser.steps import hold_back
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

#: The element that sounds stands in no document; it is caught where the page makes it.
CATCH_SOUND = """(() => {
    const Made = window.Audio;
    window.Audio = function () { return (window.sound = new Made()); };
})()"""
#: What really sounds, against the machine's own clock, which no page can be wrong about: alike in every browser.
SOUNDS = "() => window.sound.currentTime * 1000 - (performance.timeOrigin + performance.now())"
#: The keys of a lock screen, as the page hands them to the browser.
CATCH_KEYS = """(() => {
    const session = navigator.mediaSession;
    const [set, put] = [session.setActionHandler.bind(session), session.setPositionState.bind(session)];
    window.keys = {};
    session.setActionHandler = (name, act) => { window.keys[name] = act; set(name, act); };
    session.setPositionState = (state) => { window.shown = state; put(state); };
})()"""
#: As after a press that is too long ago, once.
HOLD_BACK = """(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        HTMLMediaElement.prototype.play = play;
        return Promise.reject(new DOMException("", "NotAllowedError"));
    };
})()"""
ROOT = "[data-on-air]"
#: When the clocks of New York were put forward. A computer that is wrong by months changes its time meanwhile.
SUMMER = datetime(2026, 3, 8, 7, tzinfo=UTC)


def tune_in(visitor: Visitor, starts: int | None) -> Page:
    """The on-air page of the broadcast of that moment. A page of a second ago opens itself anew."""
    page = visitor.open("/broadcasts/on-air/")
    page.wait_for_selector(f'{ROOT}[data-starts="{starts}"]')
    visitor.settle()
    return page


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
    for visitor in (early, late, reader):
        visitor.context.add_init_script(CATCH_SOUND)
    page = tune_in(early, served_city.broadcast(1200))
    early.examine("on-air-before")
    served_city.broadcast(8)
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
    assert silent.evaluate("window.sound === undefined && !document.querySelector('audio, video')")

    other = late.open("/broadcasts/on-air/")
    press_play(other)
    assert off_by(page) < APART
    assert off_by(other) < APART
    assert abs(page.evaluate(SOUNDS) - other.evaluate(SOUNDS)) < APART
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
    served_city.broadcast(0)
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


def test_the_lock_screen_of_a_phone_says_what_plays_and_its_keys_work(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    phone = visit("20260107", size=PHONE)
    for script in (CATCH_SOUND, CATCH_KEYS):
        phone.context.add_init_script(script)
    # It began a while ago, for its end belongs to this.
    page = tune_in(phone, served_city.broadcast(-15))
    press_play(page)
    page.wait_for_function("() => window.shown")
    told = page.evaluate("[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]")
    assert told == [TITLE, "아침 방송"]
    assert page.evaluate("window.shown.position <= window.shown.duration && window.shown.duration > 20")
    assert page.evaluate("window.keys.seekto") is None
    page.evaluate("window.keys.pause()")
    expect(page.get_by_role("button", name="함께 듣기")).to_be_visible()
    assert page.evaluate("window.sound.paused")
    page.evaluate("window.keys.play()")
    page.wait_for_function(f"() => !window.sound.paused && Math.abs(({PLACE})()) < {APART}")
    expect(page.get_by_role("heading", name="오늘 방송 끝")).to_be_visible()
    assert page.evaluate("navigator.mediaSession.metadata === null && window.keys.play === null")


@pytest.mark.parametrize("by", ["key", "button"])
def test_a_citizen_at_the_counter_hears_and_sees_nothing_of_it(
    by: str, visit: Callable[..., Visitor], served_city: City
) -> None:
    officer = visit("20260107")
    officer.context.add_init_script(CATCH_SOUND)
    page = tune_in(officer, served_city.broadcast(4))
    if by == "key":
        # Pressed before the moment: the page must not turn to the broadcast while somebody stands there.
        page.get_by_role("button", name="함께 듣기").click()
        page.keyboard.press("F9")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_function("() => document.querySelector('[data-countdown]').textContent === '00:00'")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("a")
        expect(page.get_by_role("button", name="멈추기")).to_be_visible()
    else:
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        press_play(page)
    page.wait_for_function("() => window.sound && !window.sound.paused")
    if by == "key":
        page.keyboard.press("F9")
    else:
        page.locator("[data-counter]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("window.sound.paused")
    # A line that comes back under the cover starts nothing.
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("() => document.querySelector('[data-place]').textContent")
    assert page.evaluate("window.sound.paused")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_function(f"() => !window.sound.paused && Math.abs(({PLACE})()) < {APART}")


def test_a_citizen_who_comes_before_the_page_has_started_hears_nothing(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    officer = visit("20260107")
    officer.context.add_init_script(CATCH_SOUND)
    tune_in(officer, served_city.broadcast(-1))
    late = hold_back(officer.page, "**/js/on_air.*")
    page = officer.page
    page.goto("/broadcasts/on-air/")
    page.get_by_role("button", name="함께 듣기").click()
    page.keyboard.press("F9")
    expect(page.get_by_role("dialog")).to_be_visible()
    late[0].continue_()
    page.wait_for_function("() => document.querySelector('[data-place]').textContent")
    assert page.evaluate("window.sound?.paused ?? true")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_hidden()
    press_play(page)


def test_whose_line_is_cut_before_anything_was_loaded_joins_when_it_is_back(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    listener = visit("20260107")
    listener.context.add_init_script(CATCH_SOUND)
    page = tune_in(listener, served_city.broadcast(1))
    expect(page.locator("[data-place]")).not_to_be_empty()
    listener.context.set_offline(True)
    page.get_by_role("button", name="함께 듣기").click()
    expect(page.locator("[data-state]")).to_contain_text("연결이 끊겼습니다")
    listener.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text(re.compile("다시 연결되었습니다|함께 듣는 중입니다"))
    page.wait_for_function(f"() => !window.sound.paused && Math.abs(({PLACE})() ?? Infinity) < {APART}")


def test_what_is_taken_off_while_it_is_on_the_air_falls_silent_and_says_why(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    listener = visit("20260107", size=PHONE)
    page = tune_in(listener, served_city.broadcast(1))
    press_play(page)
    served_city.broadcast("off", "국가 애도 기간이라 방송을 쉽니다.")
    # As when the page is looked at again; otherwise it asks within the minute.
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("main")).to_contain_text("국가 애도 기간이라 방송을 쉽니다.")
    assert TITLE not in page.content()
    expect(page.get_by_role("button", name="멈추기")).to_have_count(0)


def test_a_page_older_than_the_plan_is_opened_anew_and_remembers_the_press(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    listener = visit("20260107")
    tune_in(listener, served_city.broadcast(-1))
    old = listener.context.request.get("/broadcasts/on-air/").text()
    starts = served_city.broadcast(8)
    seen: list[Route] = []

    def answer_the_first_time(route: Route) -> None:
        seen.append(route)
        if len(seen) == 1:
            route.fulfill(body=old, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    listener.page.route("**/broadcasts/on-air/", answer_the_first_time)
    page = listener.open("/broadcasts/on-air/")
    page.get_by_role("button", name="함께 듣기").click()
    page.wait_for_selector(f'{ROOT}[data-starts="{starts}"]')
    expect(page.locator("[data-state]")).to_contain_text("저절로")
    expect(page.get_by_role("button", name="멈추기")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("함께 듣는 중입니다.")


def test_a_browser_that_holds_the_sound_back_asks_for_one_more_press(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    listener = visit("20260107", size=PHONE)
    listener.context.add_init_script(HOLD_BACK)
    page = tune_in(listener, served_city.broadcast(-1))
    page.get_by_role("button", name="함께 듣기").click()
    expect(page.locator("[data-state]")).to_contain_text("한 번 더 눌러 주세요")
    press_play(page)


def test_a_traveller_whose_clocks_are_put_forward_meanwhile_hears_the_same_second(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    home, away = visit("20260104"), visit("20260107", zone="America/New_York")
    # Nine seconds from now, in the middle of the countdown; the page may be opened anew.
    shift = int((SUMMER - datetime.now(UTC) - timedelta(seconds=9)).total_seconds() * 1000)
    away.context.add_init_script(f"(() => {{ const now = Date.now; Date.now = () => now() + {shift}; }})()")
    for visitor in (home, away):
        visitor.context.add_init_script(CATCH_SOUND)
    starts = served_city.broadcast(14)
    page, other = tune_in(home, starts), tune_in(away, starts)
    for listener in (page, other):
        listener.get_by_role("button", name="함께 듣기").click()
    assert page.locator("h1").inner_text() == other.locator("h1").inner_text()
    for listener in (page, other):
        expect(listener.get_by_role("button", name="멈추기")).to_be_visible()
        listener.wait_for_function("() => window.sound && !window.sound.paused && window.sound.currentTime > 0")
        assert off_by(listener) < APART
    assert other.evaluate("new Date(Date.now()).getTimezoneOffset()") == 240
    assert abs(page.evaluate(SOUNDS) - other.evaluate(SOUNDS)) < APART
