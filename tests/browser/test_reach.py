"""HR reads how many people the morning broadcasts reached, goes down, opens an episode and takes the numbers away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

REPORT = "/admin/broadcasts/reach/"
RARE = frozenset({"GAON", "hr"})


def test_hr_goes_down_the_units_opens_an_episode_and_takes_the_same_numbers_away(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    hr = visit("hr")
    page = hr.open(REPORT)
    hr.examine_admin("reach", words=RARE)
    page = hr.open(REPORT)
    page.locator(".reach-days tbody a").first.click()
    expect(page.locator(".reach-picture__line")).to_be_visible()
    hr.examine_admin("reach-episode", words=RARE)
    page = hr.open(REPORT)
    table = page.locator(".reach-units")
    table.locator("tbody a").first.click()
    expect(page.locator(".reports-trail [aria-current]")).to_be_visible()
    shown = [row.locator(".reports-figure").all_inner_texts() for row in table.locator("tr:has(td)").all()]
    page.get_by_role("link", name="내려받기").click()
    page.get_by_role("radio", name="CSV").check()
    page.get_by_label("내려받는 사유").fill("방송 개선 보고")
    with page.expect_download() as download:
        page.get_by_role("button", name="내려받기").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [[f"{row[8]}%", row[7], row[6]] for row in rows if not row[4]] == shown
