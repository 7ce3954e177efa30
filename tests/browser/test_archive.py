"""The archive in a real browser: a word that was said is found and heard from its second on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, VOICE, Visitor

#: Said in the middle of a demo episode of last week.
SAID = "문진표"


def test_a_word_that_was_said_is_found_and_heard_from_its_second(visit: Callable[..., Visitor]) -> None:
    listener = visit("20260110", size=PHONE)
    page = listener.open("/broadcasts/")
    listener.examine("broadcasts", words=VOICE)
    page.get_by_role("searchbox").first.fill(SAID)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))
    listener.examine("broadcasts-found", words=VOICE)
    hit = page.locator(".hit").first
    expect(hit.locator("mark")).to_have_text(SAID)
    minutes, seconds = hit.locator(".hit__clock").inner_text().split(":")
    second = 60 * int(minutes) + int(seconds)
    assert second > 20, "not simply the beginning"
    hit.click()
    page.wait_for_url(re.compile(rf"[?]t={second}$"))
    listener.examine("episode", words=VOICE)
    audio = page.locator("[data-player] audio")
    assert audio.evaluate("audio => [audio.paused, audio.currentTime]") == [True, second], "it waits, at that second"
    audio.evaluate("audio => { audio.muted = true }")
    page.locator("[data-jump='10']").press("k")
    page.wait_for_function("second => document.querySelector('audio').currentTime > second + 0.5", arg=second)
    expect(page.locator("[data-transcript] [aria-current]")).to_contain_text(SAID)
    listener.open("/broadcasts/good-morning/")
    listener.examine("series", words=VOICE)
