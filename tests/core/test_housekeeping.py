"""The platform's own jobs: pages appear and vanish when they should, finished things are cleared, search is whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms.core import registry
from lms.core.scheduling import housekeeping
from lms.courses.models import CoursePage
from lms.people.jobs import clear_sessions
from tests.builders import MARCH_5, build_course, build_lesson

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock that Wagtail itself reads."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


class TestScheduledPublishing:
    """What an editor scheduled, seen by somebody who reads the page a minute before and a minute after."""

    NOTHING = "0건을 공개하고 0건을 내렸습니다."

    @pytest.fixture(autouse=True)
    def reader(self, client, learner, wall_clock):
        wall_clock(MARCH_5)
        client.force_login(learner)

    def schedule(self, course: CoursePage, **fields: object) -> None:
        for name, value in fields.items():
            setattr(course, name, value)
        course.save_revision().publish()

    def test_a_new_page_is_there_with_the_first_run_after_its_moment(self, client, wall_clock):
        course = build_course("새 과정")
        course.unpublish()
        self.schedule(course, go_live_at=MARCH_5 + MINUTE)
        assert housekeeping.publish_scheduled(at=MARCH_5) == self.NOTHING
        assert client.get(course.url).status_code == 404
        wall_clock(later := MARCH_5 + 2 * MINUTE)
        assert housekeeping.publish_scheduled(at=later) == "1건을 공개하고 0건을 내렸습니다."
        assert client.get(course.url).status_code == 200
        assert housekeeping.publish_scheduled(at=later) == self.NOTHING

    def test_a_scheduled_change_of_a_page_that_everybody_reads_shows_with_the_next_run(self, client, wall_clock):
        course = build_course("지금 제목")
        self.schedule(course)
        assert "지금 제목" in client.get(course.url).content.decode()
        self.schedule(course, title="나중 제목", go_live_at=MARCH_5 + MINUTE)
        assert "나중 제목" not in client.get(course.url).content.decode()
        wall_clock(later := MARCH_5 + 2 * MINUTE)
        housekeeping.publish_scheduled(at=later)
        assert "나중 제목" in client.get(course.url).content.decode()

    def test_an_expired_page_is_gone_with_the_next_run(self, client, wall_clock):
        course = build_course()
        self.schedule(course, expire_at=MARCH_5 + MINUTE)
        assert client.get(course.url).status_code == 200
        wall_clock(later := MARCH_5 + 2 * MINUTE)
        assert housekeeping.publish_scheduled(at=later) == "0건을 공개하고 1건을 내렸습니다."
        assert client.get(course.url).status_code == 404

    def test_it_runs_every_minute(self):
        job = registry.periodic_job("publish_scheduled")
        at = timezone.now()
        assert job.cadence.next_after(at) == at + MINUTE


def test_finished_tasks_go_after_a_week_failed_ones_after_a_month():
    now = timezone.now()
    for status, days in (
        (TaskResultStatus.SUCCESSFUL, 6),
        (TaskResultStatus.SUCCESSFUL, 8),
        (TaskResultStatus.FAILED, 29),
        (TaskResultStatus.FAILED, 31),
        (TaskResultStatus.RUNNING, 400),
    ):
        DBTaskResult.objects.create(
            status=status,
            finished_at=now - timedelta(days=days),
            args_kwargs={},
            task_path="x",
            backend_name="default",
            run_after=now,
        )
    assert housekeeping.clear_tasks(at=now) == "끝난 대기열 기록 2건을 정리했습니다."
    assert DBTaskResult.objects.count() == 3


@pytest.mark.usefixtures("search_index")
def test_a_page_that_an_index_task_missed_is_found_after_the_nightly_rebuild():
    course = build_course("전화 친절 교육")
    build_lesson(course, "인사말")
    assert CoursePage.objects.search("친절").get_queryset().exists()
    course.index_entries.all().delete()
    assert not CoursePage.objects.search("친절").get_queryset().exists()
    assert housekeeping.rebuild_search(at=timezone.now()) == "검색 색인을 다시 만들었습니다."
    assert [page.pk for page in CoursePage.objects.search("전화")] == [course.pk]


def test_ended_sessions_go_with_what_is_known_of_their_devices(learner):
    now = timezone.now()
    for key, ends in (("ended", now - MINUTE), ("open", now + MINUTE)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
        UserSession.objects.create(user=learner, session_key=key, ip="10.0.0.1", user_agent="")
    assert clear_sessions(at=now) == "끝난 로그인 정보 1건을 정리했습니다."
    assert [each.session_key for each in UserSession.objects.all()] == ["open"]
    assert [each.session_key for each in Session.objects.all()] == ["open"]


def test_every_job_of_the_product_runs_on_an_empty_installation_and_twice():
    at = timezone.now()
    for job in registry.periodic_jobs():
        assert isinstance(job.run(at=at), str)
        assert job.run(at=at)
