"""Where upper rooms make themselves heard without being named by lower ones.

A room registers in ``AppConfig.ready()``; lower rooms and templates ask for a name and get what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.functional import Promise

from .scheduling.cadence import Cadence, Daily, Every

__all__ = [
    "PeriodicJob",
    "delete_reasons",
    "demo_seeders",
    "fill_slot",
    "name_task",
    "periodic_job",
    "periodic_jobs",
    "register_delete_guard",
    "register_demo_seeder",
    "register_job",
    "slot",
    "task_title",
]

#: A slot renderer gets the template context as a dict plus the tag's keyword arguments and returns safe HTML.
Renderer = Callable[..., str]
#: Gets the pages (base ``Page`` instances) that an editor wants to delete, with everything below them, and returns
#: whole sentences that say why not; an empty list when nothing stands against it.
DeleteGuard = Callable[[list[Any]], Iterable[str]]

_slots: dict[str, list[tuple[int, str, Renderer]]] = {}
_seeders: list[tuple[int, str, Callable[..., None]]] = []
_jobs: dict[str, PeriodicJob] = {}
_task_titles: dict[str, str | Promise] = {}
_guards: list[DeleteGuard] = []


def fill_slot(name: str, renderer: Renderer, *, order: int = 100) -> None:
    """Add ``renderer`` to the slot ``name``; lower ``order`` stands first. Registering twice changes nothing."""
    entry = (order, f"{renderer.__module__}.{renderer.__qualname__}", renderer)
    fillers = _slots.setdefault(name, [])
    if entry not in fillers:
        fillers.append(entry)
        fillers.sort(key=lambda each: each[:2])


def slot(name: str) -> list[Renderer]:
    """The renderers of a slot, in order; empty when no room filled it."""
    return [renderer for _, _, renderer in _slots.get(name, [])]


def register_demo_seeder(seeder: Callable[..., None], *, order: int) -> None:
    """Add a repeatable seeder, called as ``seeder(at=…, stdout=…)`` in ascending ``order``."""
    entry = (order, f"{seeder.__module__}.{seeder.__qualname__}", seeder)
    if entry not in _seeders:
        _seeders.append(entry)
        _seeders.sort(key=lambda each: each[:2])


def demo_seeders() -> list[Callable[..., None]]:
    """All demo seeders, in order."""
    return [seeder for _, _, seeder in _seeders]


@dataclass(frozen=True)
class PeriodicJob:
    """An idempotent job: ``run(at=…)`` does what is due and returns one sentence about it, for the screen of jobs."""

    name: str
    run: Callable[..., str]
    title: str | Promise
    cadence: Cadence


def register_job(
    name: str,
    run: Callable[..., str],
    *,
    title: str | Promise,
    every_minutes: int | None = None,
    daily_at: time | None = None,
    on_working_days: bool = False,
) -> None:
    """Make a periodic job known under a unique name: every so many minutes, or once a day at a local time.

    Nothing that a user sees may depend on a job having run on time. Raises ValueError for no cadence, or two.
    """
    if (every_minutes is None) == (daily_at is None):
        raise ValueError(f"{name}: give either every_minutes or daily_at")
    cadence = Every(every_minutes) if every_minutes else Daily(daily_at or time(), on_working_days)
    _jobs[name] = PeriodicJob(name, run, title, cadence)


def periodic_jobs() -> list[PeriodicJob]:
    """All periodic jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def periodic_job(name: str) -> PeriodicJob | None:
    """The job of that name; None when no room registers it any more."""
    return _jobs.get(name)


def name_task(path: str, title: str | Promise) -> None:
    """What the task at a dotted ``path`` is called on the screen of jobs."""
    _task_titles[path] = title


def task_title(path: str) -> str:
    """The title of a task; one that nobody named is called by its function."""
    return str(_task_titles.get(path) or path.rpartition(".")[2])


def register_delete_guard(guard: DeleteGuard) -> None:
    """Have a say before pages are deleted. Registering twice changes nothing."""
    if guard not in _guards:
        _guards.append(guard)


def delete_reasons(pages: list[Any]) -> list[str]:
    """What every room has to say against deleting these pages, each sentence once."""
    return list(dict.fromkeys(str(reason) for guard in _guards for reason in guard(pages)))
