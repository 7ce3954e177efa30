"""HR asks who has completed what, goes down to the people and takes the same numbers away; a head sees their unit."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.steps import SPECIAL_COMPLAINTS
from tests.browser.visitor import Visitor

REPORT = "/admin/reports/completion/"
REASON = "4분기 미이수자 독려"
RARE = frozenset({"GAON", "hr", "learner", "manager", "Maria", "Santos", "Nguyễn", "Thu"})


def _figure(page: Page, label: str) -> int:
    """A number of the first lines of the report."""
    words = page.locator(".reports-number", has=page.get_by_text(label, exact=True)).locator("strong").inner_text()
    return int(words.replace(",", ""))


def _completed_of(page: Page) -> tuple[int, int]:
    """Completed and meant, from the sentence under the rate."""
    meant, completed = re.findall(r"\d[\d,]*", page.locator(".reports-number--main .reports-number__note").inner_text())
    return int(completed.replace(",", "")), int(meant.replace(",", ""))


def _as_csv_says(cell: object) -> str:
    return cell.date().isoformat() if isinstance(cell, datetime) else "" if cell is None else str(cell)


def _export(page: Page, kind: str, folder: Path) -> list[list[str]]:
    """The rows of a file, headings first."""
    page.get_by_role("radio", name=re.compile(kind)).check()
    page.get_by_label("내려받는 사유").fill(REASON)
    with page.expect_download() as download:
        page.get_by_role("button", name="내려받기").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    if kind == "XLSX":
        sheet = load_workbook(path, read_only=True).active
        assert sheet is not None
        return [[_as_csv_says(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_hr_goes_down_the_tree_filters_and_takes_the_numbers_of_the_screen_away(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    hr = visit("hr")
    page = hr.open("/admin/")
    hr.examine_admin("hr-dashboard", words=RARE)
    page.locator("main").get_by_role("link", name="이수 현황 보기").click()
    hr.examine_admin("report-city", words=RARE)
    whole = _completed_of(page)

    page.locator(".reports-bars").get_by_role("link", name="복지국").click()
    page.locator(".reports-bars").get_by_role("link", name="생활보장과").click()
    expect(page.locator(".reports-trail [aria-current]")).to_have_text("생활보장과")
    page.get_by_label("과정", exact=True).select_option(label=SPECIAL_COMPLAINTS)
    page.get_by_role("button", name="조회").first.click()
    hr.examine_admin("report-unit", words=RARE)
    completed, meant = _completed_of(page)
    missing = _figure(page, "미이수")
    assert 0 < completed < meant < whole[1]
    assert completed + missing == meant

    page.get_by_role("link", name="명단", exact=True).click()
    expect(page.locator(".reports-basis")).to_contain_text(f"{meant}건")
    hr.examine_admin("report-people", words=RARE)
    page.get_by_role("link", name="내려받기").click()
    hr.examine_admin("report-export", words=RARE)
    expect(page.locator(".reports-facts")).to_contain_text(str(meant))
    page.get_by_role("button", name="내려받기").click()
    expect(page.get_by_label("내려받는 사유")).to_have_attribute("aria-invalid", "true")

    rows = _export(page, "XLSX", tmp_path)
    heading, lines = rows[0], rows[1:]
    standing = heading.index("이수 상태")
    assert len(lines) == meant
    assert Counter(line[standing] for line in lines)["이수"] == completed
    assert _export(page, "CSV", tmp_path) == rows

    seen = visit("learner").open("/my/access/")
    expect(seen.locator("main")).to_contain_text(REASON)
    expect(seen.locator("main")).to_contain_text("한결")


def test_a_unit_head_sees_the_own_unit_and_nothing_else(visit: Callable[..., Visitor]) -> None:
    elsewhere = visit("hr").open(REPORT).locator(".reports-bars").get_by_role("link", name="도시국")
    address = elsewhere.get_attribute("href")
    assert address

    head = visit("manager")
    page = head.open(REPORT)
    expect(page.locator(".reports-numbers")).to_contain_text("생활보장과")
    expect(page.locator("main")).not_to_contain_text("도시국")
    head.examine_admin("report-of-a-head", words=RARE)
    page.get_by_role("link", name="명단", exact=True).click()
    expect(page.locator("main table")).to_contain_text("김하늘")
    units = set(page.locator("main table tbody td:nth-child(3)").all_inner_texts())
    assert units
    assert all("생활보장과" in unit for unit in units)
    head.open(REPORT + address[address.index("?") :] if address.startswith("?") else address)
    expect(page.locator("main")).not_to_contain_text("도시국")
