"""How one person goes through a course: pure, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

__all__ = ["Fate", "Step", "Story", "Visit", "choose_fate", "tell", "working_moment"]

OPENS, CLOSES = time(9, 5), time(17, 40)
#: Quizzes of the demo courses by slug: how many questions they ask, so that a score is one that can be reached.
QUESTIONS = {
    "customer-leadership-quiz": 14,
    "customer-mindset-quiz": 14,
    "special-complaints-check": 4,
    "special-complaints-quiz": 16,
}


@dataclass(frozen=True)
class Step:
    """A lesson as a story needs it."""

    lesson_id: int
    slug: str
    minutes: int
    is_marked: bool


@dataclass
class Visit:
    """What a person left in one lesson."""

    lesson_id: int
    opened_at: datetime
    completed_at: datetime | None = None
    score_percent: int | None = None


@dataclass
class Story:
    """A person's way through a course from the day of enrolment."""

    visits: list[Visit] = field(default_factory=list)
    left_at: datetime | None = None


class Fate:
    """How a way ends, if time allows."""

    FINISHES = "finishes"
    STOPS = "stops"
    FAILS = "fails"
    NEVER_BEGINS = "never begins"
    LEAVES = "leaves"


def choose_fate(chance: Random, **weights: float) -> str:
    """One of the weighted fates, by the names of ``Fate`` in lower case."""
    names = list(weights)
    return str(getattr(Fate, chance.choices(names, [weights[name] for name in names])[0].upper()))


def working_moment(moment: datetime, chance: Random) -> datetime:
    """The moment itself within office hours, else some minutes after the office opens next."""
    if moment.weekday() < 5 and OPENS <= moment.time() <= CLOSES:
        return moment
    if moment.weekday() >= 5 or moment.time() > CLOSES:
        moment += timedelta(days=1)
    while moment.weekday() >= 5:
        moment += timedelta(days=1)
    opening = moment.replace(hour=OPENS.hour, minute=OPENS.minute, second=0, microsecond=0)
    return opening + timedelta(minutes=chance.randint(0, 55), seconds=chance.randint(0, 59))


def tell(chance: Random, steps: Sequence[Step], *, begins_at: datetime, until: datetime, fate: str) -> Story:
    """What was left behind between ``begins_at`` and ``until``. Nothing lies after ``until``."""
    story = Story()
    if fate == Fate.NEVER_BEGINS or not steps:
        return story
    stops_before = len(steps)
    if fate in (Fate.STOPS, Fate.LEAVES):
        stops_before = chance.randint(1, max(1, len(steps) - 2))
    moment = working_moment(begins_at, chance)
    for number, step in enumerate(steps):
        if moment > until:
            return story
        visit = Visit(step.lesson_id, moment)
        story.visits.append(visit)
        done = working_moment(moment + timedelta(minutes=step.minutes + chance.randint(0, 6)), chance)
        if number == stops_before or done > until:
            break
        failed = fate == Fate.FAILS and step.is_marked and step is _last_marked(steps)
        if step.is_marked:
            visit.score_percent = _score(chance, QUESTIONS.get(step.slug, 10), failed=failed)
        if failed:
            return story
        visit.completed_at = done
        pause = timedelta(minutes=2) if chance.random() < 0.7 else timedelta(days=chance.randint(1, 6))
        moment = working_moment(done + pause, chance)
    if fate == Fate.LEAVES:
        left_at = working_moment(story.visits[-1].opened_at + timedelta(days=chance.randint(2, 20)), chance)
        story.left_at = left_at if left_at <= until else None
    return story


def _last_marked(steps: Sequence[Step]) -> Step | None:
    marked = [step for step in steps if step.is_marked]
    return marked[-1] if marked else None


def _score(chance: Random, questions: int, *, failed: bool) -> int:
    """Right answers as a whole percent, rounded down as a quiz does it."""
    enough = -(-6 * questions // 10)
    if failed:
        right = min(enough - 1, round(chance.uniform(0.25, 0.55) * questions))
    else:
        right = max(enough, round(min(1.0, chance.triangular(0.6, 1.06, 0.84)) * questions))
    return 100 * right // questions
