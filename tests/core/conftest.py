"""Periodic jobs that a test registers, and nothing else to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from lms.core import registry
from lms.core.scheduling import jobs
from tests.builders import MARCH_5

Register = Callable[..., None]


@pytest.fixture
def only_job(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """``only_job(run, every_minutes=10)``: the registry holds just the jobs that the test names; each has its row."""
    monkeypatch.setattr(registry, "_jobs", {})

    def register(run: Callable[..., str], *, name: str = "tidy", at: datetime = MARCH_5, **cadence: Any) -> None:
        registry.register_job(name, run, title=f"정리 {name}", **(cadence or {"every_minutes": 10}))
        jobs.ensure_rows(at=at)

    return register
