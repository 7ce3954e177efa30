"""An administrator looks after the platform: the jobs, the worker that does them, and one that he starts himself."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import PHONE, Visitor

JOB = "끝난 로그인 정보 정리"
HOST = frozenset(re.findall(r"[A-Za-z][\w.-]*[A-Za-z0-9]", socket.gethostname()))


def test_a_job_is_started_by_hand_and_the_worker_does_it(visit: Callable[..., Visitor]) -> None:
    admin = visit("admin")
    page = admin.open("/admin/")
    page.get_by_role("button", name="설정").click()
    page.get_by_role("link", name="정기 작업").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("정기 작업")
    expect(page.get_by_text("저절로 실행됩니다")).to_be_visible()
    expect(page.get_by_role("row", name="프로세스")).to_contain_text("동작 중")
    admin.examine_admin("jobs", words=HOST)

    row = page.get_by_role("row", name=JOB)
    row.get_by_role("button", name="지금 실행").click()
    expect(page.locator(".messages")).to_contain_text(f"‘{JOB}’ 작업을 곧 실행합니다")
    _reload_until_done(page)
    expect(row).to_contain_text("성공")
    expect(row).to_contain_text("정리했습니다.")


def test_on_a_phone_the_rows_are_cards_that_fit(visit: Callable[..., Visitor]) -> None:
    admin = visit("admin", size=PHONE)
    page = admin.open("/admin/jobs/")
    expect(page.get_by_role("button", name=re.compile(f"지금 실행.*{JOB}"))).to_be_visible()
    assert page.evaluate("document.querySelector('.scheduling').scrollWidth <= innerWidth")


def _reload_until_done(page: Page) -> None:
    """The worker looks every few seconds."""
    for _ in range(40):
        if page.get_by_role("row", name=JOB).get_by_text("성공").count():
            return
        page.wait_for_timeout(500)
        page.goto("/admin/jobs/")
    raise AssertionError("the worker never ran it")
