"""An episode on its way: a trainer writes it from the weekday's template, HR approves, the clock puts it on the air."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import City
from tests.browser.newcomers import SERIES
from tests.browser.visitor import VOICE, Visitor

TITLE = "우산을 빌려 드립니다"


def test_an_episode_is_written_approved_and_heard_at_its_moment(
    visit: Callable[..., Visitor], served_city: City
) -> None:
    trainer = visit("trainer")
    page = trainer.open("/admin/broadcasts/plan/")
    page.get_by_role("link", name="다음 달").click()
    trainer.examine_admin("broadcast-plan")
    gap = page.locator(".plan__gap", has_text=SERIES).first
    gap.get_by_role("link", name=re.compile("회차 쓰기")).click()

    expect(page.locator("#id_airs_at")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d 03:10$"))
    expect(page.locator("#id_theme")).not_to_have_value("")
    expect(page.locator("[data-contentpath=segments] textarea")).to_have_count(5)
    page.locator("#id_title").fill(TITLE)
    for script in page.locator("[data-contentpath=segments] textarea").all():
        script.fill("비 오는 날, 우산 하나가 인사가 됩니다.")
    page.get_by_role("button", name="영상·음성 고르기").click()
    page.locator(".modal-content .listing a").first.click()
    expect(page.locator(".modal-content")).to_have_count(0)
    trainer.examine_admin("episode-editor")
    slug = page.locator("#id_slug").input_value()
    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name=re.compile("방송 검토에 제출|검토 요청|방송 검토")).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)

    officer = visit("hr")
    page = officer.open("/admin/broadcasts/episodes/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="승인 후 게시", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)
    episode = re.search(r"/pages/(\d+)/", page.url)
    officer.open(f"/admin/broadcasts/episodes/{episode.group(1) if episode else 0}/take-off/")
    officer.examine_admin("take-off")

    learner = visit("20260111")
    front = learner.open("/broadcasts/")
    front.get_by_role("link", name=SERIES).first.click()
    front.wait_for_url(re.compile("/broadcasts/.+"))
    page = learner.open(f"{front.url}{slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("아직 방송 전입니다")
    expect(page.locator("main")).not_to_contain_text(TITLE)
    served_city.broadcast("now", TITLE)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    learner.examine("episode", words=VOICE)
