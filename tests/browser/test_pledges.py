"""A trainer launches a campaign; somebody signs on a phone, withdraws, signs again; a moderator approves."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from lms.core import clock
from tests.browser.newcomers import NAMES
from tests.browser.steps import fill_in_day
from tests.browser.visitor import PHONE, VOICE, Visitor

PERSON = "20260120"
TITLE, LINE = "봄맞이 인사 주간", "문을 열어 드리며 먼저 인사하겠습니다."
PREAMBLE = "봄을 맞아 우리는 다음과 같이 다짐합니다."
LINES = ("먼저 인사하겠습니다.", "끝까지 듣겠습니다.", "쉬운 말로 안내하겠습니다.", "동료를 존중하겠습니다.")


def test_a_campaign_is_launched_signed_on_a_phone_and_its_words_are_approved(visit: Callable[..., Visitor]) -> None:
    trainer = visit("trainer")
    address = _launch(trainer)

    person = visit(PERSON)
    phone = person.page
    phone.set_viewport_size(PHONE)
    person.open(address)
    phone.get_by_role("link", name="읽고 서명하기").click()
    person.examine("pledge-sign")
    phone.set_viewport_size(PHONE)
    _sign(phone, "제 번호는 010-1234-5678입니다.")
    expect(phone.locator(".field__error").first).to_contain_text("전화번호")
    phone.get_by_label(re.compile("나의 한 줄 다짐")).fill(LINE)
    phone.get_by_role("button", name="서명하고 나무에 잎 달기").click()
    expect(phone.locator("#my-pledge")).to_contain_text(LINE)
    person.examine("pledge-campaign")

    person.open("/my/pledges/")
    person.examine("pledge-mine")
    phone.get_by_role("button", name="다짐 거두기").first.click()
    expect(phone.locator(".messages")).to_contain_text("거두었습니다")
    phone.get_by_role("link", name="다시 읽고 서명하기").first.click()
    _sign(phone, LINE)
    expect(phone.locator("#my-pledge")).to_contain_text(LINE)

    moderator = visit("hr")
    queue = moderator.open("/admin/pledges/promises/")
    moderator.examine_admin("promises")
    # Examining leaves the first lines of the list only, and this promise is the last of them.
    queue.reload()
    row = queue.locator("tr").filter(has_text=LINE)
    expect(row).to_have_count(1)
    row.get_by_role("checkbox").check()
    queue.get_by_role("button", name="선택한 한 줄 승인").click()
    expect(queue.locator(".messages")).to_contain_text("1건을 승인했습니다")

    person.open("/my/pledges/")
    expect(phone.locator(".my_pledge").first).to_contain_text("승인")


def test_the_text_is_heard_where_it_is_read_and_what_is_heard_can_be_followed(visit: Callable[..., Visitor]) -> None:
    person = visit("learner")
    page = person.open(f"/campaigns/kindness-{clock.today().year}/")
    page.get_by_text("다짐문 듣기").click()
    person.examine("pledge-read-aloud", words=VOICE)
    audio = page.locator(".pledge_text__aloud audio")
    audio.evaluate("audio => { audio.muted = true; return audio.play(); }")
    following = page.locator('.pledge_text__aloud [aria-current="true"]')
    expect(following).to_contain_text("우리는 시민이 믿고")
    audio.evaluate("audio => { audio.currentTime = audio.duration - 3; }")
    expect(following).to_contain_text("동료를 존중하고 보호하겠습니다.")


def test_a_rallys_poster_is_printed_on_one_sheet(visit: Callable[..., Visitor]) -> None:
    """With BROWSER_PICTURES it is kept as a picture to be looked at."""
    officer = visit("hr")
    page = officer.open("/admin/rallies/")
    page.get_by_role("link", name="친절 다짐 대회").first.click()
    page.get_by_role("link", name="친절나무 포스터").click()
    officer.examine_admin("posters", words=frozenset({"A1", "A2", "A3", "PNG", "PDF"}))
    for size in ("A1", "A2", "A3"):
        with page.expect_download() as found:
            page.get_by_role("link", name=size).click()
        sheets = pypdfium2.PdfDocument(found.value.path())
        text = "".join(sheets[0].get_textpage().get_text_range().split())
        assert len(sheets) == 1
        assert "장의잎이자랐습니다" in text
        assert f"/campaigns/kindness-{clock.today().year}/" in text
        if folder := os.environ.get("BROWSER_PICTURES"):
            sheets[0].render(scale=0.6).to_pil().save(Path(folder) / f"poster-{size}.png")


def _launch(trainer: Visitor) -> str:
    """The address of a campaign in which one signs today."""
    page = trainer.open("/admin/")
    trainer.open(_add_address(page))
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("먼저 인사하는 한 주를 함께 보냅니다.")
    today = clock.today()
    days = {"announces_on": -3, "signs_on": -1, "practises_on": 9, "looks_back_on": 30, "closes_on": 40}
    for name, later in days.items():
        fill_in_day(page, f"#id_{name}", today + timedelta(days=later))
    page.locator("footer .action-save").first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    number = re.search(r"/pages/(\d+)/", page.url)
    assert number
    trainer.examine_admin("campaign-editor")
    trainer.open(f"/admin/pledges/{number.group(1)}/text/")
    page.locator("#id_preamble_ko").fill(PREAMBLE)
    for place, line in enumerate(LINES, 1):
        page.locator(f"#id_line_{place}_ko").fill(line)
    trainer.examine_admin("campaign-text")
    page.get_by_role("button", name="다짐문 저장").click()
    expect(page.locator(".messages")).to_contain_text("1판")
    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)
    return f"/campaigns/{TITLE.replace(' ', '-')}/"


def _add_address(page: Page) -> str:
    """Where a campaign is added: the page of campaigns says its number in its own menu."""
    page.get_by_role("button", name="캠페인", exact=True).click()
    href = page.get_by_role("link", name="캠페인 목록").first.get_attribute("href")
    number = re.search(r"/pages/(\d+)/", href or "")
    assert number
    return f"/admin/pages/add/pledges/campaignpage/{number.group(1)}/"


def _sign(page: Page, promise: str) -> None:
    expect(page.locator(".sign_line input")).not_to_have_count(0)
    for box in page.locator(".sign_line input").all():
        box.check()
    page.get_by_label(re.compile("나의 한 줄 다짐")).fill(promise)
    page.locator("#id_signed_name").fill(" ".join(NAMES[PERSON]))
    page.get_by_role("button", name="서명하고 나무에 잎 달기").click()
