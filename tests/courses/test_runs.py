"""Runs: one that is always open, dated ones, and what two at once must not break."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from lms.courses.models import CompletionPolicy, CoursePage, CourseRun
from lms.courses.services import open_run, open_runs, open_self_paced_run
from tests.builders import build_course, build_run

MARCH_5 = date(2026, 3, 5)


@pytest.mark.django_db
def test_opening_twice_leaves_one_self_paced_run() -> None:
    course = build_course(lessons=0)
    CourseRun.objects.all().delete()
    run, is_new = open_self_paced_run(course)
    again, is_new_again = open_self_paced_run(course)
    assert (is_new, is_new_again) == (True, False)
    assert run == again
    assert (run.label, run.number, run.is_self_paced) == ("상시", 1, True)
    assert run.policy == CompletionPolicy(100, 60)


@pytest.mark.django_db
def test_the_name_speaks_the_institutions_language() -> None:
    from django.utils import translation

    course = build_course(lessons=0)
    CourseRun.objects.all().delete()
    with translation.override("en"):
        assert open_self_paced_run(course)[0].label == "상시"


@pytest.mark.django_db
def test_dated_runs_get_the_next_number_and_the_same_click_twice_makes_one() -> None:
    course = build_course(lessons=0)
    first, is_new = open_run(course=course, label="2026년 1기", opens_on=MARCH_5, closes_on=date(2026, 3, 31))
    same, is_new_again = open_run(course=course, label="2026년 1기", opens_on=MARCH_5, closes_on=date(2026, 3, 31))
    second, _ = open_run(course=course, label="2026년 2기", policy=CompletionPolicy(80, 0))
    assert (is_new, is_new_again) == (True, False)
    assert first == same
    assert (first.number, second.number) == (2, 3)
    assert second.policy == CompletionPolicy(80, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens_on", "closes_on", "on", "is_open"),
    [
        (None, None, MARCH_5, True),
        (MARCH_5, None, MARCH_5, True),
        (None, MARCH_5, MARCH_5, True),
        (date(2026, 3, 6), None, MARCH_5, False),
        (None, date(2026, 3, 4), MARCH_5, False),
    ],
)
def test_both_days_are_counted(opens_on: date | None, closes_on: date | None, on: date, is_open: bool) -> None:
    course = build_course(lessons=0)
    CourseRun.objects.all().delete()
    run = build_run(course, opens_on=opens_on, closes_on=closes_on)
    assert run.is_open(on=on) is is_open
    assert (open_runs(course, on) == [run]) is is_open


@pytest.mark.django_db
def test_the_run_that_ends_first_stands_first() -> None:
    course = build_course(lessons=0)
    late = build_run(course, closes_on=date(2026, 12, 31))
    soon = build_run(course, closes_on=date(2026, 3, 31))
    build_run(course, closes_on=date(2026, 1, 1))
    assert open_runs(course, MARCH_5) == [soon, late, CourseRun.objects.get(is_self_paced=True)]


@pytest.mark.django_db
def test_a_run_does_not_end_before_it_begins() -> None:
    course = build_course(lessons=0)
    backwards = {"opens_on": MARCH_5, "closes_on": date(2026, 3, 4)}
    with pytest.raises(ValidationError) as refused:
        CourseRun(course=course, number=9, label="거꾸로", **backwards).full_clean()
    assert "마감일이 시작일보다 앞섭니다" in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_run(course, number=9, **backwards)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"number": 1}, {"number": 5, "is_self_paced": True}, {"number": 6, "min_progress_percent": 101}]
)
def test_the_database_refuses_what_must_not_be(fields: dict[str, Any]) -> None:
    course = build_course(lessons=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        build_run(course, **fields)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_leave_one_self_paced_run_and_no_number_twice() -> None:
    course = build_course(lessons=0)
    CourseRun.objects.all().delete()
    barrier = threading.Barrier(10)
    failures: list[BaseException] = []

    def work(index: int) -> None:
        try:
            page = CoursePage.objects.get(pk=course.pk)
            barrier.wait(timeout=30)
            if index % 2:
                open_self_paced_run(page)
            else:
                open_run(course=page, label=f"{index}기")
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    runs = CourseRun.objects.filter(course=course)
    assert runs.filter(is_self_paced=True).count() == 1
    assert sorted(runs.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
