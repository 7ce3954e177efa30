"""Deleting what must stay ends in a clear message, never in an error."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

from lms.core import registry
from lms.core.guards import reasons_against_deleting
from lms.courses.models import CatalogPage, CourseCategory, CoursePage, CourseRun
from lms.people.models import Audience
from tests.builders import build_course, build_lesson, enrolled, home_page, self_paced_run

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def admin_client(administrator: Any, sign_in: Any) -> Any:
    return sign_in(administrator)


def test_a_page_without_records_may_go(admin_client: Any) -> None:
    course = build_course(lessons=1)
    address = reverse("wagtailadmin_pages:delete", args=[course.pk])
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address).status_code == 302
    assert not CoursePage.objects.filter(pk=course.pk).exists()
    assert not CourseRun.objects.filter(course_id=course.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_course_that_people_take_stays_and_says_why(admin_client: Any, learner: Any, method: str) -> None:
    course = build_course(lessons=1)
    enrolled(learner, course)
    response = getattr(admin_client, method)(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert response.status_code == 302
    assert CoursePage.objects.filter(pk=course.pk).exists()
    assert "삭제하지 못했습니다" in said(response)
    assert "게시를 중단해 주세요" in said(response)


def test_ticking_it_in_a_listing_changes_nothing(admin_client: Any, learner: Any) -> None:
    course, free = build_course(lessons=1), build_course(lessons=0)
    enrolled(learner, course)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{address}?id={course.pk}&id={free.pk}&next=/admin/pages/")
    assert response.status_code == 302
    assert CoursePage.objects.filter(pk__in=[course.pk, free.pk]).count() == 2
    assert "삭제하지 못했습니다" in said(response)


def test_records_below_a_page_count_too(admin_client: Any, learner: Any) -> None:
    course = build_course(lessons=1)
    enrolled(learner, course)
    assert reasons_against_deleting([CatalogPage.objects.get()])


def test_what_a_room_forgot_is_still_protected(learner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_guards", [])
    course = build_course(lessons=1)
    enrolled(learner, course)
    reasons = reasons_against_deleting([course])
    assert len(reasons) == 1
    assert "1건" in reasons[0]


@pytest.mark.parametrize("kind", ["home", "catalogue"])
def test_the_frame_of_the_site_stays(admin_client: Any, kind: str) -> None:
    page = home_page() if kind == "home" else CatalogPage.objects.get()
    response = admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert response.status_code == 302
    assert Page.objects.filter(pk=page.pk).exists()
    assert "삭제하지 못했습니다" in said(response)


def test_the_front_page_is_not_unpublished(admin_client: Any) -> None:
    home = home_page()
    single = admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    bulk = admin_client.post(f"{address}?id={home.pk}&next=/admin/pages/")
    for response in (single, bulk):
        assert response.status_code == 302
        assert "게시를 중단하지 못했습니다" in said(response)
    home.refresh_from_db()
    assert home.live


def test_a_course_with_records_may_be_unpublished_and_the_records_stay(admin_client: Any, learner: Any) -> None:
    course = build_course(lessons=1)
    enrolment = enrolled(learner, course)
    response = admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[course.pk]))
    assert response.status_code == 302
    assert "기록은 남습니다" in said(response)
    course.refresh_from_db()
    assert not course.live
    enrolment.refresh_from_db()


@pytest.mark.parametrize("way", ["single", "bulk"])
@pytest.mark.parametrize("kind", ["category", "audience", "run"])
def test_a_snippet_in_use_stays_and_says_why(admin_client: Any, learner: Any, kind: str, way: str) -> None:
    audience = Audience.objects.create(name="간부공무원", clauses=[("executive", {"join": "or", "value": "yes"})])
    course = build_course(lessons=1, audience=audience)
    CoursePage.objects.filter(pk=course.pk).update(audience=None)
    enrolled(learner, course)
    CoursePage.objects.filter(pk=course.pk).update(audience=audience)
    thing = {"category": course.category, "audience": audience, "run": self_paced_run(course)}[kind]
    if way == "single":
        address = reverse(thing.snippet_viewset.get_url_name("delete"), args=[thing.pk])
        response = admin_client.post(address)
    else:
        meta = thing._meta
        address = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"])
        response = admin_client.post(f"{address}?id={thing.pk}&next=/admin/")
    assert response.status_code == 302
    assert type(thing).objects.filter(pk=thing.pk).exists()
    assert "삭제하지 못했습니다" in said(response)


def test_an_unused_snippet_may_go(admin_client: Any) -> None:
    category = CourseCategory.objects.create(name="안 쓰는 분야", slug="unused")
    address = reverse(category.snippet_viewset.get_url_name("delete"), args=[category.pk])
    assert admin_client.post(address).status_code == 302
    assert not CourseCategory.objects.filter(pk=category.pk).exists()


def test_a_guard_is_heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_guards", [])

    def guard(pages: list[Any]) -> list[str]:
        return ["Because.", "Because."]

    registry.register_delete_guard(guard)
    registry.register_delete_guard(guard)
    assert registry.delete_reasons([]) == ["Because."]


def test_a_lesson_with_records_stays_in_its_course(admin_client: Any, learner: Any) -> None:
    from lms.learning.services import open_lesson
    from tests.builders import MARCH_5

    course, other = build_course(lessons=1), build_course(lessons=0)
    lesson = build_lesson(course)
    free = build_lesson(course)
    open_lesson(enrolment=enrolled(learner, course), lesson_id=lesson.pk, at=MARCH_5)
    move = "wagtailadmin_pages:move_confirm"
    refused = admin_client.post(reverse(move, args=[lesson.pk, other.pk]))
    assert "옮기지 못했습니다" in said(refused)
    assert Page.objects.get(pk=lesson.pk).get_parent().pk == course.pk
    admin_client.post(reverse(move, args=[free.pk, other.pk]))
    assert Page.objects.get(pk=free.pk).get_parent().pk == other.pk
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    refused = admin_client.post(f"{bulk}?id={lesson.pk}&next=/admin/pages/", {"chooser": other.pk})
    assert Page.objects.get(pk=lesson.pk).get_parent().pk == course.pk
    assert "옮기지 못했습니다" in said(refused)
