"""A real server process on a fresh demo city, and a real Chromium: what a person would meet."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect, sync_playwright

from tests.browser.visitor import DESK, PASSWORD, PATIENCE, ROOT, Visitor
from tests.database import copy_migrated

CHROMIUM = "/usr/bin/chromium-headless-shell"
Cookies = list[Any]
FLAGS = [
    "--headless",
    "--font-render-hinting=none",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages live for seconds here: what is compiled for long running is not used enough to pay for itself.
    "--js-flags=--no-opt --no-maglev --always-sparkplug",
]
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# What follows ends with the last journey, not with the run: Playwright's event loop keeps Django from its database.
@dataclass(frozen=True)
class City:
    """A served demo city: its address, and the environment in which commands find its data."""

    address: str
    env: dict[str, str]
    hand: subprocess.Popen[str] | None = None

    def broadcast(self, *order: int | str) -> int | None:
        """One order for ``tests.browser.broadcast``: ``broadcast(12)``; what came of it. Fails with what went wrong."""
        assert self.hand is not None
        assert self.hand.stdin is not None
        assert self.hand.stdout is not None
        self.hand.stdin.write(json.dumps(order) + "\n")
        self.hand.stdin.flush()
        came, wrong = json.loads(self.hand.stdout.readline() or '[null, "it ended"]')
        assert not wrong, wrong
        return came

    def run(self, *command: str) -> None:
        """A Python command in the city: ``run("-m", "tests.browser.newcomers")``. Fails with what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


@pytest.fixture(scope="package")
def prepared_city(tmp_path_factory: pytest.TempPathFactory, migrated_databases: Path, worker_id: str) -> Path:
    """The folder of a demo city with its newcomers, made by the worker that comes first."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine if worker_id == "master" else mine.parent) / "prepared_city"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            making.mkdir()
            copy_migrated(migrated_databases, making / "db.sqlite3")
            city = City("http://localhost", _environment(making, "http://localhost"))
            city.run("manage.py", "prepare")
            city.run("-m", "tests.browser.newcomers")
            making.rename(folder)
    return folder


def _environment(folder: Path, address: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CACHE_URL"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "LMS_DATA_DIR": str(folder),
        "DEMO_PASSWORD": PASSWORD,
        "SIGN_IN_FAILURES": "200/m/ip",
        "BASE_URL": address,
    }


@pytest.fixture(scope="package")
def served_city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A served demo city with its worker, as ``make run`` starts it, and with the newcomers.

    BROWSER_CITY names one that is served already and fresh, BROWSER_CITY_DATA its data, which spares the minute of
    preparing it.
    """
    if "BROWSER_CITY" in os.environ:
        address = os.environ["BROWSER_CITY"]
        env = _environment(Path(os.environ["BROWSER_CITY_DATA"]), address)
        with _hand(env) as hand:
            yield City(address, env, hand)
        return
    assert Path(CHROMIUM).exists(), "Chromium is missing: run .ci/system test"
    folder = tmp_path_factory.mktemp("city") / "data"
    shutil.copytree(request.getfixturevalue("prepared_city"), folder)
    port = str(_free_port())
    address = f"http://localhost:{port}"
    env = _environment(folder, address)
    web = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
        "--workers", "1", "--blocking-threads", "2", "--no-ws", "lms.wsgi:application",
    ]  # fmt: skip
    log = folder / "server.log"
    with log.open("ab") as output:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
            for command in (web, [sys.executable, "manage.py", "work"])
        ]
    try:
        with _hand(env) as hand:
            _wait_until_alive(f"http://127.0.0.1:{port}/healthz", processes[0], log)
            yield City(address, env, hand)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)


def _hand(env: dict[str, str]) -> subprocess.Popen[str]:
    """One process for a city's orders: to start one for each takes seconds. It ends with its input."""
    command = [sys.executable, "-m", "tests.browser.broadcast"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="package")
def city(served_city: City) -> str:
    """The address of the served demo city."""
    return served_city.address


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_alive(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            server.poll()
    raise AssertionError(log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="package", autouse=True)
def whoever_presses_waits_for_the_page() -> Iterator[None]:
    """Playwright goes on when the next page has begun; a person, when it is there and its scripts have run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "dblclick", "press"):
            patch.setattr(Locator, name, _and_wait(getattr(Locator, name)))
        yield


def _and_wait(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def act_and_wait(locator: Locator, *said: Any, **more: Any) -> None:
        act(locator, *said, **more)
        locator.page.wait_for_load_state()

    return act_and_wait


@pytest.fixture(scope="package")
def sessions() -> dict[str, Cookies]:
    """Cookies of those who have signed in once, so that the form is filled in once for each of them."""
    return {}


@pytest.fixture
def visit(chromium: Browser, city: str, sessions: dict[str, Cookies]) -> Iterator[Callable[..., Visitor]]:
    """``visit("learner", size=PHONE)``: a signed-in visitor; without a name an anonymous one. ``zone`` is the
    browser's time zone.

    Whoever comes a second time comes with the cookies of the first, and to no page yet.

    A test fails at its end when a page threw a script error, answered 500, left the host or did not pass ``examine``.
    """
    visitors: list[Visitor] = []

    def come(name: str = "", size: dict[str, int] | None = None, zone: str = "Asia/Seoul") -> Visitor:
        visitor = Visitor(chromium, city, size or DESK, zone)
        visitors.append(visitor)
        if not name:
            return visitor
        if name in sessions:
            visitor.context.add_cookies(sessions[name])
            return visitor
        visitor.sign_in(name)
        sessions[name] = visitor.context.cookies()
        return visitor

    yield come
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    for visitor in visitors:
        visitor.close()
    assert not troubles, "\n".join(troubles)
