"""The stretches of load, each at one and at eight people, each beside the empty view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .load import Outcome, request_bytes, run

WARM_UP_SECONDS = 0.7
CONCURRENCIES = (1, 8)
ANSWERED = {200, 204, 302}


def measure(port: int, plan: dict[str, Any], *, seconds: float) -> list[dict[str, Any]]:
    """One row per scenario: requests per second, empty views per request, p95, errors, statements.

    The empty view is measured again right before every scenario, for the machine's speed drifts within a run.
    """
    yardstick, *scenarios = plan["scenarios"]
    rows: list[dict[str, Any]] = []
    for scenario in [yardstick, *scenarios]:
        at: dict[str, dict[str, float]] = {}
        errors = 0
        for concurrency in CONCURRENCIES:
            empty = _stretch(port, yardstick, concurrency, seconds / 2)
            outcome = _stretch(port, scenario, concurrency, seconds)
            errors += sum(count for status, count in outcome.statuses.items() if status not in ANSWERED)
            at[str(concurrency)] = {
                "per_second": outcome.per_second,
                "ratio": empty.per_second / outcome.per_second if outcome.per_second else 0.0,
                "p95_ms": outcome.percentile(0.95),
            }
        rows.append({"name": scenario["name"], "statements": scenario["statements"], "at": at, "errors": errors})
    return rows


def _stretch(port: int, scenario: dict[str, Any], concurrency: int, seconds: float) -> Outcome:
    requests = _requests(port, scenario, concurrency)
    if not scenario["once"]:
        run(port, requests, concurrency=concurrency, seconds=WARM_UP_SECONDS, once=False)
    return run(port, requests, concurrency=concurrency, seconds=seconds, once=scenario["once"])


def _requests(port: int, scenario: dict[str, Any], concurrency: int) -> Callable[[int], Sequence[bytes]]:
    asks = scenario["requests"]
    if scenario["once"]:  # a write is asked once only: the first tenth for one person, the rest for eight
        tenth = len(asks) // 10
        asks = asks[:tenth] if concurrency == 1 else asks[tenth:]

    def of(number: int) -> list[bytes]:
        mine = asks[number::concurrency] if scenario["once"] else [asks[number % len(asks)]]
        return [
            request_bytes(
                scenario["method"],
                ask["path"],
                port=port,
                cookies=ask["cookies"],
                token=ask["token"],
                body=ask["body"],
                is_htmx="htmx" in ask,
            )
            for ask in mine
        ]

    return of
