"""Runs and categories in the admin: whose they are, and what a form refuses."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.courses.models import CoursePage, CourseRun, SectionPage
from lms.courses.permissions import editable_courses
from lms.courses.services import grant_section
from tests.builders import build_course, build_run, catalogue, enrolled, self_paced_run

pytestmark = pytest.mark.django_db

LIST = "/admin/course-runs/"
ADD = "/admin/course-runs/add/"


@pytest.fixture
def courses(trainer: Any) -> tuple[CoursePage, CoursePage]:
    """One of the trainer's, one of somebody else's."""
    section = catalogue().add_child(instance=SectionPage(title="우리", slug="ours"))
    group = Group.objects.create(name="친절교육 담당")
    grant_section(section=SectionPage.objects.get(pk=section.pk), group=group)
    trainer.groups.add(group)
    return build_course("우리 과정", parent=section), build_course("남의 과정")


def run_form(of: CoursePage, **changes: Any) -> dict[str, Any]:
    return {
        "course": str(of.pk),
        "label": "2026년 3기",
        "opens_on": "2026-03-05",
        "closes_on": "2026-03-31",
        "min_progress_percent": "100",
        "min_score_percent": "60",
    } | changes


def test_a_trainer_sees_and_opens_runs_of_own_courses(trainer: Any, sign_in: Any, courses: Any) -> None:
    ours, _theirs = courses
    client = sign_in(trainer)
    assert list(editable_courses(trainer)) == [ours]
    html = client.get(LIST).content.decode()
    assert "우리 과정" in html
    assert "남의 과정" not in html
    form = client.get(f"{ADD}?course={ours.pk}").content.decode()
    assert f'value="{ours.pk}" selected' in form
    assert "남의 과정" not in form
    response = client.post(ADD, run_form(ours))
    assert response.status_code == 302
    assert response.url == f"{LIST}?course={ours.pk}"
    run = CourseRun.objects.get(label="2026년 3기")
    assert (run.course, run.number, run.opens_on) == (ours, 2, date(2026, 3, 5))
    client.post(ADD, run_form(ours))
    assert CourseRun.objects.filter(label="2026년 3기").count() == 1


def test_somebody_elses_runs_are_out_of_reach(trainer: Any, sign_in: Any, courses: Any) -> None:
    _ours, theirs = courses
    client = sign_in(trainer)
    client.post(ADD, run_form(theirs))
    assert not CourseRun.objects.filter(label="2026년 3기").exists()
    run = self_paced_run(theirs)
    for name in ("edit", "delete", "history", "usage"):
        address = reverse(f"course_runs:{name}", args=[run.pk])
        assert client.get(address).status_code == 302
        client.post(address, run_form(theirs, label="바뀐 이름"))
    run.refresh_from_db()
    assert run.label == "상시"


def test_a_run_keeps_its_course(trainer: Any, sign_in: Any, courses: Any) -> None:
    ours, theirs = courses
    run = build_run(ours)
    client = sign_in(trainer)
    response = client.post(reverse("course_runs:edit", args=[run.pk]), run_form(theirs, label="고친 이름"))
    assert response.status_code == 302
    run.refresh_from_db()
    assert (run.label, run.course) == ("고친 이름", ours)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_on": "2026-03-04"}, "마감일이 시작일보다 앞섭니다"),
        ({"min_progress_percent": "101"}, "100"),
        ({"label": ""}, ""),
        ({"course": "999999"}, ""),
    ],
)
def test_a_form_that_cannot_be_says_why(
    trainer: Any, sign_in: Any, courses: Any, changes: dict[str, str], said: str
) -> None:
    response = sign_in(trainer).post(ADD, run_form(courses[0], **changes))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert CourseRun.objects.filter(is_self_paced=False).count() == 0


def test_hr_manages_every_run_without_owning_a_section(hr_officer: Any, sign_in: Any, courses: Any) -> None:
    client = sign_in(hr_officer)
    assert "남의 과정" in client.get(LIST).content.decode()
    assert client.post(ADD, run_form(courses[1])).status_code == 302
    assert CourseRun.objects.filter(course=courses[1], label="2026년 3기").exists()


def test_the_list_of_one_course_shows_only_its_runs(administrator: Any, sign_in: Any, courses: Any) -> None:
    ours, theirs = courses
    build_run(theirs, label="다른 과정의 기수")
    html = sign_in(administrator).get(f"{LIST}?course={ours.pk}").content.decode()
    assert "다른 과정의 기수" not in html.split("<tbody")[1]


def test_lists_cost_the_same_for_any_number_of_rows(administrator: Any, sign_in: Any) -> None:
    client = sign_in(administrator)

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = [LIST, "/admin/course-categories/", reverse("course_listing:index")]
    for _ in range(2):
        build_run(build_course(lessons=1))
    few = [count(address) for address in addresses]
    for _ in range(6):
        build_run(build_course(lessons=1))
    assert [count(address) for address in addresses] == few


@pytest.mark.usefixtures("search_index")
@pytest.mark.parametrize(
    "ordering",
    ["title", "-category__name", "recognised_minutes", "-latest_revision_created_at", "live", "a_name_nobody_knows"],
)
def test_courses_that_a_search_found_are_sorted_by_any_column(administrator: Any, sign_in: Any, ordering: str) -> None:
    build_course("친절의 말")
    build_course("전화 응대")
    answer = sign_in(administrator).get(reverse("course_listing:index"), {"q": "친절", "ordering": ordering})
    assert [course.title for course in answer.context["object_list"]] == ["친절의 말"]
    assert "ordering=category__name" not in answer.content.decode()


@pytest.mark.usefixtures("search_index")
def test_courses_that_a_search_found_are_narrowed_to_those_with_lessons(administrator: Any, sign_in: Any) -> None:
    build_course("친절의 말", lessons=1)
    build_course("친절의 글", lessons=0)
    asked = {"q": "친절", "has_child_pages": "true"}
    answer = sign_in(administrator).get(reverse("course_listing:index"), asked)
    assert [course.title for course in answer.context["object_list"]] == ["친절의 말"]


@pytest.mark.usefixtures("search_index")
@pytest.mark.parametrize("words", ["", "친절"])
def test_courses_are_narrowed_to_a_category_also_in_what_a_search_found(
    administrator: Any, sign_in: Any, words: str
) -> None:
    from lms.courses.models import CourseCategory

    phone = CourseCategory.objects.create(name="전화 응대", slug="phone", sort_order=40)
    build_course("친절의 말", category=phone)
    build_course("친절의 글")
    answer = sign_in(administrator).get(reverse("course_listing:index"), {"q": words, "category": phone.pk})
    assert [course.title for course in answer.context["object_list"]] == ["친절의 말"]
    assert "모두 1건" in answer.content.decode()


def test_courses_are_sorted_by_category_while_nothing_is_searched_for(administrator: Any, sign_in: Any) -> None:
    client, address = sign_in(administrator), reverse("course_listing:index")
    assert "ordering=category__name" in client.get(address).content.decode()
    assert client.get(address, {"ordering": "-category__name"}).context["ordering"] == "-category__name"


@pytest.mark.parametrize("address", ["/admin/course-runs/", "/admin/course-categories/", "/admin/pages/"])
def test_every_list_says_how_long_it_is_as_korean_does(administrator: Any, sign_in: Any, address: str) -> None:
    build_course("친절의 말")
    page = sign_in(administrator).get(address, follow=True).content.decode()
    assert re.search(r"모두 \d+건", page)


def test_a_run_that_people_take_stays(administrator: Any, learner: Any, sign_in: Any) -> None:
    run = self_paced_run(build_course())
    enrolled(learner, run)
    sign_in(administrator).post(reverse("course_runs:delete", args=[run.pk]))
    assert CourseRun.objects.filter(pk=run.pk).exists()


def test_categories_are_the_administrators(administrator: Any, trainer: Any, sign_in: Any) -> None:
    form = {"name": "전화 응대", "slug": "phone", "sort_order": "40"}
    assert sign_in(trainer).post("/admin/course-categories/add/", form).status_code == 302
    from lms.courses.models import CourseCategory

    assert not CourseCategory.objects.filter(slug="phone").exists()
    assert sign_in(administrator).post("/admin/course-categories/add/", form).status_code == 302
    assert CourseCategory.objects.filter(slug="phone").exists()
    assert Permission.objects.filter(codename="add_coursecategory").exists()
