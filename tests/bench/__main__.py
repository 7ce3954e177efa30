"""``make bench``: how many times an empty signed-in view each page costs, and how many statements.

    make bench                       PostgreSQL on 127.0.0.1:5432, two worker processes, Redis if it answers
    make bench BENCH="--sqlite"      the embedded database
    make bench BENCH="--server gunicorn --seconds 5"
    make bench BENCH=--cpu           milliseconds of CPU of single requests in one process, no load

Prints a table and writes ``var/bench.json``. Every page is measured beside the empty view in the same run: absolute
figures of a shared machine drift, ratios hold.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
PREPARE = "import sys, django; django.setup(); from tests.bench.prepare import write_plan; write_plan(sys.argv[1])"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench BENCH=…")
    parser.add_argument("--sqlite", action="store_true", help="the embedded database instead of PostgreSQL")
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each stretch")
    parser.add_argument("--cpu", action="store_true", help="processor time of single requests instead of load")
    parser.add_argument("--database", default="lms_bench", help="name of the PostgreSQL database; created anew")
    return parser.parse_args()


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(options: argparse.Namespace, folder: str) -> dict[str, str]:
    """What the server and the preparation run under: one database, one cache, nothing of the developer's own."""
    chosen = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "LMS_DATA_DIR": folder,
        "DJANGO_DEBUG": "0",
    }
    if not options.sqlite:
        chosen["DATABASE_URL"] = POSTGRES.rsplit("/", 1)[0] + f"/{options.database}"
    else:
        chosen.pop("DATABASE_URL", None)
    if answers("127.0.0.1", 6379):
        chosen["CACHE_URL"] = REDIS
        chosen["CACHE_PREFIX"] = f"bench-{os.getpid()}"
    return chosen


def fresh_postgres(name: str) -> None:
    """An empty benchmark database beside the one the URL names."""
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")


def serve(options: argparse.Namespace, port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the chosen server; two blocking threads a worker, as ``make run`` does."""
    binaries = Path(sys.executable).parent
    if options.server == "granian":
        command = [binaries / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += [
            "--workers",
            str(options.workers),
            "--blocking-threads",
            "2",
            "--respawn-failed-workers",
            "--no-ws",
            "lms.wsgi:application",
        ]
    else:
        command = [binaries / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(options.workers)]
        command += ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "30", "lms.wsgi:application"]
    server = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    for _ in range(600):
        try:
            if urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).status == 200:
                return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


def main() -> int:
    """Prepare, serve, measure, print, write."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as folder:
        env = environment(options, folder)
        if not options.sqlite:
            fresh_postgres(options.database)
        for step in (["manage.py", "prepare"], ["-c", PREPARE, folder]):
            subprocess.run([sys.executable, *step], cwd=ROOT, env=env, check=True)
        if options.cpu:
            subprocess.run([sys.executable, "-m", "tests.bench.cpu", folder], cwd=ROOT, env=env, check=True)
            return 0
        plan = json.loads((Path(folder) / "plan.json").read_text())
        graphs = [sys.executable, "-m", "tests.bench.graphs"]
        drawn = json.loads(subprocess.run(graphs, cwd=ROOT, env=env, check=True, capture_output=True).stdout)
        port = free_port()
        server = serve(options, port, env)
        try:
            from .scenarios import measure

            rows = measure(port, plan, seconds=options.seconds)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    report = {
        "database": "sqlite" if options.sqlite else "postgresql",
        "cache": "redis" if "CACHE_URL" in env else "local memory",
        "server": options.server,
        "workers": options.workers,
        "seconds": options.seconds,
        "rows": rows,
        "large_scenario": drawn,
    }
    target = ROOT / "var/bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    show(report)
    return 0 if all(row["errors"] == 0 for row in rows) else 1


def show(report: dict[str, object]) -> None:
    """The table a person reads."""
    large: dict[str, float] = report["large_scenario"]  # type: ignore[assignment]
    print(f"{report['server']}, {report['workers']} workers, {report['database']}, cache {report['cache']}")
    print(
        f"{'':24}{'statements':>10} │{'1 person':>9}{'ratio':>7}{'p95 ms':>8} │{'8 people':>9}{'ratio':>7}{'p95 ms':>8}"
    )
    for row in report["rows"]:  # type: ignore[attr-defined]
        print(
            f"{row['name']:24}{row['statements']:>10} │{_figures(row['at']['1'])} │{_figures(row['at']['8'])}", end=""
        )
        print(f"  ERRORS {row['errors']}" if row["errors"] else "")
    print("large scenario: {scenes} scenes, {replies} replies, {file_kb} KB:".format(**large), end=" ")
    print("judged in {validate_ms} ms, drawn in {draw_ms} ms, board {board_ms} ms".format(**large))


def _figures(at: dict[str, float]) -> str:
    return f"{at['per_second']:>9.0f}{at['ratio']:>7.2f}{at['p95_ms']:>8.1f}"


if __name__ == "__main__":
    raise SystemExit(main())
