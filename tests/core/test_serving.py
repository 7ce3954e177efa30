"""Pages by address: one query, and everything that Wagtail promises."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from lms.core import stamps
from lms.core.serving import page_at
from tests.builders import build_course, build_lesson, home_page

pytestmark = pytest.mark.django_db


def test_a_known_address_costs_one_query(django_assert_num_queries: Any) -> None:
    lesson = build_lesson(build_course(lessons=0))
    with django_assert_num_queries(2):
        assert page_at(lesson.url_path) == lesson
    with django_assert_num_queries(1):
        found = page_at(lesson.url_path)
    assert type(found) is type(lesson)


def test_a_page_is_found_with_as_much_as_every_request_needs(django_assert_num_queries: Any) -> None:
    course = build_course()
    page_at(course.url_path)
    with django_assert_num_queries(1):
        found = page_at(course.url_path)
        assert (found.title, found.audience) == (course.title, None)
        assert found.outline_stamp
    assert found.content_stamp == stamps.current(stamps.CONTENT)


def test_an_unpublished_moved_or_deleted_page_is_gone_at_once() -> None:
    course, other = build_course(lessons=0), build_course(lessons=0)
    lesson = build_lesson(course)
    old_path = lesson.url_path
    assert page_at(old_path) == lesson
    lesson.unpublish()
    assert page_at(old_path) is None
    lesson.save_revision().publish()
    assert page_at(old_path) is not None
    Page.objects.get(pk=lesson.pk).move(other, pos="last-child")
    assert page_at(old_path) is None
    new_path = Page.objects.get(pk=lesson.pk).url_path
    assert page_at(new_path) is not None
    Page.objects.get(pk=lesson.pk).delete()
    assert page_at(new_path) is None


def test_another_page_at_the_same_address_is_found() -> None:
    course = build_course(lessons=0)
    first = build_lesson(course, slug="hello")
    assert page_at(first.url_path) == first
    Page.objects.get(pk=first.pk).delete()
    course.refresh_from_db()
    second = build_lesson(course, slug="hello")
    assert page_at(second.url_path) == second


def test_hooks_run_before_the_page(learner: Any, sign_in: Any) -> None:
    lesson = build_lesson(build_course(lessons=0))

    def closed(page: Page, request: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return HttpResponse("closed") if page.pk == lesson.pk else None

    with hooks.register_temporarily("before_serve_page", closed, order=-100):
        assert sign_in(learner).get(lesson.url).content == b"closed"


def test_what_is_not_there_is_a_page_that_says_so(learner: Any, sign_in: Any) -> None:
    client = sign_in(learner)
    assert client.get("/courses/unknown/").status_code == 404
    assert client.get("/a/b/c/d/").status_code == 404


def test_wagtails_root_is_no_page_of_ours() -> None:
    assert page_at("/") is None


def test_a_redirect_still_redirects(learner: Any, sign_in: Any) -> None:
    course = build_course(lessons=0)
    Redirect.objects.create(old_path="/old-address", redirect_page=course)
    response = sign_in(learner).get("/old-address/")
    assert response.status_code == 301
    assert response.url == course.url


def test_a_renamed_course_is_still_found_at_its_old_address(
    learner: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    course = build_course(lessons=1, slug="old-name")
    course.slug = "new-name"
    with django_capture_on_commit_callbacks(execute=True):
        course.save_revision().publish()
    client = sign_in(learner)
    assert client.get("/courses/old-name/").url == "/courses/new-name/"
    assert client.get("/courses/new-name/").status_code == 200


def test_nobody_sees_a_page_without_signing_in(client: Any) -> None:
    response = client.get(home_page().url)
    assert response.status_code == 302
    assert "/accounts/login/" in response.url
