"""정기 작업 in the admin: what it says, who may press what, and that pressing leaves a trace."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from lms.core.models import ScheduledJob, Worker
from lms.core.scheduling import workers
from lms.core.scheduling.jobs import claim_due, run_claimed
from tests.builders import MARCH_5

pytestmark = pytest.mark.django_db
SCREEN = "scheduling:show_jobs"
NOW = MARCH_5 + timedelta(hours=2)


@pytest.fixture(autouse=True)
def at_eleven(clock):
    clock.set(NOW)


@pytest.fixture
def admin(sign_in, administrator):
    return sign_in(administrator)


def screen(client) -> str:
    return " ".join(client.get(reverse(SCREEN)).content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def failed_task(**fields: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        **{
            "task_path": "lms.certificates.tasks.render_certificate_pdf",
            "args_kwargs": {"args": [], "kwargs": {}},
            "status": TaskResultStatus.FAILED,
            "backend_name": "default",
            "run_after": MARCH_5,
            "started_at": MARCH_5,
            "finished_at": MARCH_5,
            "worker_ids": ["one", "two"],
            "traceback": "Traceback …\nOSError: 디스크가 가득 찼습니다",
        }
        | fields
    )


def break_down(at):
    raise ValueError("응답이 없습니다")


def test_every_registered_job_stands_there_before_it_ever_ran(admin):
    page = screen(admin)
    for title in ("예약 공개", "빠진 이수 기록", "빠진 이수증 발급", "끝난 로그인 정보 정리", "검색 색인 다시 만들기"):
        assert title in page
    assert "매일 02:30" in page
    assert "동작 중인 작업 프로그램이 없습니다" in page


def test_it_says_when_a_job_ran_how_it_went_and_when_it_is_due(admin, only_job):
    only_job(lambda at: "이수증 2건을 발급했습니다.", daily_at=time(9, 30))
    run_claimed(claim_due(worker="one", at=MARCH_5 + timedelta(minutes=30)))
    page = screen(admin)
    for words in ("매일 09:30", "성공", "2026. 3. 5.(목) 09:30", "2026. 3. 6.(금) 09:30", "1초 미만"):
        assert words in page
    assert "이수증 2건을 발급했습니다." in page


def test_a_failure_stands_first_with_its_count_and_error(admin, only_job, clock):
    clock.set(MARCH_5 + timedelta(minutes=25))
    only_job(lambda at: "", name="가")
    only_job(break_down, name="나")
    for at in (MARCH_5 + timedelta(minutes=10), MARCH_5 + timedelta(minutes=20)):
        while claim := claim_due(worker="one", at=at):
            run_claimed(claim)
    page = screen(admin)
    assert "연속 2회, 모두 2회" in page
    assert "ValueError: 응답이 없습니다" in page
    assert page.index("정리 나") < page.index("정리 가")


def test_a_job_that_nobody_runs_is_behind_and_one_that_runs_long_says_for_how_long(admin, only_job):
    only_job(lambda at: "", name="a")
    assert "밀림" in screen(admin)
    claim_due(worker="one", at=NOW - timedelta(minutes=45))
    assert "45분째 실행 중" in screen(admin)


def test_it_names_the_workers_and_what_they_do(admin, only_job):
    only_job(lambda at: "")
    workers.beat(worker="one", host="lms-1", process=4211, at=NOW)
    workers.beat(worker="two", host="lms-2", process=5, at=NOW - timedelta(minutes=5))
    claim_due(worker="one", at=NOW)
    page = screen(admin)
    assert "저절로 실행됩니다" in page
    for words in ("lms-1", "프로세스 4211", "동작 중", "lms-2", "신호 없음"):
        assert words in page


def test_it_shows_tasks_that_failed_or_run_long_by_their_names(admin):
    failed_task()
    failed_task(task_path="elsewhere.unknown_task", status=TaskResultStatus.RUNNING)
    page = screen(admin)
    for words in ("이수증 파일 생성", "OSError: 디스크가 가득 찼습니다", "unknown_task", "2시간째 실행 중"):
        assert words in page
    assert "대기 0건, 실행 중 1건, 실패 1건입니다." in page


def test_reading_costs_the_same_with_one_and_with_many(admin, only_job, django_assert_max_num_queries):
    for number in range(15):
        only_job(break_down, name=f"job-{number}")
        failed_task()
        Worker.objects.create(pk=str(number), host="h", process=1, started_at=NOW, seen_at=NOW)
    screen(admin)
    with django_assert_max_num_queries(20):
        screen(admin)


class TestRunNow:
    def press(self, client, name: str = "tidy"):
        return client.post(reverse("scheduling:run_job", args=[name]), follow=True)

    def test_an_administrator_makes_it_due_now(self, admin, administrator, only_job):
        only_job(lambda at: "", daily_at=time(8, 30))
        page = self.press(admin).content.decode()
        assert "‘정리 tidy’ 작업을 곧 실행합니다" in page
        assert ScheduledJob.objects.get().next_run_at == NOW
        assert ModelLogEntry.objects.get(action="core.run_job").user == administrator

    def test_what_runs_already_is_not_started_again(self, admin, only_job):
        only_job(lambda at: "")
        claim_due(worker="one", at=NOW)
        before = ScheduledJob.objects.get().next_run_at
        assert "이미 실행 중입니다" in self.press(admin).content.decode()
        assert ScheduledJob.objects.get().next_run_at == before

    @pytest.mark.parametrize("role", ["hr_officer", "trainer", "learner", "manager"])
    def test_nobody_else_may(self, request, sign_in, only_job, role):
        only_job(lambda at: "", daily_at=time(8, 30))
        before = ScheduledJob.objects.get().next_run_at
        client = sign_in(request.getfixturevalue(role))
        self.press(client)
        assert client.get(reverse(SCREEN)).status_code == 302
        assert ScheduledJob.objects.get().next_run_at == before
        assert not ModelLogEntry.objects.filter(action="core.run_job").exists()

    def test_looking_at_the_address_starts_nothing(self, admin, only_job):
        only_job(lambda at: "", daily_at=time(8, 30))
        before = ScheduledJob.objects.get().next_run_at
        assert admin.get(reverse("scheduling:run_job", args=["tidy"])).status_code == 405
        assert ScheduledJob.objects.get().next_run_at == before

    def test_whoever_may_only_look_gets_no_button(self, sign_in, trainer, only_job, request):
        from django.contrib.auth.models import Permission

        trainer.user_permissions.add(Permission.objects.get(codename="view_scheduledjob"))
        only_job(lambda at: "")
        page = screen(sign_in(trainer))
        assert "정리 tidy" in page
        assert "지금 실행" not in page


class TestTryAgain:
    def press(self, client, task: DBTaskResult):
        return client.post(reverse("scheduling:retry_task", args=[task.pk]), follow=True)

    def test_a_failed_task_goes_back_into_the_queue(self, admin, administrator):
        task = failed_task()
        assert "‘이수증 파일 생성’ 작업을 다시 대기열에 넣었습니다" in self.press(admin, task).content.decode()
        task.refresh_from_db()
        assert (task.status, task.worker_ids) == (TaskResultStatus.READY, [])
        entry = ModelLogEntry.objects.get(action="core.retry_task")
        assert (entry.user, entry.label) == (administrator, "이수증 파일 생성")

    def test_a_running_task_is_left_alone(self, admin):
        task = failed_task(status=TaskResultStatus.RUNNING)
        assert "실패한 상태가 아니어서" in self.press(admin, task).content.decode()
        task.refresh_from_db()
        assert task.status == TaskResultStatus.RUNNING

    def test_hr_may_not(self, sign_in, hr_officer):
        task = failed_task()
        self.press(sign_in(hr_officer), task)
        task.refresh_from_db()
        assert task.status == TaskResultStatus.FAILED
