"""Inside the Wagtail admin: who may look at which roster, what can be done there, and that looking leaves a trace."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from lms.courses.models import SectionPage
from lms.learning.models import Completion, Enrolment, ExtraAttempt, LessonProgress, MistakeReport
from lms.learning.rules import MarkResult
from lms.learning.services import (
    complete_lesson,
    open_lesson,
    report_mistake,
    start_attempt,
    submit_attempt,
    withdraw_enrolment,
)
from lms.people.models import AccessRecord
from tests.builders import (
    build_course,
    build_lesson,
    build_quiz,
    catalogue,
    completed,
    enrolled,
    lessons_in,
    self_paced_run,
)
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def held(clock):
    """Every page is asked for on 2026. 3. 5."""
    return clock


@pytest.fixture
def own_section(trainer):
    """A section that the trainer's group may edit."""
    section = catalogue().add_child(instance=SectionPage(title="친절", slug="kindness"))
    group = Group.objects.create(name="친절 담당")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    trainer.groups.add(group)
    return section


@pytest.fixture
def own_course(own_section):
    return build_course("친절 교육", lessons=2, quizzes=1, parent=own_section)


def address(name, *arguments):
    return reverse(f"learning_staff:{name}", args=arguments)


def roster(course):
    return address("roster", self_paced_run(course).pk)


def fail_quiz(person, course, at):
    enrolment, quiz = enrolled(person, course), lessons_in(course)[-1].pk
    attempt, _ = start_attempt(
        enrolment=enrolment, lesson_id=quiz, content={}, pass_mark_percent=60, max_attempts=1, at=at
    )
    submit_attempt(attempt=attempt, mark=lambda steps: MarkResult(40), at=at)
    return enrolment, quiz


def test_a_trainer_sees_the_rosters_of_his_own_section_only(sign_in, trainer, learner, own_course):
    other = build_course("남의 과정")
    enrolled(learner, own_course)
    enrolled(learner, other)
    browser = sign_in(trainer)
    page = browser.get(address("runs")).content.decode()
    assert "친절 교육" in page
    assert "남의 과정" not in page
    assert learner.name in browser.get(roster(own_course)).content.decode()
    assert browser.get(roster(other)).status_code in (302, 403)


@pytest.mark.parametrize("role", ["learner", "manager", "outsider"])
def test_nobody_else_gets_into_the_screens(sign_in, request, role, learner, own_course):
    person = request.getfixturevalue(role)
    enrolment = enrolled(learner, own_course)
    browser = sign_in(person)
    for name, arguments in {
        "runs": [],
        "roster": [enrolment.run_id],
        "enrolment": [enrolment.pk],
        "completions": [],
        "enter_paper": [],
        "mistakes": [],
        "trial": [own_course.pk],
    }.items():
        response = browser.get(address(name, *arguments))
        assert response.status_code in (302, 403), name
        assert learner.employee_number not in response.content.decode()
    assert not AccessRecord.objects.exists()


def test_a_roster_shows_where_each_person_stands(
    sign_in, hr_officer, learner, colleague, outsider, manager, trainer, clock
):
    course = build_course(lessons=2)
    completed(learner, course)
    begun = enrolled(colleague, course)
    complete_lesson(enrolment=begun, lesson_id=lessons_in(course)[0].pk, at=clock.now)
    enrolled(outsider, course, due_on=date(2026, 3, 1))
    withdraw_enrolment(enrolment=enrolled(manager, course), by=manager, at=clock.now)
    enrolled(trainer, course, is_trial=True)
    browser = sign_in(hr_officer)

    def names(**query):
        page = browser.get(roster(course), query).content.decode()
        return {each.name for each in (learner, colleague, outsider, manager, trainer) if each.name in page}

    assert names() == {learner.name, colleague.name, outsider.name}
    assert names(state="completed") == {learner.name}
    assert names(state="in_progress") == {colleague.name}
    assert names(state="not_started") == {outsider.name}
    assert names(state="withdrawn") == {manager.name}
    assert names(overdue="true") == {outsider.name}
    assert names(q=colleague.employee_number) == {colleague.name}
    page = browser.get(roster(course)).content.decode()
    assert "50%" in page
    assert "복지국 생활보장과" in page


def test_a_roster_keeps_what_somebody_completed_whatever_was_published_since(
    sign_in, hr_officer, learner, colleague, clock
):
    course = build_course(lessons=1, quizzes=1)
    completed(learner, course, score_percent=80)
    begun = enrolled(colleague, course)
    complete_lesson(enrolment=begun, lesson_id=lessons_in(course)[1].pk, at=clock.now, score_percent=90)
    build_lesson(course)
    build_quiz(course)
    browser = sign_in(hr_officer)

    def shown(ordering):
        rows = browser.get(roster(course), {"ordering": ordering}).context["table"].data
        return [(row.enrolment.person.name, row.progress_percent, row.score_percent) for row in rows]

    done, under_way = (learner.name, 100, 80), (colleague.name, 25, 45)
    for name in ("progress_percent", "score_percent"):
        assert shown(name) == [under_way, done]
        assert shown(f"-{name}") == [done, under_way]


def test_a_completed_course_without_a_test_has_no_score_when_one_is_added_and_sat(sign_in, hr_officer, learner, clock):
    course = build_course(lessons=1)
    enrolment = completed(learner, course).enrolment
    quiz = build_quiz(course)
    complete_lesson(enrolment=enrolment, lesson_id=quiz.pk, at=clock.now, score_percent=70)
    (row,) = sign_in(hr_officer).get(roster(course)).context["table"].data
    assert (row.state, row.progress_percent, row.score_percent) == ("completed", 100, None)


def test_a_roster_is_filtered_by_unit_and_what_lies_below_it(sign_in, hr_officer, learner, outsider, city):
    course = build_course()
    enrolled(learner, course)
    enrolled(outsider, course)
    page = sign_in(hr_officer).get(roster(course), {"unit": city.welfare.pk}).content.decode()
    assert learner.name in page
    assert outsider.employee_number not in page


def test_who_left_and_came_back_stands_there_once(sign_in, hr_officer, learner, clock):
    course = build_course()
    withdraw_enrolment(enrolment=enrolled(learner, course), by=learner, at=clock.now)
    enrolled(learner, course)
    browser = sign_in(hr_officer)
    assert browser.get(roster(course)).content.decode().count(learner.employee_number) == 1
    assert learner.employee_number not in browser.get(roster(course), {"state": "withdrawn"}).content.decode()


def test_a_roster_has_pages_and_its_parts_answer_alone(sign_in, hr_officer, city):
    course = build_course()
    for number in range(55):
        enrolled(hire(f"4{number:07d}", f"직원{number:02d}", city.building), course)
    browser = sign_in(hr_officer)
    first = browser.get(roster(course)).content.decode()
    assert "직원49" in first
    assert "직원50" not in first
    results = browser.get(address("roster_results", self_paced_run(course).pk), {"p": 2}).content.decode()
    assert "직원50" in results
    assert "<html" not in results


def test_every_page_looked_at_leaves_a_record_of_the_people_on_it(sign_in, hr_officer, learner, outsider):
    course = build_course()
    enrolled(learner, course)
    enrolled(hr_officer, course)
    enrolled(outsider, build_course("다른 과정"))
    browser = sign_in(hr_officer)
    browser.get(roster(course))
    record = AccessRecord.objects.get()
    assert (record.actor, record.action) == (hr_officer, AccessRecord.Action.VIEW)
    assert set(record.subjects.values_list("person", flat=True)) == {learner.pk}
    browser.get(address("enrolment", Enrolment.objects.get(person=learner).pk))
    browser.get(address("completions"))
    assert AccessRecord.objects.count() == 2


def test_a_trainer_grants_another_attempt_with_a_reason(sign_in, trainer, learner, own_course, clock):
    enrolment, quiz = fail_quiz(learner, own_course, clock.now)
    browser = sign_in(trainer)
    target = address("grant", enrolment.pk, quiz)
    assert target in browser.get(address("enrolment", enrolment.pk)).content.decode()
    browser.post(target, {"reason": ""})
    assert not ExtraAttempt.objects.exists()
    for _click in range(2):
        assert browser.post(target, {"reason": "정전으로 중단"}).status_code == 302
    extra = ExtraAttempt.objects.get()
    assert (extra.granted_by, extra.reason) == (trainer, "정전으로 중단")
    page = browser.get(address("enrolment", enrolment.pk)).content.decode()
    assert "정전으로 중단" in page
    assert "0점 · 불합격" in page
    assert browser.get(target).status_code == 405


def test_a_trainer_grants_nothing_in_a_course_of_others(sign_in, trainer, learner, own_course, clock):
    enrolment, quiz = fail_quiz(learner, build_course(quizzes=1), clock.now)
    response = sign_in(trainer).post(address("grant", enrolment.pk, quiz), {"reason": "정전"})
    assert response.status_code in (302, 403)
    assert not ExtraAttempt.objects.exists()


def paper(person, run, **fields):
    values = {"completed_on": "2026-02-10", "evidence": "사본 제12호", "reason": "외부 교육"} | fields
    return values | {"person": person.pk, "run": run.pk}


def test_hr_enters_a_completion_from_paper(sign_in, hr_officer, learner):
    run = self_paced_run(build_course())
    browser = sign_in(hr_officer)
    assert browser.get(address("enter_paper"), {"person": learner.pk, "run": run.pk}).status_code == 200
    response = browser.post(address("enter_paper"), paper(learner, run))
    completion = Completion.objects.get()
    assert response.url == address("enrolment", completion.enrolment_id)
    assert (completion.source, completion.recorded_by) == ("paper", hr_officer)
    page = browser.get(address("completions"), {"source": "paper"}).content.decode()
    assert learner.name in page
    assert "모두 1건" in page


@pytest.mark.parametrize("wrong", [{"completed_on": "2026-03-06"}, {"evidence": ""}, {"reason": ""}])
def test_a_wrong_paper_is_refused_in_the_form(sign_in, hr_officer, learner, wrong):
    run = self_paced_run(build_course())
    response = sign_in(hr_officer).post(address("enter_paper"), paper(learner, run, **wrong))
    assert response.status_code == 200
    assert response.content.decode().count("autofocus") == 1
    assert not Completion.objects.exists()


def test_paper_for_somebody_who_has_completed_is_refused_in_the_form(sign_in, hr_officer, learner):
    run = completed(learner, build_course()).run
    response = sign_in(hr_officer).post(address("enter_paper"), paper(learner, run))
    assert response.status_code == 200
    assert Completion.objects.count() == 1


def test_hr_voids_a_wrong_completion_and_the_list_says_so(sign_in, hr_officer, learner):
    completion = completed(learner, build_course())
    browser = sign_in(hr_officer)
    target = address("void", completion.pk)
    assert target in browser.get(address("enrolment", completion.enrolment_id)).content.decode()
    assert browser.post(target, {"reason": "대리 응시", "evidence": ""}).status_code == 200
    completion.refresh_from_db()
    assert completion.voided_at is None
    browser.post(target, {"reason": "대리 응시", "evidence": "감사 결과"})
    completion.refresh_from_db()
    assert completion.voided_by == hr_officer
    assert learner.name in browser.get(address("completions"), {"voided": "true"}).content.decode()
    assert learner.name not in browser.get(address("completions"), {"voided": "false"}).content.decode()
    assert browser.get(target).status_code == 200


def test_a_trainer_neither_voids_nor_enters_paper(sign_in, trainer, learner, own_course):
    completion = completed(learner, own_course)
    browser = sign_in(trainer)
    for response in (
        browser.post(address("void", completion.pk), {"reason": "가", "evidence": "나"}),
        browser.post(address("enter_paper"), paper(learner, completion.run)),
        browser.get(address("completions")),
    ):
        assert response.status_code in (302, 403)
    assert Completion.objects.standing().count() == 1
    assert (
        address("void", completion.pk)
        not in browser.get(address("enrolment", completion.enrolment_id)).content.decode()
    )


def test_a_trainer_answers_the_reports_of_his_own_section(sign_in, trainer, learner, own_course, clock):
    mine, _ = report_mistake(
        person=learner, lesson_id=lessons_in(own_course)[0].pk, part="", text="번호가 <b>틀림</b>", at=clock.now
    )
    other, _ = report_mistake(
        person=learner, lesson_id=lessons_in(build_course())[0].pk, part="", text="남의 오류", at=clock.now
    )
    browser = sign_in(trainer)
    page = browser.get(address("mistakes")).content.decode()
    assert "번호가 &lt;b&gt;틀림&lt;/b&gt;" in page
    assert "남의 오류" not in page
    assert browser.get(address("answer", other.pk)).status_code in (302, 403)
    assert browser.get(address("answer", mine.pk)).status_code == 200
    assert browser.post(address("answer", mine.pk), {"answer": ""}).status_code == 200
    browser.post(address("answer", mine.pk), {"answer": "고쳤습니다."})
    mine.refresh_from_db()
    assert (mine.answer, mine.resolved_by) == ("고쳤습니다.", trainer)
    assert "번호가" not in browser.get(address("mistakes"), {"waiting": "true"}).content.decode()
    assert browser.get(address("answer", mine.pk)).status_code == 200


# Trial


def test_a_trainer_walks_his_course_and_removes_what_it_left(sign_in, trainer, own_course):
    browser = sign_in(trainer)
    lesson = lessons_in(own_course)[0]
    assert browser.get(lesson.url).status_code == 200
    assert browser.get(address("trial", own_course.pk)).status_code == 200
    browser.post(reverse("learning:change_trial", args=[own_course.pk]), {"do": "start"})
    trial = Enrolment.objects.get()
    assert trial.is_trial
    browser.post(reverse("learning:complete_lesson", args=[trial.pk, lesson.pk]))
    assert LessonProgress.objects.count() == 1
    assert browser.get(own_course.url).status_code == 200
    browser.post(
        reverse("learning:change_trial", args=[own_course.pk]),
        {"do": "reset", "next": address("trial", own_course.pk)},
    )
    assert not Enrolment.objects.exists()


def test_a_finished_trial_says_so_and_leaves_no_completion(sign_in, trainer, own_section):
    course = build_course(lessons=1, parent=own_section)
    browser = sign_in(trainer)
    browser.post(reverse("learning:change_trial", args=[course.pk]), {"do": "start"})
    lesson = lessons_in(course)[0]
    response = browser.post(
        reverse("learning:complete_lesson", args=[Enrolment.objects.get().pk, lesson.pk]), follow=True
    )
    assert response.redirect_chain[-1][0] == course.url
    assert not Completion.objects.exists()
    assert "alert" in response.content.decode()


def test_nobody_tries_a_course_of_others(sign_in, trainer, learner, own_course):
    other = build_course("남의 과정")
    for person, course in ((trainer, other), (learner, own_course)):
        response = sign_in(person).post(reverse("learning:change_trial", args=[course.pk]), {"do": "start"})
        assert response.status_code == 404
        assert sign_in(person).get(lessons_in(course)[0].url).url == course.url
    assert not Enrolment.objects.exists()


def test_the_edit_screen_of_a_course_leads_to_its_roster_and_trial(sign_in, trainer, own_course):
    page = sign_in(trainer).get(reverse("wagtailadmin_pages:edit", args=[own_course.pk])).content.decode()
    assert address("trial", own_course.pk) in page
    assert address("runs") in page


# Pages that hold records


@pytest.mark.parametrize("what", ["course", "lesson"])
def test_a_page_that_holds_records_is_not_deleted_and_says_why(sign_in, administrator, learner, clock, what):
    course = build_course("기록이 있는 과정")
    lesson = lessons_in(course)[0]
    open_lesson(enrolment=enrolled(learner, course), lesson_id=lesson.pk, at=clock.now)
    page = {"course": course, "lesson": lesson}[what]
    response = sign_in(administrator).post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert response.status_code == 200
    assert type(page).objects.filter(pk=page.pk).exists()
    assert "1" in " ".join(str(message) for message in response.context["messages"])


def test_a_page_without_records_can_be_deleted(sign_in, administrator):
    course = build_course()
    lesson = lessons_in(course)[0]
    sign_in(administrator).post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert not type(lesson).objects.filter(pk=lesson.pk).exists()


def test_the_guard_counts_people_attempts_reports_and_trials(learner, outsider, trainer, clock):
    from lms.learning.guards import records_on

    course = build_course(lessons=1, quizzes=1)
    assert records_on([course]) == []
    fail_quiz(learner, course, clock.now)
    enrolled(outsider, course)
    open_lesson(enrolment=enrolled(trainer, course, is_trial=True), lesson_id=lessons_in(course)[0].pk, at=clock.now)
    report_mistake(person=learner, lesson_id=lessons_in(course)[0].pk, part="", text="틀림", at=clock.now)
    reasons = records_on([course])
    assert ["2" in reasons[0], "1" in reasons[1], "1" in reasons[2], "1" in reasons[3]] == [True] * 4
    assert MistakeReport.objects.count() == 1
    assert len(records_on([lessons_in(course)[1]])) == 3
