"""CPU of single requests, in one process without load: steadier than load where a machine is shared.

Each request goes through the real WSGI application, every middleware included; what is counted is the processor time of
this process (the database server's own is not in it).
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPEATS = 200
ROUNDS = 5
WARM_UP = 20
ANSWERED = {200, 204, 302}

Handler = Callable[[dict[str, Any], Callable[..., Any]], Any]


def environ(ask: dict[str, str], method: str) -> dict[str, Any]:
    """A request as a WSGI server hands it over."""
    body = ask["body"].encode()
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": ask["path"].encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": ask["cookies"],
        "HTTP_X_CSRFTOKEN": ask["token"],
        "HTTP_REFERER": "http://127.0.0.1/",
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if method == "POST" else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def ask_once(application: Handler, ask: dict[str, str], method: str) -> None:
    """One request from its first to its last byte. Raises RuntimeError for an answer that is none of ours."""
    seen: list[str] = []
    answer = application(environ(ask, method), lambda status, headers, *rest: seen.append(status))
    for _piece in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
    if int(seen[0][:3]) not in ANSWERED:
        raise RuntimeError(f"{ask['path']}: {seen[0]}")


def measure(application: Handler, plan: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per scenario: the median milliseconds of CPU of a request, and how many empty views that is."""
    rows: list[dict[str, Any]] = []
    for scenario in plan["scenarios"]:
        asks = scenario["requests"]
        once = scenario["once"]
        rounds = []
        if not once:
            for number in range(WARM_UP):
                ask_once(application, asks[number % len(asks)], scenario["method"])
        for number in range(ROUNDS):
            mine = asks[number * len(asks) // ROUNDS : (number + 1) * len(asks) // ROUNDS][:REPEATS] if once else None
            mine = mine or [asks[position % len(asks)] for position in range(REPEATS // ROUNDS)]
            started = time.process_time()
            for ask in mine:
                ask_once(application, ask, scenario["method"])
            rounds.append(1000 * (time.process_time() - started) / len(mine))
        rows.append({"name": scenario["name"], "statements": scenario["statements"], "ms": statistics.median(rounds)})
    for row in rows:
        row["ratio"] = row["ms"] / rows[0]["ms"]
    return rows


def main(folder: str) -> None:
    """Measure ``FOLDER/plan.json`` and print a table."""
    from lms.wsgi import application

    plan = json.loads((Path(folder) / "plan.json").read_text())
    for row in measure(application, plan):
        print(f"{row['name']:24}{row['statements']:>4} statements{row['ms']:>9.2f} ms{row['ratio']:>8.2f} empty views")


if __name__ == "__main__":
    main(sys.argv[1])
