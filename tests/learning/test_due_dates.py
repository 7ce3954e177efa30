"""기한 알림: the right reminder on the right day, once, to who still has something to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.core.working_days import is_working_day
from lms.learning.models import Enrolment
from lms.learning.reminders import remind_of_due_dates
from lms.learning.reminding import reminder_for
from lms.learning.services import withdraw_enrolment
from lms.notices.choices import Cause, State
from lms.notices.models import Delivery, Notice
from lms.notices.services import plan_notices, send_due
from lms.people.models import EmploymentPeriod
from lms.people.services import set_employment
from tests.builders import MARCH_5, build_course, build_person, build_run, completed, enrolled, moment

LONG_AGO = moment(2026, 1, 5)


@pytest.mark.parametrize(
    ("due_on", "on", "step"),
    [
        ("2026-04-10", "2026-03-10", None),  # 31일 전
        ("2026-04-10", "2026-03-11", "d-30"),
        ("2026-04-10", "2026-04-02", "d-30"),
        ("2026-04-10", "2026-04-03", "d-7"),
        ("2026-04-10", "2026-04-09", "d-1"),
        ("2026-04-10", "2026-04-10", "d-1"),
        ("2026-04-10", "2026-04-11", None),  # 토요일: 기한 지남은 월요일에
        ("2026-04-10", "2026-04-13", "overdue"),
        ("2026-04-10", "2026-04-24", "overdue"),
        ("2026-04-10", "2026-04-25", None),  # 두 주가 지나면 말하지 않는다
        # A Monday's eve is a Sunday: Friday remembers it.
        ("2026-03-09", "2026-03-05", "d-7"),
        ("2026-03-09", "2026-03-06", "d-1"),
        # 추석 연휴 뒤 첫 근무일이 기한이면 연휴 전에
        ("2026-09-28", "2026-09-23", "d-1"),
        ("2026-09-28", "2026-09-25", "d-1"),
    ],
)
def test_the_reminder_of_a_day(due_on, on, step):
    found = reminder_for(date.fromisoformat(due_on), on=date.fromisoformat(on), works=is_working_day)
    assert (found.step if found else None) == step


@pytest.fixture
def course(db):
    return build_course("특이민원 대응", lessons=1)


def remind(day: date) -> int:
    return remind_of_due_dates(on=day, at=moment(day.year, day.month, day.day, 7))


def steps(person):
    return [reason.rpartition(":")[2] for reason in told(person).values_list("reason", flat=True)]


def told(person):
    return Notice.objects.for_person(person).filter(kind="learning.due").order_by("created_at")


def due(person, course, day, **fields):
    return enrolled(person, course, at=fields.pop("at", LONG_AGO), due_on=day, **fields)


def test_three_months_of_days_remind_four_times(learner, course):
    due(learner, course, date(2026, 4, 10))
    first = date(2026, 3, 1)
    assert sum(remind(first + timedelta(days=each)) for each in range(90)) == 4
    assert steps(learner) == ["d-30", "d-7", "d-1", "overdue"]
    assert [timezone_day(notice) for notice in told(learner)] == [
        date(2026, 3, 11),
        date(2026, 4, 3),
        date(2026, 4, 9),
        date(2026, 4, 13),
    ]


def timezone_day(notice):
    from django.utils import timezone

    return timezone.localdate(notice.created_at)


def test_a_replayed_day_reminds_nobody_again(learner, course, django_assert_max_num_queries):
    due(learner, course, date(2026, 4, 10))
    assert remind(date(2026, 4, 3)) == 1
    with django_assert_max_num_queries(5):
        assert remind(date(2026, 4, 3)) == 0
    assert remind(date(2026, 4, 4)) == 0


def test_a_jump_over_weeks_gives_the_one_that_matters_today(learner, course):
    due(learner, course, date(2026, 4, 10))
    assert remind(date(2026, 3, 2)) == 0
    assert remind(date(2026, 4, 9)) == 1
    assert steps(learner) == ["d-1"]


def test_a_new_due_date_is_reminded_of_anew(learner, course):
    enrolment = due(learner, course, date(2026, 4, 10))
    remind(date(2026, 4, 3))
    Enrolment.objects.filter(pk=enrolment.pk).update(due_on=date(2026, 4, 17))
    assert remind(date(2026, 4, 10)) == 1
    assert steps(learner) == ["d-7", "d-7"]


def test_whoever_came_late_is_not_reminded_of_what_was_just_said(learner, course):
    due(learner, course, date(2026, 4, 10), at=moment(2026, 4, 6))
    assert remind(date(2026, 4, 7)) == 0
    assert remind(date(2026, 4, 9)) == 1


def test_nobody_is_reminded_who_has_nothing_to_do(city, learner, colleague, manager, outsider, course, hr_officer):
    completed(learner, course, at=LONG_AGO, due_on=date(2026, 4, 10))
    withdraw_enrolment(enrolment=due(colleague, course, date(2026, 4, 10)), by=colleague, at=LONG_AGO)
    due(manager, course, date(2026, 4, 10))
    set_employment(person=manager, state=EmploymentPeriod.State.ON_LEAVE, on=date(2026, 3, 1))
    due(outsider, course, date(2026, 4, 10), is_trial=True)
    ended = build_run(course, closes_on=date(2026, 4, 1))
    enrolled(hr_officer, ended, at=LONG_AGO, due_on=date(2026, 4, 10))
    assert remind(date(2026, 4, 3)) == 0


def test_the_number_of_statements_does_not_grow_with_people(course, learner, django_assert_max_num_queries):
    people = [build_person(f"직원{number}", email=f"due{number}@gaon.example") for number in range(40)]
    for person in people:
        set_employment(person=person, state=EmploymentPeriod.State.EMPLOYED, on=date(2020, 1, 1))
        due(person, course, date(2026, 4, 10))
    with django_assert_max_num_queries(14):
        assert remind(date(2026, 4, 3)) == 40


def test_who_completes_before_the_mail_goes_gets_none(learner, course, mailoutbox):
    due(learner, course, date(2026, 4, 10))
    remind(date(2026, 4, 3))
    morning = moment(2026, 4, 3, 7)
    plan_notices(at=morning)
    completed(learner, course, at=moment(2026, 4, 3, 8))
    send_due(at=moment(2026, 4, 3, 9))
    reminder = Delivery.objects.get(notice__kind="learning.due")
    assert (reminder.state, reminder.cause) == (State.SKIPPED, Cause.SETTLED)
    assert not any("이수해 주세요" in mail.subject for mail in mailoutbox)


def test_an_extended_due_date_takes_back_a_mail_that_waits(learner, course, mailoutbox):
    enrolment = due(learner, course, date(2026, 4, 10))
    remind(date(2026, 4, 9))
    plan_notices(at=moment(2026, 4, 9, 7))
    Enrolment.objects.filter(pk=enrolment.pk).update(due_on=date(2026, 5, 29))
    send_due(at=moment(2026, 4, 9, 9))
    assert mailoutbox == []


def test_an_assigned_course_is_told_and_a_chosen_one_is_not(learner, outsider, manager, course):
    enrolled(learner, course, by=manager, source=Enrolment.Source.MANAGER, due_on=date(2026, 4, 10))
    enrolled(learner, course, by=manager, source=Enrolment.Source.MANAGER, due_on=date(2026, 4, 10))
    enrolled(outsider, course)
    [notice] = Notice.objects.filter(kind="learning.course_opened")
    assert notice.person == learner
    assert notice.link == course.url
    assert notice.words.title == "‘특이민원 대응’ 교육과정이 지정되었습니다."
    assert dict(notice.words.facts) == {"기한": "2026. 4. 10.(금)"}


def test_leaving_takes_back_the_mail_about_an_assigned_course(learner, manager, course, mailoutbox):
    enrolment = enrolled(learner, course, by=manager, source=Enrolment.Source.MANAGER)
    Enrolment.objects.filter(pk=enrolment.pk).update(withdrawn_at=MARCH_5)
    send_due(at=MARCH_5)
    assert mailoutbox == []
