"""What staff did about single records: paper, a voided completion, a granted attempt, a reported mistake."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from lms.courses.models import CourseRun
from lms.courses.services import lessons_of
from lms.people.models import Person

from ..models import Completion, Enrolment, ExtraAttempt, MistakeReport
from ..services import (
    grant_attempt,
    record_paper_completion,
    report_mistake,
    resolve_mistake,
    void_completion,
)

__all__ = ["answer_requests", "correct_records"]

PAPERS, VOIDS, GRANTS = 5, 2, 3


def correct_records(*, at: datetime, run: CourseRun) -> None:
    """Papers entered and wrong completions voided in the weeks after the run. Through the services, once."""
    hr = Person.objects.filter(employee_number="hr").first()
    if hr is None or run.closes_on is None:
        return
    after = timezone.make_aware(datetime.combine(run.closes_on + timedelta(days=12), time(10, 20)))
    if after + timedelta(days=7) < at:
        _enter_papers(run, hr, after)
        _void_wrong_ones(run, hr, after + timedelta(days=7))


def answer_requests(*, at: datetime, run: CourseRun) -> None:
    """Attempts that the trainer granted, mistakes that learners reported. Through the services, once."""
    trainer, learner = (Person.objects.filter(employee_number=number).first() for number in ("trainer", "learner"))
    if trainer is not None and learner is not None:
        _grant_attempts(trainer, at)
        _report_mistakes(run, trainer, learner, at)


def _enter_papers(run: CourseRun, hr: Person, at: datetime) -> None:
    """집합교육 on the last day for those who could not leave the counter."""
    if Completion.objects.filter(source=Completion.Source.PAPER).exists() or run.closes_on is None:
        return
    unreached = Enrolment.objects.real().living().with_standing_completion().filter(run=run, progress__isnull=True)
    for number, enrolment in enumerate(unreached.select_related("person").order_by("person")[:PAPERS], start=1):
        record_paper_completion(
            person=enrolment.person,
            run=run,
            completed_on=run.closes_on - timedelta(days=1),
            evidence=f"인재개발과-{3100 + number} 집합교육 참석부 {number}쪽",
            reason="민원실 근무로 집합교육에 참석",
            by=hr,
            at=at,
        )


def _void_wrong_ones(run: CourseRun, hr: Person, at: datetime) -> None:
    if Completion.objects.filter(voided_at__isnull=False).exists():
        return
    wrong = Completion.objects.standing().filter(run=run, source=Completion.Source.ONLINE, completed_at__lt=at)
    plain = wrong.exclude(person__employee_number__in=["learner", "manager", "outsider", "trainer", "hr", "admin"])
    for completion in plain.order_by("score_percent", "pk")[:VOIDS]:
        void_completion(
            completion=completion,
            by=hr,
            reason="다른 직원이 대신 응시한 사실 확인",
            evidence="감사담당관-2284 조사 결과 2쪽",
            at=at,
        )


def _grant_attempts(trainer: Person, at: datetime) -> None:
    """To some who failed this year's course."""
    if ExtraAttempt.objects.exists():
        return
    failed = (
        Enrolment.objects.real()
        .living()
        .filter(run__is_self_paced=True, progress__score_percent__isnull=False, progress__completed_at=None)
    )
    for enrolment in failed.select_related("run__course").order_by("pk").distinct()[:GRANTS]:
        marked = [card.id for card in lessons_of(enrolment.run.course) if card.completes_itself]
        row = enrolment.progress.filter(lesson__in=marked, completed_at=None).first()
        if row is not None:
            granted_at = min(at, row.last_opened_at + timedelta(days=2))
            grant_attempt(
                enrolment=enrolment,
                lesson_id=row.lesson_id,
                by=trainer,
                reason="응시 중 창구 호출로 중단",
                at=granted_at,
            )


def _report_mistakes(run: CourseRun, trainer: Person, learner: Person, at: datetime) -> None:
    if MistakeReport.objects.exists():
        return
    lessons = lessons_of(run.course)
    if len(lessons) < 2:
        return
    reported_at = at - timedelta(days=40)
    answered, _ = report_mistake(
        person=learner,
        lesson_id=lessons[0].id,
        part="",
        text="첫 문단의 ‘안내 시점’ 설명이 우리 시 지침과 달라 보입니다.",
        at=reported_at,
    )
    resolve_mistake(
        report=answered,
        answer="확인했습니다. 올해 개정한 지침에 맞추어 고쳤습니다. 알려 주셔서 고맙습니다.",
        by=trainer,
        at=reported_at + timedelta(days=2),
    )
    colleague = Completion.objects.filter(run=run).exclude(person=learner).order_by("pk").first()
    if colleague is not None:
        report_mistake(
            person=colleague.person,
            lesson_id=lessons[1].id,
            part="",
            text="표 아래의 조항 번호가 본문과 다릅니다.",
            at=at - timedelta(days=1),
        )
