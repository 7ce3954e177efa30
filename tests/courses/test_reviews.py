"""검토: reviewers are asked and authors are answered, by our notices and by no mail of Wagtail's beside them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from lms.notices.models import Notice
from lms.notices.services import send_due
from lms.people import roles
from tests.builders import MARCH_5, build_course
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def workflow(db):
    workflow = Workflow.objects.create(name="인사팀 검토", active=True)
    task = GroupApprovalTask.objects.create(name="검토", active=True)
    task.groups.add(Group.objects.get(name=roles.HR_OFFICER))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return workflow


@pytest.fixture
def page(trainer):
    course = build_course("특이민원 대응", lessons=0)
    course.title = "특이민원 대응 개정"
    course.save_revision(user=trainer)
    return course


@pytest.fixture
def submitted(workflow, page, trainer, hr_officer, city, clock):
    clock.set(MARCH_5)
    hire("20150005", "오유진", city.talent, role=roles.HR_OFFICER)
    return workflow.start(page, trainer)


def told(kind):
    return list(Notice.objects.filter(kind=kind))


def test_everybody_who_may_approve_is_asked_once_and_gets_one_mail(submitted, mailoutbox, hr_officer, trainer):
    asked = told("courses.review_requested")
    assert {notice.person.name for notice in asked} == {"한결", "오유진"}
    assert asked[0].words.title == "‘특이민원 대응 개정’ 페이지가 검토를 기다립니다."
    assert "정다온" in asked[0].words.paragraphs[0]
    assert mailoutbox == []
    send_due(at=MARCH_5)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["20150004@gaon.example", "20150005@gaon.example"]


def test_who_reviews_what_one_has_reviewed_oneself_gets_no_mail(submitted, mailoutbox, hr_officer):
    submitted.current_task_state.specific.approve(user=hr_officer)
    send_due(at=MARCH_5)
    assert [mail.to for mail in mailoutbox] == [["20160005@gaon.example"]]


def test_the_author_learns_that_the_page_was_published(submitted, hr_officer, trainer, mailoutbox):
    submitted.current_task_state.specific.approve(user=hr_officer)
    [answer] = told("courses.review_decided")
    assert answer.person == trainer
    assert answer.words.title == "‘특이민원 대응 개정’ 페이지가 승인되어 게시되었습니다."
    assert mailoutbox == []


def test_the_author_learns_what_has_to_change_each_time(submitted, page, hr_officer, trainer, mailoutbox):
    submitted.current_task_state.specific.reject(user=hr_officer, comment="2차시 날짜를 확인해 주세요.")
    [answer] = told("courses.review_decided")
    assert answer.words.paragraphs == ["2차시 날짜를 확인해 주세요."]
    assert "/edit/" in answer.link
    submitted.refresh_from_db()
    submitted.resume(user=trainer)
    submitted.refresh_from_db()
    submitted.current_task_state.specific.reject(user=hr_officer, comment="아직입니다.")
    assert len(told("courses.review_decided")) == 2
    assert mailoutbox == []


def test_the_account_page_leaves_mail_about_reviews_to_our_settings(client, administrator):
    client.force_login(administrator)
    page = client.get("/admin/account/").content.decode()
    assert "updated_comments_notifications" in page
    assert "submitted_notifications" not in page
