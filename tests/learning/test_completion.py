"""Completion: earned, entered from paper, voided, healed, announced; and nothing that changes what was earned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from lms.courses.models import CourseRun
from lms.learning import errors
from lms.learning.models import Completion, Enrolment, LessonProgress
from lms.learning.services import (
    complete_lesson,
    evaluate_completion,
    heal_completions,
    record_paper_completion,
    void_completion,
)
from lms.learning.signals import enrolment_completed
from lms.people.models import OrgUnit
from lms.people.services import move_person
from tests.builders import (
    MARCH_5,
    build_course,
    build_lesson,
    build_quiz,
    build_run,
    completed,
    enrolled,
    lessons_in,
    moment,
    self_paced_run,
)

pytestmark = pytest.mark.django_db
LATER = MARCH_5 + timedelta(days=10)


@pytest.fixture
def announced():
    """Completions that were announced, in order."""
    heard: list[Completion] = []

    def listen(completion, **kwargs):
        heard.append(completion)

    enrolment_completed.connect(listen)
    yield heard
    enrolment_completed.disconnect(listen)


def finish(enrolment, *, at=MARCH_5, score_percent=None):
    for lesson in lessons_in(enrolment.run.course):
        complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=at, score_percent=score_percent)
    return Completion.objects.standing().filter(enrolment=enrolment).first()


def test_the_last_lesson_completes_the_course(learner):
    course = build_course(lessons=2)
    enrolment = enrolled(learner, course)
    first, last = lessons_in(course)
    complete_lesson(enrolment=enrolment, lesson_id=first.pk, at=MARCH_5)
    assert not Completion.objects.exists()
    complete_lesson(enrolment=enrolment, lesson_id=last.pk, at=LATER)
    completion = Completion.objects.get()
    assert (completion.person, completion.completed_at, completion.source) == (learner, LATER, "online")


def test_the_completion_keeps_what_was_true_when_it_was_earned(learner, city):
    course = build_course("민원 응대 기본", quizzes=1, recognised_minutes=90)
    completion = completed(learner, course, score_percent=80)
    move_person(person=learner, unit=city.building, on=date(2026, 4, 1))
    learner.name, learner.rank_title, learner.grade = "김바다", "행정6급", 6
    learner.save()
    course.title, course.recognised_minutes = "새 제목", 30
    course.save_revision().publish()
    CourseRun.objects.update(min_score_percent=90, label="바뀐 이름")
    completion.refresh_from_db()
    assert completion.person_name_at_completion == "김하늘"
    assert completion.unit_name_at_completion == "복지국 생활보장과"
    assert completion.unit_at_completion == OrgUnit.objects.get(pk=city.livelihood.pk)
    assert (completion.rank_title_at_completion, completion.grade_at_completion) == ("행정7급", 7)
    assert (completion.course_title_at_completion, completion.recognised_minutes) == ("민원 응대 기본", 90)
    assert completion.policy == {"min_progress_percent": 100, "min_score_percent": 60}
    assert (completion.progress_percent, completion.score_percent) == (100, 80)
    assert completion.started_at == MARCH_5
    assert evaluate_completion(enrolment=completion.enrolment, at=LATER) == completion


def test_a_person_without_a_unit_and_a_grade_can_complete(city):
    from tests.builders import build_person

    completion = completed(build_person("공무직"), build_course())
    assert (completion.unit_at_completion, completion.unit_name_at_completion) == (None, "")
    assert completion.grade_at_completion is None


def test_a_new_required_lesson_does_not_undo_what_was_earned(learner, outsider):
    course = build_course()
    earned = completed(learner, course)
    underway = enrolled(outsider, course)
    build_lesson(course, "새 차시")
    evaluate_completion(enrolment=earned.enrolment, at=LATER)
    assert Completion.objects.standing().get() == earned
    for lesson in lessons_in(course)[:2]:
        complete_lesson(enrolment=underway, lesson_id=lesson.pk, at=LATER)
    assert not Completion.objects.filter(person=outsider).exists()


def test_a_completion_is_announced_once_after_the_commit(learner, announced, django_capture_on_commit_callbacks):
    course = build_course()
    enrolment = enrolled(learner, course)
    with django_capture_on_commit_callbacks() as callbacks:
        completion = finish(enrolment)
        assert announced == []
    for callback in callbacks:
        callback()
    assert announced == [completion]
    with django_capture_on_commit_callbacks(execute=True):
        finish(enrolment, at=LATER)
        evaluate_completion(enrolment=enrolment, at=LATER)
    assert announced == [completion]


def test_nothing_is_announced_when_the_transaction_fails(learner, announced, django_capture_on_commit_callbacks):
    enrolment = enrolled(learner, build_course())

    @transaction.atomic
    def finish_and_fail():
        finish(enrolment)
        raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        finish_and_fail()
    assert announced == []
    assert not Completion.objects.exists()


def test_a_listener_that_fails_does_not_undo_the_completion(learner, django_capture_on_commit_callbacks, caplog):
    def fail(**kwargs):
        raise RuntimeError("no printer")

    enrolment_completed.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            completion = finish(enrolled(learner, build_course()))
    finally:
        enrolment_completed.disconnect(fail)
    assert completion is not None
    assert "no printer" in caplog.text


def test_a_completion_cannot_be_edited_or_deleted(learner):
    completion = completed(learner, build_course())
    completion.course_title_at_completion = "다른 제목"
    with pytest.raises(DatabaseError), transaction.atomic():
        completion.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Completion.objects.filter(pk=completion.pk).delete()


# Paper


def on_paper(person, run, hr_officer, **fields):
    values = {"completed_on": date(2026, 2, 10), "evidence": "수료증 사본 제12호", "reason": "외부 교육 이수"} | fields
    return record_paper_completion(person=person, run=run, by=hr_officer, at=MARCH_5, **values)


def test_paper_completes_a_person_who_was_never_enrolled(
    learner, hr_officer, announced, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        completion = on_paper(learner, self_paced_run(build_course()), hr_officer)
    assert announced == [completion]
    assert completion.source == Completion.Source.PAPER
    assert (completion.evidence, completion.reason, completion.recorded_by) == (
        "수료증 사본 제12호",
        "외부 교육 이수",
        hr_officer,
    )
    assert completion.completed_at == completion.started_at == moment(2026, 2, 10, 0)
    assert completion.recorded_at == MARCH_5
    assert completion.unit_name_at_completion == "복지국 생활보장과"
    assert completion.enrolment.source == Enrolment.Source.MANAGER


def test_paper_entered_twice_is_one_completion(learner, hr_officer):
    run = self_paced_run(build_course())
    assert on_paper(learner, run, hr_officer) == on_paper(learner, run, hr_officer)
    assert Enrolment.objects.count() == 1


def test_paper_does_not_replace_what_was_earned_online(learner, hr_officer):
    earned = completed(learner, build_course())
    assert on_paper(learner, earned.run, hr_officer) == earned


@pytest.mark.parametrize("missing", ["evidence", "reason"])
def test_paper_needs_evidence_and_reason(learner, hr_officer, missing):
    with pytest.raises(errors.MissingReason):
        on_paper(learner, self_paced_run(build_course()), hr_officer, **{missing: "  "})
    assert not Enrolment.objects.exists()


def test_paper_is_refused_for_a_day_to_come(learner, hr_officer):
    with pytest.raises(errors.DayNotReached):
        on_paper(learner, self_paced_run(build_course()), hr_officer, completed_on=date(2026, 3, 6))


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(999, 1, 1), date.min])
def test_paper_is_refused_for_a_year_that_is_a_slip_of_the_pen(learner, hr_officer, day):
    with pytest.raises(errors.DayTooEarly):
        on_paper(learner, self_paced_run(build_course()), hr_officer, completed_on=day)
    assert not Enrolment.objects.exists()


def test_paper_of_somebody_who_sat_nothing_has_no_score_instead_of_none_of_the_points(learner, outsider, hr_officer):
    course = build_course(quizzes=1)
    assert on_paper(learner, self_paced_run(course), hr_officer).score_percent is None
    enrolment = enrolled(outsider, course)
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[-1].pk, at=MARCH_5, score_percent=70)
    assert on_paper(outsider, enrolment.run, hr_officer).score_percent == 70


def test_a_practice_quiz_gives_a_paper_no_score(learner, hr_officer):
    course = build_course(quizzes=1)
    practice = build_quiz(course, is_required=False)
    enrolment = enrolled(learner, course)
    complete_lesson(enrolment=enrolment, lesson_id=practice.pk, at=MARCH_5, score_percent=70)
    assert on_paper(learner, enrolment.run, hr_officer).score_percent is None


def test_who_is_enrolled_by_paper_is_so_from_the_day_on_which_it_was_entered(learner, hr_officer):
    completion = on_paper(learner, self_paced_run(build_course()), hr_officer)
    assert completion.enrolment.enrolled_at == completion.recorded_at == MARCH_5


def test_paper_is_accepted_for_a_run_that_is_over(learner, hr_officer):
    run = build_run(build_course(), closes_on=date(2026, 2, 28))
    assert on_paper(learner, run, hr_officer).run == run


# Void


def void(completion, hr_officer, at=LATER, **fields):
    values = {"reason": "다른 사람이 대신 응시", "evidence": "감사 결과 3쪽"} | fields
    return void_completion(completion=completion, by=hr_officer, at=at, **values)


def test_a_voided_online_completion_starts_again_from_the_beginning(learner, manager, hr_officer):
    course = build_course()
    wrong = completed(learner, course, by=manager, source=Enrolment.Source.RULE, due_on=date(2026, 12, 31))
    ended = void(wrong, hr_officer)
    assert (ended.voided_at, ended.voided_by, ended.void_reason) == (LATER, hr_officer, "다른 사람이 대신 응시")
    fresh = Enrolment.objects.living().get(person=learner)
    assert (fresh.source, fresh.due_on, fresh.progress.count()) == ("rule", date(2026, 12, 31), 0)
    assert heal_completions(at=LATER) == 0
    again = finish(fresh, at=LATER)
    assert again is not None
    assert again.pk != wrong.pk
    assert Completion.objects.filter(person=learner).count() == 2


def test_voiding_twice_changes_nothing(learner, hr_officer):
    wrong = completed(learner, build_course())
    void(wrong, hr_officer)
    second = void(wrong, hr_officer, at=LATER + timedelta(days=1), reason="또 다른 사유")
    assert (second.voided_at, second.void_reason) == (LATER, "다른 사람이 대신 응시")
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("missing", ["evidence", "reason"])
def test_voiding_needs_reason_and_evidence(learner, hr_officer, missing):
    wrong = completed(learner, build_course())
    with pytest.raises(errors.MissingReason):
        void(wrong, hr_officer, **{missing: ""})
    wrong.refresh_from_db()
    assert wrong.voided_at is None


def test_a_voided_paper_leaves_the_persons_own_progress(learner, hr_officer):
    course = build_course()
    enrolment = enrolled(learner, course)
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=MARCH_5)
    wrong = on_paper(learner, enrolment.run, hr_officer)
    void(wrong, hr_officer)
    assert Enrolment.objects.living().get() == enrolment
    assert LessonProgress.objects.filter(enrolment=enrolment).count() == 1


def test_a_voided_paper_leaves_an_assignment_that_was_there_before(learner, manager, hr_officer):
    enrolment = enrolled(learner, build_course(), by=manager, source=Enrolment.Source.RULE)
    void(on_paper(learner, enrolment.run, hr_officer), hr_officer)
    assert Enrolment.objects.living().get() == enrolment


def test_a_voided_paper_takes_back_the_enrolment_that_only_it_had_made(learner, hr_officer):
    void(on_paper(learner, self_paced_run(build_course()), hr_officer), hr_officer)
    assert not Enrolment.objects.living().exists()


# Healing


def test_healing_records_what_a_changed_policy_makes_due_and_then_nothing(learner, outsider, trainer):
    course = build_course(lessons=4)
    three = lessons_in(course)[:3]
    for person in (learner, trainer):
        enrolment = enrolled(person, course, is_trial=person == trainer)
        for lesson in three:
            complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)
    enrolled(outsider, course)
    assert heal_completions(at=LATER) == 0
    CourseRun.objects.filter(course=course).update(min_progress_percent=75)
    assert heal_completions(at=LATER) == 1
    assert heal_completions(at=LATER) == 0
    completion = Completion.objects.get()
    assert (completion.person, completion.completed_at, completion.recorded_at) == (learner, MARCH_5, LATER)


def test_the_command_says_what_it_healed(learner, capsys):
    call_command("heal_completions")
    assert "0" in capsys.readouterr().out


def test_the_job_is_registered():
    from lms.core.registry import periodic_jobs

    assert "heal_completions" in {job.name for job in periodic_jobs()}


def test_healing_asks_no_more_with_more_people(learner, outsider, manager, django_assert_max_num_queries):
    course = build_course()
    first = lessons_in(course)[0].pk
    for person in (learner, outsider, manager):
        complete_lesson(enrolment=enrolled(person, course), lesson_id=first, at=MARCH_5)
    with django_assert_max_num_queries(3):
        heal_completions(at=LATER)
