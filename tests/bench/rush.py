"""``make rush``: 08:50. Opens (the on-air page and the personal request) while reports of listening arrive.

    make rush                              15 seconds, 100 reports a second beside as many opens as get through
    make rush RUSH="--seconds 60 --opens 333"
    make rush RUSH="--kill web"            one of the two web processes is killed in the middle
    make rush RUSH="--kill worker"         the background worker is

On PostgreSQL (``--database``, made anew) and Redis, granian with two processes. Afterwards the database is asked
whether every report that was answered is there. Absolute figures of a shared machine drift: the empty signed-in view
and a static file of the same server stand beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .__main__ import ROOT, environment, free_port, fresh_postgres, serve
from .load import Connection, Outcome, request_bytes, run

SEED = "import sys, django; django.setup(); from tests.bench.rush import seed; seed(sys.argv[1], int(sys.argv[2]))"
CHECK = "import sys, django; django.setup(); from tests.bench.rush import lost; print(lost(sys.argv[1]))"
LENGTH_MS = 600_000


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make rush RUSH=…")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--opens", type=int, default=0, help="opens a second; 0: as many as get through")
    parser.add_argument("--reports", type=int, default=100, help="reports a second")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", choices=["web", "worker"], help="end one web process, or the worker, in the middle")
    parser.add_argument("--database", default="lms_rush")
    parser.set_defaults(sqlite=False, server="granian")
    return parser.parse_args()


def seed(folder: str, count: int) -> None:
    """An episode that is on the air now, people who are signed in, and a token for each."""
    from datetime import timedelta

    from campaigns.broadcasts.services.listening import start_play
    from lms.core import clock
    from lms.people.models import OrgUnit
    from lms.recordings.models import Recording
    from tests.builders import build_episode, build_recording, build_series
    from tests.cast import SINCE

    from .prepare import people, signed_in

    if not OrgUnit.objects.exists():
        from lms.people.services import create_unit

        create_unit(code="GAON", name="가온시", kind=OrgUnit.Kind.CITY, parent=None, valid_from=SINCE)
    at = clock.now()
    recording = build_recording()
    Recording.objects.filter(pk=recording.pk).update(duration_ms=LENGTH_MS)
    episode = build_episode(build_series(), at - timedelta(seconds=20), recording=recording)
    plan = [
        signed_in(person)
        | {"play": start_play(person_id=person.pk, episode_id=episode.pk, recording_id=recording.pk, way="live", at=at)}
        for person in people(count)
    ]
    (Path(folder) / "rush.json").write_text(json.dumps(plan))


def lost(folder: str) -> int:
    """How many reports were answered and are not in the database."""
    from campaigns.broadcasts.models import EpisodePlay
    from lms.core import clock
    from lms.recordings.services import read_play_token

    answered = json.loads((Path(folder) / "answered.json").read_text())
    rows = dict(EpisodePlay.objects.values_list("play", "spans"))
    at = clock.now()
    missing = 0
    for token, end in answered.items():
        spans = rows.get(read_play_token(token, at=at).play, [])
        missing += not any(start <= 0 and end <= last for start, last in spans)
    return missing


def report(port: int, ask: dict[str, str], end_ms: int) -> bytes:
    """One report as the browser sends it."""
    sent = json.dumps([{"token": ask["play"], "spans": [[0, end_ms]], "place": end_ms}])
    body = f"reports={quote(sent)}"
    return request_bytes("POST", "/broadcasts/listening/", port=port, body=body, **_who(ask))


def _who(ask: dict[str, str]) -> dict[str, str]:
    return {"cookies": ask["cookies"], "token": ask["token"]}


class Paced:
    """So many acts a second by several threads; what each saw."""

    def __init__(self, per_second: int, seconds: float, threads: int, act: Any) -> None:
        self.outcome, self.lock, self.errors = Outcome(), threading.Lock(), 0
        self.per_second, self.act, self.begin, self.seconds = per_second, act, time.perf_counter(), seconds
        self.next = 0
        self.threads = [threading.Thread(target=self._work) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def _work(self) -> None:
        own: dict[str, Any] = {}
        while True:
            with self.lock:
                number, self.next = self.next, self.next + 1
            due = self.begin + number / self.per_second if self.per_second else time.perf_counter()
            if max(due, time.perf_counter()) > self.begin + self.seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            before = time.perf_counter()
            try:
                is_good = self.act(number, own)
            except OSError:
                own.clear()
                is_good = False
            with self.lock:
                self.outcome.seconds.append(time.perf_counter() - before)
                self.errors += not is_good

    def finish(self) -> None:
        """Wait for all of them."""
        for thread in self.threads:
            thread.join()
        self.outcome.wall_seconds = time.perf_counter() - self.begin


def rush(
    options: argparse.Namespace, port: int, plan: list[dict[str, str]], folder: str, server: Any, worker: Any
) -> bool:
    """The minute itself."""
    answered: dict[str, int] = {}

    def opens(number: int, own: dict[str, Any]) -> bool:
        ask = plan[(number * 7) % len(plan)]
        line = own.setdefault("line", Connection(port))
        page = line.ask(request_bytes("GET", "/broadcasts/on-air/", port=port, **_who(ask)))
        mine = line.ask(request_bytes("GET", "/broadcasts/on-air/mine/?me&", port=port, **_who(ask)))
        return page == 200 and mine == 200

    def reports(number: int, own: dict[str, Any]) -> bool:
        ask = plan[number % len(plan)]
        end_ms = 10_000 + 1_000 * (number // len(plan))
        line = own.setdefault("line", Connection(port))
        is_good = line.ask(report(port, ask, end_ms)) == 200
        if is_good:
            answered[ask["play"]] = max(end_ms, answered.get(ask["play"], 0))
        return is_good

    writing = Paced(options.reports, options.seconds, 8, reports)
    opening = Paced(options.opens, options.seconds, options.concurrency, opens)
    if options.kill:
        end = worker.kill if options.kill == "worker" else lambda: _kill_child(server.pid)
        threading.Timer(options.seconds / 2, end).start()
    writing.finish()
    opening.finish()
    (Path(folder) / "answered.json").write_text(json.dumps(answered))
    for name, paced in (("opens", opening), ("reports", writing)):
        seen = paced.outcome
        p50, p95, p99 = (seen.percentile(share) for share in (0.5, 0.95, 0.99))
        rate = f"{name:14}{seen.per_second:9.0f}/s"
        print(f"{rate}   p50 {p50:6.0f}  p95 {p95:6.0f}  p99 {p99:6.0f} ms   errors {paced.errors}")
    return not opening.errors and not writing.errors


def _kill_child(parent: int) -> None:
    """One process of the server, as if the machine had taken it away."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    if found:
        os.kill(int(random.choice(found)), signal.SIGKILL)


def yardsticks(port: int, plan: list[dict[str, str]]) -> None:
    """The empty view and a static file, alone."""
    login = _body(port, "/accounts/login/")
    match = re.search(rb'/static/css/base[^"]*\.css', login)
    for name, path in (("empty view", "/bench/empty/"), ("static file", match.group().decode() if match else "")):
        if path:
            asks = [request_bytes("GET", path, port=port, **_who(ask)) for ask in plan[:16]]
            seen = run(port, lambda number, asks=asks: [asks[number % 16]], concurrency=8, seconds=3, once=False)
            p50, p99 = seen.percentile(0.5), seen.percentile(0.99)
            print(f"{name:14}{seen.per_second:9.0f}/s   p50 {p50:6.0f}  p99 {p99:6.0f} ms")


def _body(port: int, path: str) -> bytes:
    import urllib.request

    found: bytes = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).read()
    return found


def main() -> int:
    """Prepare, serve, rush, look into the database."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="lms-rush-") as folder:
        env = environment(options, folder) | {"WORKERS": str(options.workers)}
        fresh_postgres(options.database)
        steps = (["manage.py", "migrate", "-v", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"])
        # What seeding leaves to the worker is done before, as it would be by 08:50.
        drain = ["manage.py", "db_worker", "--batch", "--no-startup-delay", "-v", "0"]
        for step in (*steps, ["-c", SEED, folder, str(options.people)], drain):
            subprocess.run([sys.executable, *step], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        plan = json.loads((Path(folder) / "rush.json").read_text())
        port = free_port()
        server = serve(options, port, env)
        worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            yardsticks(port, plan)
            is_good = rush(options, port, plan, folder, server, worker)
            print(f"load of the machine after: {os.getloadavg()[0]:.1f}")
        finally:
            for process in (worker, server):
                process.send_signal(signal.SIGTERM)
                process.wait(20)
        asked = subprocess.run(
            [sys.executable, "-c", CHECK, folder], cwd=ROOT, env=env, check=True, capture_output=True
        )
        missing = int(asked.stdout.split()[-1])
        print(f"answered but lost: {missing}")
    return 0 if is_good and not missing else 1


if __name__ == "__main__":
    raise SystemExit(main())
