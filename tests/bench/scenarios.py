"""The stretches of load, each at one and at eight people, each beside the empty view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .load import Outcome, request_bytes, run

WARM_UP_SECONDS = 0.7


def measure(port: int, plan: dict[str, Any], *, seconds: float) -> list[dict[str, Any]]:
    """One row per scenario: requests per second, ratio to the empty view, p95, errors, statements."""
    people = plan["people"]
    rows: list[dict[str, Any]] = []
    empty: dict[int, float] = {}
    for scenario in plan["scenarios"]:
        at: dict[str, dict[str, float]] = {}
        errors = 0
        for concurrency in (1, 8):
            once = scenario["once"]
            requests = _requests(port, people, scenario, offset=8 if once and concurrency == 8 else 0)
            if not once:
                run(port, requests, concurrency=concurrency, seconds=WARM_UP_SECONDS, once=False)
            outcome = run(port, requests, concurrency=concurrency, seconds=seconds, once=once)
            errors += _errors(outcome, scenario["expect"])
            if scenario["name"] == "empty signed-in view":
                empty[concurrency] = outcome.per_second
            at[str(concurrency)] = {
                "per_second": outcome.per_second,
                "ratio": empty[concurrency] / outcome.per_second if outcome.per_second else 0.0,
                "p95_ms": outcome.percentile(0.95),
            }
        rows.append({"name": scenario["name"], "statements": scenario["statements"], "at": at, "errors": errors})
    return rows


def _requests(
    port: int, people: list[dict[str, Any]], scenario: dict[str, Any], *, offset: int
) -> Callable[[int], Sequence[bytes]]:
    def of(number: int) -> list[bytes]:
        person = people[(number + offset) % len(people)]
        if scenario["as"] == "hr":
            person = people[-1]
        return [
            request_bytes(
                scenario["method"],
                path.format(**person),
                port=port,
                cookies=person["cookies"],
                token=person["token"],
                body=scenario.get("body", "").format(**person),
            )
            for path in person["paths"].get(scenario["name"], [scenario["path"]])
        ]

    return of


def _errors(outcome: Outcome, expected: list[int]) -> int:
    return sum(count for status, count in outcome.statuses.items() if status not in expected)
