"""What the demo city's people played this year: every reply of every conversation, with the marks it earned.

Bulk inserts, because it runs at every first start. The conversations are played by the same engine and marked by the
same rule as everybody's; only the choices are made up, by people who get better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random

from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone

from lms.courses.models import CourseRun
from lms.courses.services import LessonCard, lessons_of
from lms.learning.demo.seeder import Desk
from lms.learning.demo.stories import working_moment
from lms.learning.models import Attempt, AttemptStep, Completion, Enrolment, LessonProgress, Mark
from lms.learning.rules import decide_completion, outcome
from lms.learning.services.completions import snapshot
from lms.people.models import Person

from ..engine import Settings
from ..marking import FULL, mark_of
from ..models import Scenario, ScenarioVersion
from ..plays import Play, content_of, play_of_steps, step_key
from ..scenes import Reply, Scene
from ..services import freeze_version
from .course import COURSE

__all__ = ["seed_rehearsals"]

ACCOUNTS = {"learner", "manager", "outsider", "trainer", "hr", "admin"}
#: Of those present, how many take the course by choice; how many of them go through to its end.
TAKES_PART, GOES_THROUGH = 0.42, 0.72
#: How many stop in the middle of a conversation rather than between two.
LEFT_IN_THE_MIDDLE = 0.3
#: A person gives up for the day after so many tries of one scenario.
MOST_TRIES = 4
#: How likely the right reply is on the first try, and how much more with every debrief that was read.
AT_FIRST, BY_DEBRIEF = 0.62, 0.15


@dataclass
class Sitting:
    """One conversation that was played."""

    lesson_id: int
    number: int
    play: Play
    content: dict[str, object]
    started_at: datetime
    moved_at: list[datetime] = field(default_factory=list)


@dataclass
class Taking:
    """One person on the course, with what they leave behind."""

    enrolment: Enrolment
    progress: list[LessonProgress] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)


@transaction.atomic
def seed_rehearsals(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Plays of this year for a run that nobody has taken yet."""
    run = CourseRun.objects.filter(course__slug=COURSE, is_self_paced=True).select_related("course").first()
    if run is None or Enrolment.objects.filter(run=run).exists():
        return
    at = timezone.localtime(at)
    desk = Desk(at)
    lessons = lessons_of(run.course)
    versions = {page.pk: freeze_version(scenario=page, at=at) for page in Scenario.objects.live().child_of(run.course)}
    takings = [_take(person, run, lessons, versions, at) for person in _volunteers(desk, at)]
    _write([taking for taking in takings if taking is not None])
    _complete(run, desk)
    _invite_the_learner(run, desk)
    if stdout is not None:
        stdout.write(f"scenarios: {Attempt.objects.filter(lesson__in=versions).count()} plays")


def _volunteers(desk: Desk, at: datetime) -> list[Person]:
    present = desk.present(date(at.year, 3, 2))
    return [
        person
        for person in present
        if person.employee_number not in ACCOUNTS and _chance(person, "takes part").random() < TAKES_PART
    ]


def _take(
    person: Person, run: CourseRun, lessons: list[LessonCard], versions: dict[int, ScenarioVersion], at: datetime
) -> Taking | None:
    chance = _chance(person, "rehearses")
    day = date(at.year, 3, 2) + timedelta(days=chance.randint(0, 240))
    enrolled_at = timezone.make_aware(datetime.combine(day, time(8, 50)))
    moment = working_moment(enrolled_at + timedelta(minutes=chance.randint(10, 400)), chance)
    if moment > at:
        return None
    taking = Taking(
        Enrolment(person=person, run=run, source=Enrolment.Source.SELF, enrolled_at=enrolled_at, enrolled_by=person)
    )
    stops_at = len(lessons) if chance.random() < GOES_THROUGH else chance.randint(1, len(lessons) - 1)
    for place, lesson in enumerate(lessons):
        if place == stops_at and (lesson.id not in versions or chance.random() > LEFT_IN_THE_MIDDLE):
            break
        done = _go_through(taking, lesson, versions.get(lesson.id), moment, at, chance, stays=place < stops_at)
        if done is None or place == stops_at:
            break
        moment = working_moment(done + timedelta(minutes=chance.choice([2, 3, 5, 60, 1440, 4320])), chance)
        if moment > at:
            break
    return taking


def _go_through(
    taking: Taking,
    lesson: LessonCard,
    version: ScenarioVersion | None,
    moment: datetime,
    at: datetime,
    chance: Random,
    *,
    stays: bool,
) -> datetime | None:
    """Read or play one lesson. When it was done; None where the person stopped before."""
    row = LessonProgress(enrolment=taking.enrolment, lesson_id=lesson.id, opened_at=moment, last_opened_at=moment)
    taking.progress.append(row)
    if version is None:
        read = moment + timedelta(minutes=lesson.estimated_minutes, seconds=chance.randint(5, 200))
        row.completed_at = read if read <= at else None
        return row.completed_at
    for number in range(1, MOST_TRIES + 1):
        sitting = _play(version, lesson.id, number, moment, chance)
        if sitting.moved_at[-1] > at:
            return None
        if not stays:
            keeps = chance.randint(1, len(sitting.moved_at) - 1)
            sitting.play = play_of_steps(sitting.content, _kept(sitting.play, keeps))
            sitting.moved_at = sitting.moved_at[:keeps]
        taking.sittings.append(sitting)
        row.last_opened_at = sitting.started_at
        found = sitting.play.verdict
        if found is None:
            return None
        row.score_percent = max(row.score_percent or 0, mark_of(sitting.play).score_percent)
        if found.is_passed:
            row.completed_at = sitting.moved_at[-1]
            return row.completed_at
        moment = working_moment(sitting.moved_at[-1] + timedelta(minutes=chance.randint(3, 12)), chance)
    return None


def _play(version: ScenarioVersion, lesson_id: int, number: int, moment: datetime, chance: Random) -> Sitting:
    content = content_of(version, Settings())
    play = play_of_steps(content, {})
    sitting = Sitting(lesson_id, number, play, content, moment)
    skill = min(0.95, AT_FIRST + BY_DEBRIEF * (number - 1))
    while not play.has_ended:
        moment += timedelta(seconds=chance.randint(8, 45))
        play = play.after(_choose(play.scene, play.replies, skill, chance).key)
        sitting.moved_at.append(moment)
    sitting.play = play
    return sitting


def _choose(scene: Scene, replies: tuple[Reply, ...], skill: float, chance: Random) -> Reply:
    """The same scenes are hard for many people, and of the wrong replies the mild one is taken most."""
    hardness = Random(scene.key).uniform(-0.22, 0.14)  # noqa: S311 - believable variety, not a secret
    right = [reply for reply in replies if reply.is_model]
    wrong = [reply for reply in replies if not reply.is_model]
    if right and (not wrong or chance.random() < skill + hardness):
        return chance.choice(right)
    weights = [exp((reply.safety + reply.procedure + reply.empathy) / 18) for reply in wrong]
    return chance.choices(wrong, weights)[0]


def _kept(play: Play, moves: int) -> dict[str, dict[str, str]]:
    return {step_key(number): step for number, step in enumerate(play.steps(before=moves + 1), start=1)}


def _write(takings: list[Taking]) -> None:
    Enrolment.objects.bulk_create([taking.enrolment for taking in takings], batch_size=500)
    LessonProgress.objects.bulk_create([row for taking in takings for row in taking.progress], batch_size=500)
    played = [(_attempt(taking, sitting), sitting) for taking in takings for sitting in taking.sittings]
    Attempt.objects.bulk_create([attempt for attempt, _ in played], batch_size=500)
    AttemptStep.objects.bulk_create([step for pair in played for step in _steps(*pair)], batch_size=2000)
    Mark.objects.bulk_create([_mark(*pair) for pair in played if pair[1].play.has_ended], batch_size=500)


def _attempt(taking: Taking, sitting: Sitting) -> Attempt:
    attempt = Attempt(
        enrolment=taking.enrolment,
        lesson_id=sitting.lesson_id,
        number=sitting.number,
        content=sitting.content,
        pass_mark_percent=FULL,
        started_at=sitting.started_at,
    )
    if sitting.play.has_ended:
        attempt.state, attempt.submitted_at = Attempt.State.SUBMITTED, sitting.moved_at[-1]
        attempt.score_percent = mark_of(sitting.play).score_percent
        attempt.outcome = outcome(score_percent=attempt.score_percent, pass_mark_percent=FULL)
    return attempt


def _mark(attempt: Attempt, sitting: Sitting) -> Mark:
    result = mark_of(sitting.play)
    return Mark(
        attempt=attempt,
        number=1,
        score_percent=result.score_percent,
        outcome=attempt.outcome,
        detail=result.detail,
        marked_at=sitting.moved_at[-1],
    )


def _steps(attempt: Attempt, sitting: Sitting) -> Iterator[AttemptStep]:
    kept = _kept(sitting.play, len(sitting.moved_at))
    for (key, value), saved_at in zip(kept.items(), sitting.moved_at, strict=True):
        yield AttemptStep(attempt=attempt, key=key, value=value, saved_at=saved_at)


def _complete(run: CourseRun, desk: Desk) -> None:
    lessons = lessons_of(run.course)
    completions = []
    for enrolment in (
        Enrolment.objects.filter(run=run).select_related("person", "run__course").prefetch_related("progress")
    ):
        states = {row.lesson_id: row for row in enrolment.progress.all()}
        decision = decide_completion(lessons=lessons, states=states, policy=run.policy)
        if not decision.is_complete or decision.completed_at is None:
            continue
        unit = desk.unit_on(enrolment.person_id, timezone.localdate(decision.completed_at))
        completions.append(
            Completion(
                completed_at=decision.completed_at,
                recorded_at=decision.completed_at,
                **snapshot(enrolment, decision, unit=unit, started_at=enrolment.enrolled_at),
            )
        )
    Completion.objects.bulk_create(completions, batch_size=500)


def _invite_the_learner(run: CourseRun, desk: Desk) -> None:
    """The account everybody tries first finds the course on the first page, with nothing played yet."""
    learner, manager = desk.account("learner"), desk.account("manager")
    if learner is not None:
        Enrolment.objects.create(
            person=learner,
            run=run,
            source=Enrolment.Source.MANAGER,
            enrolled_at=desk.at - timedelta(days=3),
            enrolled_by=manager,
            due_on=desk.at.date() + timedelta(days=26),
        )


def _chance(person: Person, story: str) -> Random:
    return Random(f"{person.employee_number}:{story}")  # noqa: S311 - believable variety, not a secret
