"""Periodic jobs: due once, claimed by one worker, their failures counted and made up for."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from lms.core.models import ScheduledJob
from lms.core.scheduling.jobs import claim_due, ensure_rows, give_up_jobs_of, request_run, run_claimed
from tests.builders import MARCH_5

DUE = MARCH_5 + timedelta(minutes=10)
pytestmark = pytest.mark.django_db


def row(name: str = "tidy") -> ScheduledJob:
    return ScheduledJob.objects.get(pk=name)


def run_due(at, worker: str = "one") -> bool:
    claim = claim_due(worker=worker, at=at)
    if claim is not None:
        run_claimed(claim)
    return claim is not None


def break_down(at):
    raise ValueError("디스크가 가득 찼습니다")


def test_a_new_job_waits_for_its_first_moment_and_then_runs_with_it(only_job):
    asked = []
    only_job(lambda at: asked.append(at) or "3건을 정리했습니다.")
    assert not run_due(DUE - timedelta(seconds=1))
    assert run_due(DUE)
    assert asked == [DUE]
    job = row()
    assert (job.outcome, job.message, job.started_at) == ("SUCCEEDED", "3건을 정리했습니다.", DUE)
    assert (job.next_run_at, job.running_by, job.failures) == (DUE + timedelta(minutes=10), "", 0)
    assert job.seconds is not None


def test_while_one_worker_runs_it_no_other_gets_it_even_when_it_is_due_again(only_job):
    only_job(lambda at: "")
    claim = claim_due(worker="one", at=DUE)
    assert claim_due(worker="two", at=DUE) is None
    assert claim_due(worker="two", at=DUE + timedelta(hours=1)) is None
    run_claimed(claim)
    assert claim_due(worker="two", at=DUE + timedelta(hours=1)) is not None


def test_the_job_that_waits_longest_comes_first(only_job):
    ran = []
    only_job(lambda at: ran.append("later") or "", name="a", every_minutes=20)
    only_job(lambda at: ran.append("sooner") or "", name="b", every_minutes=10)
    while run_due(MARCH_5 + timedelta(minutes=30)):
        pass
    assert ran == ["sooner", "later"]


def test_a_failure_is_counted_kept_and_followed_by_growing_pauses(only_job):
    only_job(break_down, daily_at=time(8, 30))
    ScheduledJob.objects.update(next_run_at=DUE)
    pauses, at = [], DUE
    for _ in range(3):
        assert run_due(at)
        pauses.append(round((row().next_run_at - at).total_seconds() / 60))
        at = row().next_run_at
    job = row()
    assert pauses == [1, 5, 15]
    assert (job.outcome, job.failures, job.failures_in_row) == ("FAILED", 3, 3)
    assert job.message == job.last_error == "ValueError: 디스크가 가득 찼습니다"
    assert job.running_by == ""


def test_after_a_success_the_row_of_failures_ends_and_the_last_error_stays_known(only_job):
    broken = [True]

    def mend(at):
        if broken:
            broken.clear()
            break_down(at)
        return "정리했습니다."

    only_job(mend)
    run_due(DUE)
    run_due(DUE + timedelta(minutes=2))
    job = row()
    assert (job.outcome, job.failures_in_row, job.failures) == ("SUCCEEDED", 0, 1)
    assert (job.message, job.last_error) == ("정리했습니다.", "ValueError: 디스크가 가득 찼습니다")


def test_a_long_error_is_cut_and_no_reason_to_lose_the_job(only_job):
    def shout(at):
        raise RuntimeError("가" * 50_000)

    only_job(shout)
    run_due(DUE)
    assert len(row().last_error) == 1_000


def test_a_job_whose_worker_is_gone_counts_as_failed_and_is_run_again(only_job):
    ran = []
    only_job(lambda at: ran.append(at) or "", daily_at=time(8, 30))
    ScheduledJob.objects.update(next_run_at=DUE)
    lost = claim_due(worker="one", at=DUE)
    later = DUE + timedelta(minutes=2)
    assert give_up_jobs_of(worker="one", at=later, message="멈췄습니다.") == 1
    job = row()
    assert (job.outcome, job.failures, job.message) == ("LOST", 1, "멈췄습니다.")
    assert run_due(later + timedelta(minutes=1), worker="two")
    assert row().outcome == "SUCCEEDED"
    # The first worker was only asleep and comes back with its result: that is nobody's news any more.
    run_claimed(lost)
    assert (row().started_at, len(ran)) == (later + timedelta(minutes=1), 2)


def test_a_job_that_kills_its_worker_every_time_does_not_do_so_without_pause(only_job):
    only_job(lambda at: "", daily_at=time(8, 30))
    at = DUE
    for _ in range(4):
        ScheduledJob.objects.update(next_run_at=at)
        claim_due(worker="one", at=at)
        give_up_jobs_of(worker="one", at=at, message="")
    assert row().next_run_at == at + timedelta(hours=1)


def test_a_job_that_no_room_registers_any_more_is_left_alone(only_job):
    only_job(lambda at: "")
    ScheduledJob.objects.create(name="gone", next_run_at=MARCH_5)
    assert claim_due(worker="one", at=DUE).job.name == "tidy"
    assert claim_due(worker="one", at=DUE) is None
    assert str(row("gone")) == "gone"


class TestClock:
    def test_a_clock_that_jumps_a_week_ahead_runs_a_job_once(self, only_job):
        ran = []
        only_job(lambda at: ran.append(at) or "")
        while run_due(DUE + timedelta(days=7)):
            pass
        assert len(ran) == 1

    def test_a_clock_set_back_after_running_a_week_ahead_does_not_stop_the_job_for_a_week(self, only_job):
        ran = []
        only_job(lambda at: ran.append(at) or "")
        run_due(DUE + timedelta(days=7))
        ensure_rows(at=DUE)
        assert not run_due(DUE)
        assert run_due(DUE + timedelta(minutes=10))
        assert len(ran) == 2

    def test_a_clock_set_back_by_seconds_does_not_run_the_morning_twice(self, only_job):
        only_job(lambda at: "", daily_at=time(8, 30))
        morning = row().next_run_at
        assert run_due(morning)
        back = morning - timedelta(seconds=3)
        ensure_rows(at=back)
        assert not run_due(back)
        assert not run_due(morning)


class TestByHand:
    def test_run_now_makes_it_due_now_and_names_who_asked(self, only_job, administrator):
        only_job(lambda at: "", daily_at=time(8, 30))
        assert request_run(job=row(), by=administrator, at=DUE)
        assert run_due(DUE)
        entry = ModelLogEntry.objects.get(action="core.run_job")
        assert (entry.user, entry.label) == (administrator, "정리 tidy")

    def test_what_is_running_is_not_asked_for_twice(self, only_job, administrator):
        only_job(lambda at: "")
        claim_due(worker="one", at=DUE)
        assert not request_run(job=row(), by=administrator, at=DUE)
        assert not ModelLogEntry.objects.filter(action="core.run_job").exists()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_run_each_due_job_once(only_job):
    ran, gate = [], threading.Barrier(8)
    for name in ("a", "b", "c"):
        only_job(lambda at, name=name: ran.append(name) or "", name=name)

    def work(number: int) -> None:
        try:
            gate.wait(30)
            while run_due(DUE, worker=f"worker-{number}"):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ran) == ["a", "b", "c"]


def test_looking_costs_one_statement_when_nothing_is_due(only_job, django_assert_num_queries):
    for number in range(12):
        only_job(lambda at: "", name=f"job-{number}")
    with django_assert_num_queries(1):
        claim_due(worker="one", at=MARCH_5)
    with django_assert_num_queries(1):
        ensure_rows(at=MARCH_5)
