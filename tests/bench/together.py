"""``python -m tests.bench.together``: how far apart two real browsers are who hear a long broadcast together.

    python -m tests.bench.together                  ten minutes
    python -m tests.bench.together --seconds 60

A tone of that length is put on the air on a fresh PostgreSQL database; two Chromium listeners press the button half a
minute apart, the second with a clock that is five minutes slow. Every second both are asked where their sound is
against the machine's own clock: how far they are from the server's second, and from each other.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .__main__ import ROOT, environment, free_port, fresh_postgres, serve

SEED = "import sys, django; django.setup(); from tests.bench.together import seed; seed(sys.argv[1], int(sys.argv[2]))"
APART_SECONDS = 30
SPARE_SECONDS = 90
CATCH_SOUND = """(() => {
    const Made = window.Audio;
    window.Audio = function () { return (window.sound = new Made()); };
})()"""
SLOW_CLOCK = "(() => { const now = Date.now; Date.now = () => now() - 300_000; })()"
#: The sound's own zero on the machine's clock, in milliseconds.
ZERO = "() => performance.timeOrigin + performance.now() - window.sound.currentTime * 1000"


def seed(folder: str, seconds: int) -> None:
    """A tone on the air from now on, and two people who are signed in. Writes the moment and their cookies."""
    from django.core.files.base import ContentFile

    from lms.core import clock
    from lms.people.models import OrgUnit
    from lms.people.services import create_unit
    from tests.builders import build_episode, build_recording, build_series
    from tests.cast import SINCE

    from .prepare import people, signed_in

    create_unit(code="GAON", name="가온시", kind=OrgUnit.Kind.CITY, parent=None, valid_from=SINCE)
    sound = Path(folder) / "tone.m4a"
    tone = f"sine=frequency=220:duration={seconds + SPARE_SECONDS}"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", tone, "-c:a", "aac", str(sound)], check=True)
    recording = build_recording()
    recording.duration_ms = (seconds + SPARE_SECONDS) * 1000
    recording.file.save("tone.m4a", ContentFile(sound.read_bytes()))
    at = clock.now()
    build_episode(build_series(), at, recording=recording)
    asks = [signed_in(person)["cookies"] for person in people(2)]
    (Path(folder) / "together.json").write_text(json.dumps({"zero": at.timestamp() * 1000, "cookies": asks}))


def listen(port: int, plan: dict[str, Any], seconds: int) -> tuple[list[float], list[float]]:
    """Each second: the farther of the two from the server's second, and how far they are apart; in milliseconds."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS

    address = f"http://127.0.0.1:{port}"
    off: list[float] = []
    apart: list[float] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages = []
        for number, cookies in enumerate(plan["cookies"]):
            if number:
                pages[0].wait_for_timeout(APART_SECONDS * 1000)
            context = browser.new_context()
            pairs = [pair.split("=", 1) for pair in cookies.split("; ")]
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
            context.add_init_script(CATCH_SOUND)
            if number:
                context.add_init_script(SLOW_CLOCK)
            page = context.new_page()
            page.goto(f"{address}/broadcasts/on-air/")
            page.get_by_role("button", name="함께 듣기").click()
            expect(page.locator("[data-state]")).to_have_text("함께 듣는 중입니다.")
            pages.append(page)
        for _second in range(seconds):
            zeros = [page.evaluate(ZERO) for page in pages]
            off.append(max(abs(zero - plan["zero"]) for zero in zeros))
            apart.append(abs(zeros[0] - zeros[1]))
            pages[0].wait_for_timeout(1000)
        browser.close()
    return off, apart


def show(name: str, found: list[float]) -> None:
    """Median, 99th percentile and the worst second."""
    ordered = sorted(found)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"{name:28} p50 {p50:5.0f}  p99 {p99:5.0f}  worst {ordered[-1]:5.0f} ms of {len(ordered)} seconds")


def main() -> int:
    """Prepare, serve, listen, print; 1 when anybody was ever a second off."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.together")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--database", default="lms_together")
    parser.set_defaults(sqlite=False, server="granian", workers=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lms-together-") as folder:
        env = environment(options, folder)
        fresh_postgres(options.database)
        steps = (["manage.py", "migrate", "-v", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"])
        for step in steps:
            subprocess.run([sys.executable, *step], cwd=ROOT, env=env, check=True)
        port = free_port()
        server = serve(options, port, env)
        try:
            subprocess.run([sys.executable, "-c", SEED, folder, str(options.seconds)], cwd=ROOT, env=env, check=True)
            plan = json.loads((Path(folder) / "together.json").read_text())
            print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            time.sleep(2)
            off, apart = listen(port, plan, options.seconds)
            print(f"load of the machine after: {os.getloadavg()[0]:.1f}")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    show("from the server's second", off)
    show("from each other", apart)
    return 0 if max(off) < 1000 else 1


if __name__ == "__main__":
    raise SystemExit(main())
