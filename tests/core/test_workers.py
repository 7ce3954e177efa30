"""Who is alive, what becomes of the work of those who are not, and what ``/readyz`` says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.core.models import ScheduledJob, Worker
from lms.core.scheduling import tasks, workers
from lms.core.scheduling.jobs import claim_due
from tests.builders import MARCH_5

pytestmark = pytest.mark.django_db
DUE = MARCH_5 + timedelta(minutes=10)


def beat(worker: str = "one", at: datetime = MARCH_5) -> None:
    workers.beat(worker=worker, host="lms-1", process=7, at=at)


def running_task(*worker_ids: str, started_at: datetime = MARCH_5) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="lms.quizzes.tasks.remark_sittings",
        args_kwargs={"args": [1], "kwargs": {}},
        status=TaskResultStatus.RUNNING,
        backend_name="default",
        run_after=MARCH_5,
        started_at=started_at,
        worker_ids=list(worker_ids),
    )


def status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


class TestWatching:
    """Silence is measured on the watcher's own steady clock, in beats that do not move."""

    def test_a_worker_is_gone_when_its_beat_stood_still_for_a_minute(self):
        watch = workers.Watch(60)
        assert watch.silent({"one": 3, "two": 8}, steady=0) == {}
        assert watch.silent({"one": 3, "two": 9}, steady=59) == {}
        assert watch.silent({"one": 3, "two": 9}, steady=60) == {"one": 3}

    def test_whoever_starts_watching_first_waits_itself(self):
        assert workers.Watch(60).silent({"one": 3}, steady=10_000) == {}

    def test_a_worker_that_beats_again_is_alive_again(self):
        watch = workers.Watch(60)
        watch.silent({"one": 3}, steady=0)
        assert watch.silent({"one": 4}, steady=61) == {}
        assert watch.silent({"one": 4}, steady=120) == {}
        assert watch.silent({"one": 4}, steady=121) == {"one": 4}

    @pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
    def test_setting_the_wall_clock_kills_no_worker(self, jump):
        watch = workers.Watch(60)
        beat(at=MARCH_5)
        beat("two", at=MARCH_5)
        assert workers.silent_workers(watch, me="two", steady=0) == {}
        beat(at=MARCH_5 + jump)
        assert workers.silent_workers(watch, me="two", steady=61) == {}

    def test_nobody_buries_himself(self):
        watch = workers.Watch(60)
        beat()
        workers.silent_workers(watch, me="one", steady=0)
        assert workers.silent_workers(watch, me="one", steady=500) == {}


class TestBurying:
    def test_what_it_was_running_goes_back_and_its_row_goes(self, only_job):
        only_job(lambda at: "")
        beat()
        claim_due(worker="one", at=DUE)
        task = running_task("one")
        other = running_task("two")
        assert workers.bury(worker="one", beats=0, at=DUE)
        assert (status(task), status(other)) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)
        assert ScheduledJob.objects.get().outcome == ScheduledJob.Outcome.LOST
        assert not Worker.objects.exists()

    def test_a_sign_of_life_at_the_last_moment_saves_it(self):
        beat()
        task = running_task("one")
        beat()
        assert not workers.bury(worker="one", beats=0, at=DUE)
        assert status(task) == TaskResultStatus.RUNNING

    def test_of_two_who_bury_only_one_does(self):
        beat()
        assert workers.bury(worker="one", beats=0, at=DUE)
        assert not workers.bury(worker="one", beats=0, at=DUE)

    def test_a_worker_that_was_only_asleep_comes_back(self):
        beat()
        workers.bury(worker="one", beats=0, at=DUE)
        beat(at=DUE)
        assert Worker.objects.get().seen_at == DUE


class TestTasks:
    def test_a_task_that_took_three_workers_with_it_is_not_begun_a_fourth_time(self):
        twice, thrice = running_task("a", "one"), running_task("a", "b", "one")
        assert tasks.give_up_tasks_of(worker="one", at=DUE, message="멈췄습니다.") == 2
        assert (status(twice), status(thrice)) == (TaskResultStatus.READY, TaskResultStatus.FAILED)
        assert (thrice.finished_at, thrice.traceback) == (DUE, "멈췄습니다.")
        assert import_string(thrice.exception_class_path) is tasks.WorkerGone

    def test_a_worker_without_heartbeat_is_believed_for_an_hour(self):
        task = running_task("by-hand", started_at=MARCH_5)
        assert tasks.give_up_strangers(at=MARCH_5 + timedelta(minutes=59), message="") == 0
        assert tasks.give_up_strangers(at=MARCH_5 + timedelta(minutes=61), message="") == 1
        assert status(task) == TaskResultStatus.READY

    def test_a_long_task_of_a_worker_that_beats_is_left_alone(self):
        beat()
        task = running_task("one")
        assert tasks.give_up_strangers(at=MARCH_5 + timedelta(days=1), message="") == 0
        assert status(task) == TaskResultStatus.RUNNING


class TestReadiness:
    @pytest.fixture
    def ready(self, client, clock):
        def ask() -> tuple[int, object]:
            answer = client.get("/readyz")
            return answer.status_code, answer.json().get("worker")

        clock.set(MARCH_5)
        return ask

    def test_without_a_worker_it_is_not_ready_and_says_so(self, ready):
        assert ready() == (503, False)

    @pytest.mark.parametrize(
        ("ago", "answer"),
        [(0, (200, True)), (60, (200, True)), (61, (503, False)), (-30, (200, True)), (-86_400, (503, False))],
    )
    def test_it_is_ready_with_a_heartbeat_of_the_last_minute(self, ready, ago, answer):
        beat(at=MARCH_5 - timedelta(seconds=ago))
        assert ready() == answer

    def test_one_of_two_workers_is_enough(self, ready):
        beat("dead", at=MARCH_5 - timedelta(days=1))
        beat("alive", at=MARCH_5)
        assert ready() == (200, True)

    def test_where_only_the_web_is_deployed_nobody_asks_for_a_worker(self, ready, settings):
        settings.READY_WORKER_SECONDS = 0
        assert ready() == (200, None)
