"""A real server process on a fresh demo city, a real Chromium, axe-core: what a person would meet."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "friendly-counter-2026"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
ASK_AXE = """within => axe.run(within || document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(result => result.violations.map(each => ({
    id: each.id, nodes: each.nodes.map(node => node.html.slice(0, 160)),
})))"""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium and shares one server, so one worker runs it all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demo city with its worker, as ``make run`` starts it."""
    assert Path(CHROMIUM).exists(), "Chromium is missing: run .ci/system test"
    folder = tmp_path_factory.mktemp("city")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CACHE_URL"}} | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "LMS_DATA_DIR": str(folder),
        "DEMO_PASSWORD": PASSWORD,
        "SIGN_IN_FAILURES": "200/m/ip",
        "BASE_URL": f"http://localhost:{port}",
    }
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, capture_output=True)
    web = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "2", "--no-ws", "lms.wsgi:application",
    ]  # fmt: skip
    log = (folder / "server.log").open("wb")
    processes = [
        subprocess.Popen(web, cwd=ROOT, env=env, stdout=log, stderr=log),
        subprocess.Popen(
            [sys.executable, "manage.py", "db_worker", "--no-reload"], cwd=ROOT, env=env, stdout=log, stderr=log
        ),
    ]
    address = f"http://localhost:{port}"
    _wait_until_alive(f"http://127.0.0.1:{port}/healthz", processes[0], folder / "server.log")
    yield address
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


def _wait_until_alive(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            server.poll()
    raise AssertionError(log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Visitor:
    """A person at a browser: opens addresses, signs in, and is told when a page broke its promises."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int]) -> None:
        self.address = address
        self.context = browser.new_context(viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", base_url=address)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("request", self._watch)

    def _watch(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.troubles.append(f"left the host: {url}")

    def sign_in(self, name: str, password: str = PASSWORD) -> Visitor:
        """Through the real form."""
        self.page.goto("/accounts/login/")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*accounts/login).*$"))
        return self

    def violations(self, within: str | None = None) -> list[str]:
        """What axe-core finds on the page, or in a part of it, in words."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(ASK_AXE, within)
        return [json.dumps(each, ensure_ascii=False) for each in found]

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(chromium: Browser, city: str) -> Iterator[Callable[..., Visitor]]:
    """``visit("learner", size=PHONE)``: a signed-in visitor; without a name an anonymous one."""
    visitors: list[Visitor] = []

    def come(name: str = "", size: dict[str, int] | None = None) -> Visitor:
        visitor = Visitor(chromium, city, size or DESK)
        visitors.append(visitor)
        return visitor.sign_in(name) if name else visitor

    yield come
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    for visitor in visitors:
        visitor.close()
    assert not troubles, "\n".join(troubles)
