"""``python -m tests.bench.pledges``: a hall that signs within a minute, and what the board and the tree cost.

    python -m tests.bench.pledges                    PostgreSQL on 127.0.0.1:5432, two worker processes
    python -m tests.bench.pledges --sqlite --people 500

*A minute*: so many people sign, spread evenly over sixty seconds, each through the form's own POST, while a board asks
for news every second. *At 20 and 20,000*: the same requests by one client, one after another, beside each other.
The load of the machine is written next to the figures: they are a shared machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from . import __main__ as bench
from .load import Connection, Outcome, request_bytes

PREPARE = (
    "import sys, django; django.setup(); from tests.bench.pledges import write_plan; "
    "write_plan(sys.argv[1], int(sys.argv[2]))"
)
SIZES = (20, 20_000)
SECONDS = 60
PHONES = 40
REPEATS = 150


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pledges")
    parser.add_argument("--sqlite", action="store_true", help="the embedded database instead of PostgreSQL")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--database", default="lms_bench_pledges")
    return parser.parse_args()


def write_plan(folder: str, people: int) -> None:
    """Two campaigns, with 20 and with 20,000 leaves, their boards, and the people who will sign."""
    from datetime import timedelta
    from urllib.parse import urlencode

    from django.urls import reverse

    from campaigns.pledges.services.rallies import open_board
    from lms.core import clock
    from lms.people.models import OrgUnit, Person
    from lms.people.services import address_secret
    from tests.pledges.builders import LINES, build_campaign, build_rally, signatures

    from .prepare import people as staff
    from .prepare import signed_in

    today = clock.today()
    days = {
        "announces_on": today - timedelta(7),
        "signs_on": today - timedelta(3),
        "practises_on": today + timedelta(30),
        "looks_back_on": today + timedelta(60),
        "closes_on": today + timedelta(90),
    }
    hr = Person.objects.get(employee_number="hr")
    units = list(OrgUnit.objects.valid(on=today).filter(kind__in=[OrgUnit.Kind.TEAM, "dong"]))
    looks: dict[int, dict[str, str]] = {}
    for leaves in SIZES:
        campaign = build_campaign(f"다짐 {leaves}", slug=f"bench-{leaves}", **days)
        signatures(
            campaign,
            [units[number % len(units)] for number in range(leaves)],
            at=clock.now() - timedelta(days=1),
            words=["먼저 인사하겠습니다."] * (leaves // 2),
        )
        board = open_board(rally=build_rally(campaign, at=clock.now()), by=hr, at=clock.now())
        looks[leaves] = {
            "news": reverse("pledges:tell_news", args=[address_secret(board)]),
            "whole": reverse("pledges:read_whole", args=[address_secret(board)]),
            "tree": reverse("pledges:show_tree", args=[campaign.slug]),
        }
    text = campaign.texts.get()
    form = {"text": text.pk, "promise": "", "signed_name": "강나래"} | {f"line_{each['key']}": "on" for each in LINES}
    asks = [
        signed_in(person) | {"path": reverse("pledges:sign_campaign", args=[campaign.slug]), "body": urlencode(form)}
        for person in staff(people)
    ]
    plan = {"looks": looks, "reader": signed_in(hr), "asks": asks}
    (Path(folder) / "plan.json").write_text(json.dumps(plan))


def a_minute(port: int, plan: dict[str, Any]) -> tuple[Outcome, Outcome]:
    """Everybody signs at their own moment of the minute; what they waited, and what the board waited meanwhile."""
    asks, signing, watching = plan["asks"], Outcome(), Outcome()
    lock, began, over = threading.Lock(), time.perf_counter(), threading.Event()

    def phone(first: int) -> None:
        connection = Connection(port)
        for number in range(first, len(asks), PHONES):
            ask = asks[number]
            raw = request_bytes(
                "POST", ask["path"], port=port, cookies=ask["cookies"], token=ask["token"], body=ask["body"]
            )
            due = began + SECONDS * number / len(asks)
            time.sleep(max(0.0, due - time.perf_counter()))
            status = connection.ask(raw)
            # From when the person pressed the button, not from when a connection was free.
            with lock:
                signing.seconds.append(time.perf_counter() - due)
                signing.statuses[status] = signing.statuses.get(status, 0) + 1

    def board() -> None:
        connection = Connection(port)
        raw = request_bytes("GET", plan["looks"][str(SIZES[-1])]["news"], port=port, cookies="")
        while not over.wait(1):
            asked = time.perf_counter()
            status = connection.ask(raw)
            watching.seconds.append(time.perf_counter() - asked)
            watching.statuses[status] = watching.statuses.get(status, 0) + 1

    watcher = threading.Thread(target=board)
    watcher.start()
    phones = [threading.Thread(target=phone, args=(first,)) for first in range(PHONES)]
    for thread in phones:
        thread.start()
    for thread in phones:
        thread.join()
    signing.wall_seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    return signing, watching


def looking(port: int, path: str, cookies: str) -> Outcome:
    """One client that asks for the same thing again and again."""
    outcome, connection = Outcome(), Connection(port)
    raw = request_bytes("GET", path, port=port, cookies=cookies)
    connection.ask(raw)
    for _repeat in range(REPEATS):
        asked = time.perf_counter()
        status = connection.ask(raw)
        outcome.seconds.append(time.perf_counter() - asked)
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    return outcome


def _row(name: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": name,
        "requests": len(outcome.seconds),
        "p50_ms": round(outcome.percentile(0.5), 1),
        "p95_ms": round(outcome.percentile(0.95), 1),
        "statuses": outcome.statuses,
    }


def main() -> int:
    """Prepare, serve, measure, print, write ``var/bench-pledges.json``."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="lms-bench-pledges-") as folder:
        env = bench.environment(options, folder)
        if not options.sqlite:
            bench.fresh_postgres(options.database)
        for step in (["manage.py", "prepare"], ["-c", PREPARE, folder, str(options.people)]):
            subprocess.run([sys.executable, *step], cwd=bench.ROOT, env=env, check=True)
        plan = json.loads((Path(folder) / "plan.json").read_text())
        port = bench.free_port()
        server = bench.serve(options, port, env)
        try:
            rows = [
                _row(f"{name}, {leaves:,} leaves", looking(port, plan["looks"][str(leaves)][name], cookies))
                for name, cookies in (("news", ""), ("whole", ""), ("tree", plan["reader"]["cookies"]))
                for leaves in SIZES
            ]
            before = os.getloadavg()[0]
            signing, watching = a_minute(port, plan)
            rows += [_row(f"signing, {len(plan['asks']):,} in {signing.wall_seconds:.0f} s", signing)]
            rows += [_row("board meanwhile", watching)]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    report = {
        "database": "sqlite" if options.sqlite else "postgresql",
        "workers": options.workers,
        "load_before": round(before, 1),
        "load_after": round(os.getloadavg()[0], 1),
        "rows": rows,
    }
    target = bench.ROOT / "var/bench-pledges.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    print(f"{report['database']}, load {report['load_before']} before the minute, {report['load_after']} after")
    for row in rows:
        print(
            f"{row['name']:32}{row['requests']:>7}{row['p50_ms']:>9.1f}{row['p95_ms']:>9.1f} ms p95  {row['statuses']}"
        )
    return 0 if all(set(map(int, row["statuses"])) <= {200, 302, 304} for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
